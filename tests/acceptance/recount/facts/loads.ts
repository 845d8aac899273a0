import { dateText, timeText } from '../days.ts';
import type { Feed, Load } from '../feed.ts';
import type { Row, Table } from '../table.ts';

/** By the time that the source was read: the name of a load and the day it was made are the ingester's. */
export function loads(feed: Feed): Table {
  const rows = feed.loads.map((load, index) => ({
    ...{ ...countsOf(feed, load, index), snapshot_at: readAt(load) },
    ...{ told_offenses: load.told.size, observed_offenses: load.told.size },
  }));
  return { key: ['snapshot_at'], rows, ignored: ['load_id', 'load_date'] };
}

/** The columns of a load that the list of loads for readers has too. */
export function countsOf(feed: Feed, load: Load, index: number): Row {
  const before = feed.loads.slice(0, index);
  const newest = newestReport(load);
  return {
    ...{ load_mode: load.mode, feed_shape: load.shape, is_simulated: feed.isSimulated },
    newest_reported_date: newest === undefined ? null : dateText(newest),
    ...{ raw_rows: load.records, repeated_rows: load.records - load.told.size },
    new_offenses: [...load.told.keys()].filter((id) => !before.some(({ told }) => told.has(id))).length,
    ...{ extra_columns: null, quarantined_rows: load.quarantined, removed_rows: removedBy(feed, index) },
  };
}

export const readAt = ({ snapshotAt }: Load): string => `${timeText(snapshotAt)}Z`;

/** Day of the newest report that a load tells of. */
export function newestReport({ told }: Load): number | undefined {
  const times = [...told.values()].flatMap(({ reportedAt }) => reportedAt ?? []);
  return times.length === 0 ? undefined : Math.floor(times.reduce((a, b) => Math.max(a, b)) / 86_400_000);
}

/** Offenses that a full load no longer has. */
export function removedBy({ loads: all }: Feed, index: number): number {
  const [load, before] = [all[index], all[index - 1]];
  return load?.mode === 'full' ? [...(before?.told.keys() ?? [])].filter((id) => !load.told.has(id)).length : 0;
}
