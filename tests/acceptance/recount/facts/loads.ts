import { timeText } from '../days.ts';
import type { Feed } from '../feed.ts';
import type { Table } from '../table.ts';

/** By the time that the source was read: the name of a load and the day it was made are the ingester's. */
export function loads(feed: Feed): Table {
  const rows = feed.loads.map(({ mode, shape, told, records, quarantined, snapshotAt }, index) => {
    const before = feed.loads.slice(0, index);
    const removed = mode === 'full' ? [...(before.at(-1)?.told.keys() ?? [])].filter((id) => !told.has(id)) : [];
    return {
      ...{
        load_mode: mode,
        feed_shape: shape,
        is_simulated: feed.isSimulated,
        snapshot_at: `${timeText(snapshotAt)}Z`,
      },
      ...{ raw_rows: records, repeated_rows: records - told.size },
      new_offenses: [...told.keys()].filter((id) => !before.some((load) => load.told.has(id))).length,
      ...{ extra_columns: null, quarantined_rows: quarantined, removed_rows: removed.length },
    };
  });
  return { key: ['snapshot_at'], rows, ignored: ['load_id', 'load_date'] };
}
