import { sum } from '../weekly/series.ts';

/** Quasi-Poisson z on the scale of the 2/3 power, with half an offense taken off the distance. */
export function farringtonScore(count: number, expected: number, variance: number): number {
  const distance = Math.max(0, Math.abs(count - expected) - 0.5);
  const moved = count < expected ? expected - distance : expected + distance;
  const center = Math.cbrt(expected) ** 2 - variance / (9 * Math.cbrt(expected));
  return (Math.cbrt(moved) ** 2 - center) / ((2 / 3) * expected ** (1 / 6) * Math.sqrt(variance));
}

/** Probability that a standard normal variable is as far from 0, by Simpson's rule on its density. */
export function twoSided(z: number): number {
  const [from, to, steps] = [Math.abs(z), Math.abs(z) + 12, 4000];
  const width = (to - from) / steps;
  const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  const weights = Array.from({ length: steps + 1 }, (_, index) =>
    index === 0 || index === steps ? 1 : index % 2 === 1 ? 4 : 2,
  );
  return 2 * (width / 3) * sum(weights.map((weight, index) => weight * density(from + index * width)));
}

/** Benjamini and Hochberg's q of each probability. */
export function falseDiscoveryRates(probabilities: readonly number[]): readonly number[] {
  const ordered = [...probabilities].sort((a, b) => a - b);
  const rates: number[] = [];
  for (let index = ordered.length - 1; index >= 0; index -= 1) {
    rates[index] = Math.min(rates[index + 1] ?? 1, ((ordered[index] ?? NaN) * ordered.length) / (index + 1));
  }
  return probabilities.map((probability) => rates[ordered.indexOf(probability)] ?? NaN);
}
