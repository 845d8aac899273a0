import { expect } from 'chai';
import { Evaluator } from './evaluate.ts';
import { loadInclude } from './load-include.ts';

const { zScore } = loadInclude('anomalies') as {
  readonly zScore: (count: string, expected: string, variance: string) => string;
};
const { twoSidedTail } = loadInclude('normal_distribution') as { readonly twoSidedTail: (z: string) => string };

describe('zScore(count, expected, variance)', () => {
  let evaluator: Evaluator;

  before(async () => {
    evaluator = await Evaluator.open();
  });

  const evaluate = async (expression: string): Promise<number> => {
    const [[value] = []] = await evaluator.rows(`SELECT ${expression}`);
    return Number(value);
  };

  for (const [count, expected] of [
    [5, 1],
    [7, 2],
    [14, 5],
    [25, 12],
    [60, 40],
    [0, 9],
    [3, 12],
    [20, 40],
  ] as const) {
    it(`makes ${count} where ${expected} are expected about as rare as a Poisson variable does`, async () => {
      const found = (await evaluate(twoSidedTail(zScore(String(count), `${expected}.0`, '1.0')))) / 2;

      const tail = poissonTail(count, expected);
      expect(Math.log(found / tail)).to.be.closeTo(0, 0.6);
    });
  }

  it('is near 0 for what is expected', async () => {
    expect(await evaluate(zScore('10', '10.4', '1.0'))).to.be.closeTo(0, 0.1);
  });

  it('is nearer to 0 where counts vary more', async () => {
    const steady = await evaluate(zScore('30', '10.0', '1.0'));
    expect(await evaluate(zScore('30', '10.0', '4.0'))).to.be.closeTo(steady / 2, 0.2);
  });
});

/** Probability that a Poisson variable is as far from its mean as `count`, or farther, on the same side. */
function poissonTail(count: number, mean: number): number {
  let probability = Math.exp(-mean);
  let below = 0;
  for (let value = 0; value < count; value += 1) {
    below += probability;
    probability *= mean / (value + 1);
  }
  return count > mean ? 1 - below : below + probability;
}
