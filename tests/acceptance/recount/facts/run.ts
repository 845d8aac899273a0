import { dateText, timeText } from '../days.ts';
import type { Feed } from '../feed.ts';
import type { Table } from '../table.ts';

/** What the run covers. */
export function run(feed: Feed): Table {
  const { loads } = feed;
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  const newest = Math.max(...loads.map(({ snapshotAt }) => snapshotAt));
  const row = {
    ...{ as_of: dateText(feed.asOf), is_simulated: feed.isSimulated },
    source: [...new Set(loads.map(({ mode }) => mode))].join(),
    ...{ loads: loads.length, raw_rows: sum(loads.map(({ records }) => records)) },
    quarantined_rows: sum(loads.map(({ quarantined }) => quarantined)),
    ...{ newest_snapshot_at: `${timeText(newest)}Z`, offenses: feed.offenses.length },
    ...{ first_reported_date: dateText(feed.firstReport), last_reported_date: dateText(feed.lastReport) },
    ...{ span_start: dateText(feed.spanStart), span_end: dateText(feed.spanEnd) },
  };
  return { key: ['as_of'], rows: [row] };
}
