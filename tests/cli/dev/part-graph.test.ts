import { expect } from 'chai';
import { filesToCompile, withPart } from '../../../cli/dev/part-graph.ts';
import type { GraphAction, GraphTest, ProjectGraph } from '../../../cli/run/compiled-graph.ts';

const action = (target: string, fileName: string, content = 'select 1'): GraphAction => ({
  ...{ target, fileName, content, dependencies: [], parent: undefined, isIncremental: false },
  kind: target.startsWith('assertions') ? 'assertion' : 'model',
});
const test = (name: string, content = 'select 1'): GraphTest => ({ name, fileName: `${name}.sqlx`, content });

const graph: ProjectGraph = {
  actions: [
    action('mart.mart_a', 'mart_a.sqlx'),
    action('assertions.key_of_a', 'mart_a.sqlx'),
    action('mart.mart_b', 'mart_b.sqlx'),
  ],
  tests: [test('a_counts'), test('b_counts')],
};
const testedModels = new Map([
  ['a_counts.sqlx', 'mart_a'],
  ['b_counts.sqlx', 'mart_b'],
]);

describe('filesToCompile(saved, graph, testedModels)', () => {
  it('takes a model with its unit tests, and a unit test with its model', () => {
    for (const saved of ['mart_a.sqlx', 'a_counts.sqlx']) {
      const files = filesToCompile([saved], graph, testedModels);
      expect([...(files ?? [])]).to.have.members(['mart_a.sqlx', 'a_counts.sqlx']);
    }
  });

  it('is undefined for a file that others may depend on, or that is new', () => {
    for (const saved of ['includes/settings.js', 'dataform.json', 'mart_new.sqlx']) {
      expect(filesToCompile(['mart_a.sqlx', saved], graph, testedModels)).to.equal(undefined);
    }
  });
});

describe('withPart(graph, part, files)', () => {
  const files = new Set(['mart_a.sqlx', 'a_counts.sqlx']);
  const changed = action('mart.mart_a', 'mart_a.sqlx', 'select 2');
  const part = (...actions: readonly GraphAction[]) => ({ actions, tests: [test('a_counts', 'select 2')] });

  it('takes the actions and unit tests of the files from the part, and leaves all others', () => {
    const { actions, tests } = withPart(graph, part(changed, graph.actions[1] ?? changed), files) ?? graph;
    expect(actions.map(({ content }) => content)).to.deep.equal(['select 2', 'select 1', 'select 1']);
    expect(tests.map(({ content }) => content)).to.deep.equal(['select 2', 'select 1']);
  });

  it('is undefined where a name is gone or new', () => {
    expect(withPart(graph, part(changed), files)).to.equal(undefined);
    const more = part(changed, ...graph.actions.slice(1, 2), action('assertions.more', 'mart_a.sqlx'));
    expect(withPart(graph, more, files)).to.equal(undefined);
  });
});
