import type { Columnar } from '../../../columnar.ts';
import { matchingRows, rowsByText } from '../../data/matching-rows.ts';
import { type PeriodCounts, periodCounter, sumCounts } from '../../data/period-counts.ts';
import type { FilterKey, Filters } from '../../state/filters.ts';

/** A day with its counts. */
export interface RecentDay extends PeriodCounts {
  /** `YYYY-MM-DD`. */
  readonly date: string;
}

/** Filters that days can be counted by. */
export const dayFilters: readonly FilterKey[] = ['category', 'precinct', 'basis'];

type DayFilters = Pick<Filters, 'category' | 'precinct' | 'basis'>;

/** The newest days up to as_of, summed over the precincts and categories that the filters leave, oldest first. */
export function recentDays(recent: Columnar, filters: DayFilters): readonly RecentDay[] {
  const rows = matchingRows(recent, {
    time_basis: filters.basis,
    offense_category: filters.category,
    precinct: filters.precinct,
  });
  const count = periodCounter(recent);
  return [...rowsByText(recent, 'offense_date', rows)].map(([date, ofDay]) => ({ date, ...count(ofDay) }));
}

/** The counts of the last so many days together; null where no day is known, which is not the same as no offense. */
export function lastDays(days: readonly RecentDay[], span: number): PeriodCounts | null {
  return days.length === 0 ? null : sumCounts(days.slice(-span));
}

/** The counts of the days from one to another, by the text of a column. */
export function countsBy(
  recent: Columnar,
  column: 'precinct' | 'offense_category',
  filters: DayFilters,
  [first, last]: readonly [string, string],
): ReadonlyMap<string, PeriodCounts> {
  const rows = matchingRows(recent, {
    time_basis: filters.basis,
    offense_category: filters.category,
    precinct: filters.precinct,
  });
  const ofDays = [...rowsByText(recent, 'offense_date', rows)].flatMap(([date, ofDay]) =>
    date >= first && date <= last ? ofDay : [],
  );
  const count = periodCounter(recent);
  return new Map([...rowsByText(recent, column, ofDays)].map(([text, found]) => [text, count(found)]));
}
