import { reportDaysOf } from '../facts/report-maturity.ts';
import type { Feed } from '../feed.ts';
import { fullNamesOf, meanAt, mondayOf, weekDate, weeksOf } from '../weekly/series.ts';
import type { Table } from '../table.ts';

/** Whether late reports of a week are in, by today. */
export const isMatureWeek = (feed: Feed, week: number): boolean =>
  mondayOf(week) + 6 + reportDaysOf(feed).days <= feed.asOf;

export function offensesWeekly(feed: Feed): Table {
  const { firstWeek, series } = weeksOf(feed);
  const rows = series.flatMap((one) =>
    one.counts.map((offenses, index) => ({
      ...{ ...fullNamesOf(one), week_start: weekDate(firstWeek + index), week_number: firstWeek + index, offenses },
      mean_offenses: meanAt(one, index),
      is_mature: isMatureWeek(feed, firstWeek + index),
    })),
  );
  return { key: ['series', 'week_start'], rows, decimals: { mean_offenses: 4 } };
}
