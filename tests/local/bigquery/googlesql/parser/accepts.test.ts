import { expect } from 'chai';
import { parseScript } from '../../../../../local/bigquery/googlesql/parser/index.ts';
import { acceptedStatements } from './accepted-statements.ts';
import { nodesOf } from './nodes.ts';

describe('parseScript(text) accepts', () => {
  for (const [family, statements] of Object.entries(acceptedStatements)) {
    describe(family, () => {
      for (const statement of statements) {
        it(statement, () => {
          const script = parseScript(statement);
          const misplaced = nodesOf(script).filter(
            ({ node, parent }) =>
              node.end < node.position.offset ||
              node.end > statement.length ||
              (parent && (node.end > parent.end || node.position.offset < parent.position.offset)),
          );
          expect(misplaced.map(({ node }) => node.kind)).to.deep.equal([]);
        });
      }
    });
  }

  it('at least 150 statements', () => {
    expect(Object.values(acceptedStatements).flat().length).to.be.at.least(150);
  });
});
