import { expect } from 'chai';
import { Random } from '../../../../local/portal/simulation/random.ts';
import { WeightedPicker } from '../../../../local/portal/simulation/weighted-picker.ts';

describe('Random(seed)', () => {
  it('gives the same numbers for the same seed, for ever', () => {
    const random = new Random(1);

    expect([random.next(), random.next(), random.next()]).to.deep.equal([1779833415, 2026416846, 1661539736]);
  });

  it('gives other numbers for a neighbouring seed and for one beyond 32 bits', () => {
    const firsts = [1, 2, 1 + 2 ** 32].map((seed) => new Random(seed).next());

    expect(new Set(firsts).size).to.equal(3);
  });

  it('draws fractions evenly from 0 up to 1', () => {
    const random = new Random(7);
    const draws = Array.from({ length: 20_000 }, () => random.fraction());

    expect(Math.min(...draws)).to.be.at.least(0);
    expect(Math.max(...draws)).to.be.below(1);
    expect(draws.reduce((sum, draw) => sum + draw, 0) / draws.length).to.be.within(0.49, 0.51);
  });
});

describe('WeightedPicker(items, weights)', () => {
  it('picks as often as the weights say', () => {
    const random = new Random(7);
    const picker = new WeightedPicker(['a', 'b', 'c'], [1, 0, 3]);
    const picks = Array.from({ length: 20_000 }, () => picker.pick(random));

    expect(picks.filter((item) => item === 'a').length / picks.length).to.be.within(0.24, 0.26);
    expect(picks).not.to.include('b');
  });

  it('refuses weights that leave nothing to pick', () => {
    expect(() => new WeightedPicker(['a'], [0])).to.throw(RangeError, 'sum 0');
  });
});
