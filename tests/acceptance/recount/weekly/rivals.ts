import type { Season } from './season.ts';
import { mean, type Series } from './series.ts';

/** What simpler methods say at an origin, from nothing that came later. */
export function rivalsAt(
  { counts }: Series,
  { factor }: Season,
  origin: number,
  horizon: number,
): Readonly<Record<string, number>> {
  const square = (value: number) => value * value;
  const newest = [0, 1, 2, 3].map((back) => origin - back);
  const target = origin + horizon;
  const deseasonalised = newest.map((week) => (counts[week] ?? NaN) / square(factor(week)));
  return {
    naive: counts[origin] ?? NaN,
    'seasonal naive': counts[target - 52] ?? NaN,
    '4-week mean': mean(newest.map((week) => counts[week] ?? NaN)),
    '4-week mean with season': mean(deseasonalised) * square(factor(target)),
  };
}
