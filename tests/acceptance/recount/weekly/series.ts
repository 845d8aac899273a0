import { dateText } from '../days.ts';
import type { Feed } from '../feed.ts';
import { perFeed } from '../per-feed.ts';
import { CATEGORIES, CITY_PRECINCTS } from '../reference.ts';
import type { Row } from '../table.ts';

/** Counts of consecutive whole weeks, Monday to Sunday, by the day of the report. */
export interface Series {
  readonly kind: 'city' | 'precinct' | 'category' | 'precinct and category';
  readonly name: string;
  /** `All` where every one counts. */
  readonly precinct: string;
  readonly category: string;
  readonly counts: readonly number[];
}

export interface Weeks {
  /** Week 0 begins on 1970-01-05. */
  readonly firstWeek: number;
  readonly series: readonly Series[];
  /** Index of the newest week, in the counts of every series. */
  readonly newest: number;
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
export const mean = (values: readonly number[]): number => sum(values) / values.length;
export const mondayOf = (week: number): number => week * 7 + 4;
export const weekDate = (week: number): string => dateText(mondayOf(week));

/** The whole weeks of the span up to today. */
export const weeksOf = perFeed(({ reportable, spanStart, asOf }: Feed): Weeks => {
  const firstWeek = Math.ceil((spanStart - 4) / 7);
  const size = Math.floor((asOf + 1 - 4) / 7) - firstWeek;
  const series = allSeries().map((one) => ({ ...one, counts: new Array<number>(size).fill(0) }));
  const named = new Map(series.map((one) => [`${one.precinct}|${one.category}`, one.counts]));
  for (const { reportedDay, precinct, category } of reportable) {
    const week = Math.floor(((reportedDay ?? NaN) - 4) / 7) - firstWeek;
    for (const key of [`All|All`, `${precinct}|All`, `All|${category}`, `${precinct}|${category}`]) {
      const counts = named.get(key);
      if (counts?.[week] !== undefined) counts[week] += 1;
    }
  }
  return { firstWeek, series, newest: size - 1 };
});

function allSeries(): readonly Omit<Series, 'counts'>[] {
  const all = 'All';
  return [
    { kind: 'city', name: 'City', precinct: all, category: all },
    ...CITY_PRECINCTS.map((name) => ({ kind: 'precinct' as const, name, precinct: name, category: all })),
    ...CATEGORIES.map((name) => ({ kind: 'category' as const, name, precinct: all, category: name })),
    ...CITY_PRECINCTS.flatMap((precinct) =>
      CATEGORIES.map((category) => ({
        ...{ kind: 'precinct and category' as const, name: `${precinct}, ${category}`, precinct, category },
      })),
    ),
  ];
}

/** The columns that name a series. */
export const namesOf = ({ kind, name }: Series): Row => ({ series_kind: kind, series: name });
export const fullNamesOf = (series: Series): Row => ({
  ...{ ...namesOf(series), precinct_or_all: series.precinct, category_or_all: series.category },
});

/** Mean of the 52 weeks that end with a week; null where fewer are known. */
export const meanAt = ({ counts }: Series, week: number): number | null =>
  week < 51 ? null : mean(counts.slice(week - 51, week + 1));
/** Whether a series is large enough to be forecast from a week. */
export const isLarge = (series: Series, origin: number): boolean => (meanAt(series, origin) ?? 0) >= 20;
