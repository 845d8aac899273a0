import { expect } from 'chai';
import { Evaluator } from './evaluate.ts';
import { loadInclude } from './load-include.ts';

const { twoSidedTail } = loadInclude('normal_distribution') as { readonly twoSidedTail: (z: string) => string };

describe('twoSidedTail(z)', () => {
  /** Probabilities from tables of the normal distribution. */
  const known = [
    [0, 1],
    [0.5, 0.61707508],
    [1, 0.31731051],
    [1.959964, 0.05],
    [3, 0.00269980],
    [5, 5.73303e-7],
    [8, 1.24419e-15],
  ] as const;

  it('gives the probabilities of tables, on either side', async () => {
    const evaluator = await Evaluator.open();
    for (const sign of [1, -1]) {
      const found = await evaluator.map(
        twoSidedTail('CAST(x AS FLOAT64)'),
        known.map(([z]) => String(sign * z)),
      );
      for (const [index, [z, probability]] of known.entries()) {
        const tolerance = Math.min(2e-7, probability / 50);
        expect(Number(found[index]), `z = ${sign * z}`).to.be.closeTo(probability, tolerance);
      }
    }
  });

  it('gives null for null', async () => {
    const evaluator = await Evaluator.open();
    expect(await evaluator.map(twoSidedTail('CAST(x AS FLOAT64)'), [null])).to.deep.equal([null]);
  });
});
