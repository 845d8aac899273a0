import type { Filters } from '../../state/filters.ts';
import { isWithin } from './months.ts';

/** A moment from which on the numbers are not made as before: of `data/breaks.json`. */
export interface ToldBreak {
  /** First day, `YYYY-MM-DD`. */
  readonly date: string;
  readonly kind: 'feed' | 'quality';
  readonly text: string;
}

/** Breaks of one day, with the number that marks them in the chart. */
export interface Break {
  readonly date: string;
  readonly number: number;
  readonly texts: readonly string[];
}

/** The breaks of the filters' years, numbered from the oldest on; those of one day share a number. */
export function numberedBreaks(told: readonly ToldBreak[], filters: Pick<Filters, 'from' | 'to'>): readonly Break[] {
  const byDate = new Map<string, string[]>();
  for (const { date, text } of told) {
    if (isWithin(date, filters)) byDate.set(date, [...(byDate.get(date) ?? []), text]);
  }
  return [...byDate]
    .sort(([left], [right]) => left.localeCompare(right))
    .map(([date, texts], index) => ({ date, number: index + 1, texts }));
}
