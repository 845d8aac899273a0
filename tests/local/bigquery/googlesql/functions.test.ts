import { expect } from 'chai';
import { TABLE } from '../../../../local/bigquery/googlesql/signatures/index.ts';
import { knownDifferences } from '../coverage/known-differences.ts';
import { outcomesOf, recordings } from '../coverage/recorded-outcomes.ts';
import { recordedAnswers } from './recorded-answers.ts';

/** Rows that are there to refuse, or have no name of their own in a query. */
const unnamed = /^\$/u;

describe('functions and operators', () => {
  const known = knownDifferences();
  for (const name of recordings) {
    it(`answer as recorded: ${name}`, async function () {
      this.timeout(60_000);
      const outcomes = await outcomesOf(name);
      const different = outcomes.filter(({ text, verdict }) => verdict === 'different' && !known.has(text));
      const lines = different.map(({ text, answer, ours }) => `${text}\n  want ${answer}\n  have ${ours}`);
      expect(lines.join('\n')).to.equal('');
      const mended = outcomes.filter(({ text, verdict }) => verdict !== 'different' && known.has(text));
      expect(mended, 'known-differences.txt lists what is the same by now').to.deep.equal([]);
    });
  }

  it('are each in some recording', () => {
    const texts = recordings.flatMap((name) => recordedAnswers(name).map(({ text }) => text.toLowerCase()));
    const calls = new Set(
      texts.flatMap((text) => [...text.matchAll(/(?:net\.)?[a-z_\d]+(?=\()/gu)].map(([word]) => word)),
    );
    const missing = [...TABLE.keys()].filter((name) => !unnamed.test(name) && !calls.has(name));
    expect(missing).to.deep.equal([]);
  });
});
