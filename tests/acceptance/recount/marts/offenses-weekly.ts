import type { Feed } from '../feed.ts';
import { fullNamesOf, meanAt, mondayOf, weekDate, weeksOf } from '../weekly/series.ts';
import type { Table } from '../table.ts';

export const DAYS_UNTIL_MATURE = 14;

export function offensesWeekly(feed: Feed): Table {
  const { firstWeek, series } = weeksOf(feed);
  const rows = series.flatMap((one) =>
    one.counts.map((offenses, index) => ({
      ...{ ...fullNamesOf(one), week_start: weekDate(firstWeek + index), week_number: firstWeek + index, offenses },
      mean_offenses: meanAt(one, index),
      is_mature: mondayOf(firstWeek + index) + 6 + DAYS_UNTIL_MATURE <= feed.asOf,
    })),
  );
  return { key: ['series', 'week_start'], rows, decimals: { mean_offenses: 4 } };
}
