import { dateText } from '../days.ts';
import type { Feed } from '../feed.ts';
import { delaysOf } from '../maturity/delays.ts';
import type { Table } from '../table.ts';

export function delays(feed: Feed): Table {
  const rows = delaysOf(feed).map(({ offense, started, known, delay, seen, isSeen }) => ({
    ...{ offense_id: offense.offenseId, precinct: offense.precinct, offense_category: offense.category },
    ...{ offense_sub_category: offense.subCategory ?? 'Unknown', started_date: dateText(started) },
    ...{
      known_date: dateText(known),
      delay_days: delay,
      seen_date: seen === undefined ? null : dateText(seen),
      is_seen: isSeen,
    },
  }));
  return { key: ['offense_id'], rows };
}
