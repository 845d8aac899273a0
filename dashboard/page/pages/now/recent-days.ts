import type { Columnar } from '../../../columnar.ts';
import { matchingRows, numbersOf, rowsByText, truthsOf } from '../../data/matching-rows.ts';
import type { Filters } from '../../state/filters.ts';

/** Counts of one day, or of several. */
export interface DayCounts {
  /** Offenses known by now. */
  readonly offenses: number;
  /** False where the day is not over, or not wholly reported. */
  readonly isComplete: boolean;
  /** True where reports that come later will still raise it. */
  readonly isProvisional: boolean;
  /** Share, 0-1, of what will be known in the end; null where that cannot be told. */
  readonly completeness: number | null;
  /** What to expect in the end; null where nothing more is expected, or it cannot be told. */
  readonly nowcast: Nowcast | null;
  /** Change against the same weekday 364 days before, both as known at the same age; null where that is not known. */
  readonly yearChange: number | null;
}

export interface Nowcast {
  readonly offenses: number;
  /** Ends of the interval: sums of the parts' 80 % intervals, as if all erred to the same side. So it is wide. */
  readonly low: number;
  readonly high: number;
}

/** A day with its counts. */
export interface RecentDay extends DayCounts {
  /** `YYYY-MM-DD`. */
  readonly date: string;
}

type DayFilters = Pick<Filters, 'category' | 'precinct' | 'basis'>;

/** The newest days up to `lastDay`, summed over the precincts and categories that the filters leave, oldest first. */
export function recentDays(recent: Columnar, filters: DayFilters, lastDay: string): readonly RecentDay[] {
  const rows = matchingRows(recent, {
    time_basis: filters.basis,
    offense_category: filters.category,
    precinct: filters.precinct,
  });
  const count = counter(recent);
  return [...rowsByText(recent, 'offense_date', rows)]
    .filter(([date]) => date <= lastDay)
    .map(([date, ofDay]) => ({ date, ...count(ofDay) }));
}

/** The counts of the days from one to another, by the text of a column. */
export function countsBy(
  recent: Columnar,
  column: 'precinct' | 'offense_category',
  filters: DayFilters,
  [first, last]: readonly [string, string],
): ReadonlyMap<string, DayCounts> {
  const rows = matchingRows(recent, {
    time_basis: filters.basis,
    offense_category: filters.category,
    precinct: filters.precinct,
  });
  const ofDays = [...rowsByText(recent, 'offense_date', rows)].flatMap(([date, ofDay]) =>
    date >= first && date <= last ? ofDay : [],
  );
  const count = counter(recent);
  return new Map([...rowsByText(recent, column, ofDays)].map(([text, found]) => [text, count(found)]));
}

/** Several days as one. */
export function sumDays(days: readonly DayCounts[]): DayCounts {
  const offenses = sum(days.map((day) => day.offenses));
  const expected = days.map((day) => (day.completeness === null ? null : day.offenses / day.completeness));
  const nowcasts = days.map((day) => day.nowcast ?? (day.isProvisional ? null : sure(day.offenses)));
  return {
    offenses,
    isComplete: days.every((day) => day.isComplete),
    isProvisional: days.some((day) => day.isProvisional),
    completeness: shareOf(offenses, sumKnown(expected)),
    nowcast: days.some((day) => day.nowcast !== null) ? sumNowcasts(nowcasts) : null,
    yearChange: sumKnown(days.map((day) => day.yearChange)),
  };
}

function counter(recent: Columnar): (rows: readonly number[]) => DayCounts {
  const offenses = numbersOf(recent, 'offenses');
  const completeness = numbersOf(recent, 'completeness');
  const nowcast = numbersOf(recent, 'nowcast_offenses');
  const low = numbersOf(recent, 'nowcast_low');
  const high = numbersOf(recent, 'nowcast_high');
  const yearChange = numbersOf(recent, 'year_on_year_change');
  const isComplete = truthsOf(recent, 'is_complete');
  const isProvisional = truthsOf(recent, 'is_provisional');
  const nowcastOf = (row: number): Nowcast | null => {
    const [middle, lower, upper] = [nowcast[row], low[row], high[row]];
    return middle == null || lower == null || upper == null ? null : { offenses: middle, low: lower, high: upper };
  };
  return (rows) =>
    sumDays(
      rows.map((row) => ({
        offenses: offenses[row] ?? 0,
        isComplete: isComplete[row] === true,
        isProvisional: isProvisional[row] === true,
        completeness: completeness[row] ?? null,
        nowcast: nowcastOf(row),
        yearChange: yearChange[row] ?? null,
      })),
    );
}

function sure(offenses: number): Nowcast {
  return { offenses, low: offenses, high: offenses };
}

function sumNowcasts(nowcasts: readonly (Nowcast | null)[]): Nowcast | null {
  const known = nowcasts.filter((nowcast) => nowcast !== null);
  if (known.length < nowcasts.length) return null;
  return {
    offenses: sum(known.map((nowcast) => nowcast.offenses)),
    low: sum(known.map((nowcast) => nowcast.low)),
    high: sum(known.map((nowcast) => nowcast.high)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** The sum; null where a part is not known. */
function sumKnown(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>((total, value) => (total === null || value === null ? null : total + value), 0);
}

/** Parts without offenses have no expectation to divide by: of nothing, all is known. */
function shareOf(part: number, whole: number | null): number | null {
  return whole === null ? null : whole === 0 ? 1 : part / whole;
}
