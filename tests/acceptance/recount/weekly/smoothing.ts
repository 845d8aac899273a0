import { sum } from './series.ts';

export const DECAYS = [0.03, 0.05, 0.08, 0.12, 0.2, 0.3];
export const FIT_WEEKS = 156;

/** Weighted mean of square roots, and weighted line through them at the newest week. */
export interface Fit {
  readonly flat: number;
  readonly level: number;
  readonly slope: number;
}

/** Of values that begin with the newest; each week back weighs a part `decay` less. */
export function fitOf(values: readonly number[], decay: number): Fit {
  const first = values.map((_, back) => (1 - decay) ** back);
  const second = first.map((weight, back) => weight * (back + 1));
  const average = (weights: readonly number[], of: (back: number) => number) =>
    sum(weights.map((weight, back) => weight * of(back))) / sum(weights);
  const value = (back: number) => values[back] ?? NaN;
  const [flat, older] = [average(first, value), average(second, value)];
  const [age, olderAge] = [average(first, (back) => back), average(second, (back) => back)];
  const slope = (flat - older) / (olderAge - age);
  return { flat, level: flat + slope * age, slope };
}

/** The forecast of a fit so many weeks ahead: of its mean, or of its line, whose slope fades. */
export function rootAhead({ flat, level, slope }: Fit, hasTrend: boolean, weeks: number): number {
  const steps = sum(Array.from({ length: weeks }, (_, index) => 0.9 ** (index + 1)));
  return Math.max(0, hasTrend ? level + slope * steps : flat);
}
