import { expect } from 'chai';
import { Evaluator } from './evaluate.ts';
import { loadInclude } from './load-include.ts';

type Measure = (now: string, before: string) => string;

const { count, percent, signal, columns } = loadInclude('change') as {
  count: Measure;
  percent: Measure;
  signal: Measure;
  columns: (name: string, now: string, before: string, isComparable: string) => string;
};

describe('change of a count', () => {
  let evaluator: Evaluator;
  before(async () => {
    evaluator = await Evaluator.open();
  });

  const evaluate = async (measure: Measure, now: number, before: number | 'NULL') => {
    const [[value] = []] = await evaluator.rows(`SELECT ${measure('now', 'before')} FROM (SELECT ${now} AS now, CAST(${before} AS INT64) AS before)`);
    return value;
  };

  it('is a difference', async () => {
    expect(await evaluate(count, 3, 7)).to.equal('-4');
  });

  it('is a percentage of the count before, null where that is none', async () => {
    expect(await evaluate(percent, 7, 3)).to.equal('133.33');
    expect(await evaluate(percent, 7, 0)).to.equal(null);
  });

  it('is a signal that grows with the counts, not with the percentage alone', async () => {
    expect(await evaluate(signal, 2, 1)).to.equal('0.83');
    expect(await evaluate(signal, 200, 100)).to.equal('8.28');
    expect(await evaluate(signal, 0, 4)).to.equal('-4');
    expect(await evaluate(signal, 4, 'NULL')).to.equal(null);
  });

  it('is told in three columns, where both counts can be compared', async () => {
    const row = (isComparable: string) =>
      evaluator.rows(`SELECT ${columns('x', 'now', 'before', isComparable)} FROM (SELECT 4 AS now, 1 AS before)`);
    expect(await row('TRUE')).to.deep.equal([['3', '300', '2']]);
    expect(await row('FALSE')).to.deep.equal([[null, null, null]]);
  });
});
