import type { Columnar } from '../../../columnar.ts';
import { matchingRows, numbersOf, textsOf } from '../../data/matching-rows.ts';
import { comparePrecincts } from '../../precincts.ts';
import type { Filters } from '../../state/filters.ts';

/** Offenses by weekday and hour. */
export interface WeekHours {
  /** By weekday from Monday on, then by hour: 7 × 24. */
  readonly counts: readonly (readonly number[])[];
  /** Of them. */
  readonly placed: number;
  /** Offenses whose hour, or whose day, is not known. */
  readonly unknown: number;
}

/** Share of each hour of the day, of the offenses of one part whose hour is known. */
export interface HourShares {
  readonly kind: 'category' | 'precinct';
  /** As the data has it. */
  readonly name: string;
  /** Offenses by hour, 24. */
  readonly counts: readonly number[];
  readonly placed: number;
  readonly unknown: number;
}

type HourFilters = Pick<Filters, 'from' | 'to' | 'category' | 'precinct'>;

/** The offenses of a file `hours-BASIS.json` that the filters leave, by weekday and hour. */
export function weekHours(hours: Columnar, filters: HourFilters): WeekHours {
  const counts = Array.from({ length: 7 }, () => new Array<number>(24).fill(0));
  let [placed, unknown] = [0, 0];
  scan(hours, filters, ({ weekday, hour, offenses }) => {
    const day = weekday === null ? undefined : counts[weekday - 1];
    if (day === undefined || hour === null) unknown += offenses;
    else {
      day[hour] = (day[hour] ?? 0) + offenses;
      placed += offenses;
    }
  });
  return { counts, placed, unknown };
}

/** The same by hour alone, for each category and each precinct that the filters leave. */
export function hourShares(hours: Columnar, filters: HourFilters): readonly HourShares[] {
  const precincts = textsOf(hours, 'precinct');
  const categories = textsOf(hours, 'offense_category');
  const parts = new Map<
    string,
    { kind: HourShares['kind']; name: string; counts: number[]; placed: number; unknown: number }
  >();
  const add = (kind: HourShares['kind'], name: string, hour: number | null, offenses: number) => {
    const key = `${kind} ${name}`;
    const part = parts.get(key) ?? { kind, name, counts: new Array<number>(24).fill(0), placed: 0, unknown: 0 };
    parts.set(key, part);
    if (hour === null) part.unknown += offenses;
    else {
      part.counts[hour] = (part.counts[hour] ?? 0) + offenses;
      part.placed += offenses;
    }
  };
  scan(hours, filters, ({ row, hour, offenses }) => {
    add('category', categories[row] ?? '', hour, offenses);
    add('precinct', precincts[row] ?? '', hour, offenses);
  });
  return [...parts.values()].sort(
    (left, right) => left.kind.localeCompare(right.kind) || comparePrecincts(left.name, right.name),
  );
}

interface HourRow {
  readonly row: number;
  readonly weekday: number | null;
  readonly hour: number | null;
  readonly offenses: number;
}

/** Offenses of a year that is not known count where no year is chosen. */
function scan(hours: Columnar, { from, to, category, precinct }: HourFilters, take: (row: HourRow) => void): void {
  const years = numbersOf(hours, 'year');
  const weekdays = numbersOf(hours, 'weekday');
  const hourValues = numbersOf(hours, 'hour');
  const offenses = numbersOf(hours, 'offenses');
  const hasYears = from !== null || to !== null;
  for (const row of matchingRows(hours, { offense_category: category, precinct })) {
    const year = years[row] ?? null;
    if (hasYears && (year === null || year < (from ?? year) || year > (to ?? year))) continue;
    take({ row, weekday: weekdays[row] ?? null, hour: hourValues[row] ?? null, offenses: offenses[row] ?? 0 });
  }
}
