import { type CubeFilter, sumCube } from '../../../cube.ts';
import type { Columnar } from '../../../columnar.ts';
import { matchingRows, numbersOf, rowsByText } from '../../data/matching-rows.ts';
import { type PeriodCounts, periodCounter } from '../../data/period-counts.ts';
import type { Filters } from '../../state/filters.ts';

/** A month with its counts. */
export interface Month extends PeriodCounts {
  /** First day, `YYYY-MM-DD`. */
  readonly month: string;
  /** Offenses of the twelve months that end with this one; null unless all are known and complete. */
  readonly rolling: number | null;
}

type Years = Pick<Filters, 'from' | 'to'>;

/** The months of `mart_offenses_monthly`, summed over the precincts and categories that the filters leave, oldest first. */
export function monthsOf(monthly: Columnar, filters: Filters): readonly Month[] {
  const rows = matchingRows(monthly, { precinct: filters.precinct, offense_category: filters.category });
  const count = periodCounter(monthly);
  const rolling = numbersOf(monthly, 'rolling_12_month_offenses');
  return [...rowsByText(monthly, 'offense_month', rows)]
    .filter(([month]) => isWithin(month, filters))
    .map(([month, ofMonth]) => ({
      month,
      ...count(ofMonth),
      rolling: sumKnown(ofMonth.map((row) => rolling[row] ?? null)),
    }));
}

/**
 * The months counted from the cube, for what the monthly mart does not tell apart. The monthly mart says which months are
 * complete and which provisional; the cube has no nowcast, no share that is known by now, and no change at equal age.
 */
export function monthsOfCube(cube: Columnar, monthly: Columnar, filters: Filters): readonly Month[] {
  const sums = sumCube(cube, { ...filters, from: null, to: null } satisfies CubeFilter, 'offense_month');
  const known = monthsOf(monthly, { ...filters, from: null, to: null });
  return known
    .map(({ month, isComplete, isProvisional }, index) => {
      const year = known.slice(Math.max(0, index - 11), index + 1);
      const isWhole = year.length === 12 && year.every((each) => each.isComplete);
      return {
        month,
        isComplete,
        isProvisional,
        completeness: null,
        offenses: sums.get(month) ?? 0,
        nowcast: null,
        yearChange: null,
        yearBefore: null,
        rolling: isWhole ? year.reduce((sum, each) => sum + (sums.get(each.month) ?? 0), 0) : null,
      };
    })
    .filter(({ month }) => isWithin(month, filters));
}

/** Whether a date lies in the years of the filters. */
export function isWithin(date: string, { from, to }: Years): boolean {
  const year = Number(date.slice(0, 4));
  return year >= (from ?? year) && year <= (to ?? year);
}

function sumKnown(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>((sum, value) => (sum === null || value === null ? null : sum + value), 0);
}
