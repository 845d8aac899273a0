import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { installFunctions } from '../../../../local/bigquery/googlesql/functions/install.ts';
import { TABLE } from '../../../../local/bigquery/googlesql/signatures/index.ts';
import { MiniWarehouse } from './mini-warehouse.ts';
import { answerTo, isRefusal, isSame, recordedAnswers } from './recorded-answers.ts';

const recordings = readdirSync(new URL('recorded', import.meta.url)).map((file) => file.replace(/\.txt$/u, ''));

/** Rows that are there to refuse, or have no name of their own in a query. */
const unnamed = /^\$/u;

describe('functions and operators', () => {
  let warehouse: MiniWarehouse;

  before(async () => {
    warehouse = await MiniWarehouse.open(installFunctions);
  });

  for (const name of recordings) {
    it(`answer as recorded: ${name}`, async function () {
      this.timeout(60_000);
      const different: string[] = [];
      for (const { text, answer } of recordedAnswers(name)) {
        const ours = await answerTo(warehouse, text);
        if (!isSame(answer, ours) && !isRefusal(ours)) different.push(`${text}\n  want ${answer}\n  have ${ours}`);
      }
      expect(different.join('\n')).to.equal('');
    });
  }

  it('are each in some recording', () => {
    const texts = recordings.flatMap((name) => recordedAnswers(name).map(({ text }) => text.toLowerCase()));
    const calls = new Set(texts.flatMap((text) => [...text.matchAll(/[a-z_\d]+(?=\()/gu)].map(([word]) => word)));
    const missing = [...TABLE.keys()].filter((name) => !unnamed.test(name) && !calls.has(name));
    expect(missing).to.deep.equal([]);
  });
});
