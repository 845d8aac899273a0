import { dayOf } from '../days.ts';
import { type LoadColumn, loadColumnsOf } from '../facts/load-columns.ts';
import { countsOf, newestReport, readAt } from '../facts/loads.ts';
import type { Feed, Load } from '../feed.ts';
import { seattleTime } from '../seattle.ts';
import type { Row, Table } from '../table.ts';

/** The name of a load, and that of the one it is compared with, are the ingester's. */
export function loadsForReaders(feed: Feed): Table {
  const rows = feed.loads.map((load, index) => {
    const before = feed.loads[index - 1];
    return {
      ...{ ...countsOf(feed, load, index), ...namesOf(loadColumnsOf(feed).filter((column) => column.load === load)) },
      ...{ read_at: readAt(load), newest_report_age_days: ageOf(load), is_newest: index === feed.loads.length - 1 },
      days_since_load_before:
        before === undefined ? null : Math.floor((load.snapshotAt - before.snapshotAt) / 86_400_000),
    };
  });
  return { key: ['read_at'], rows, ignored: ['load_id', 'load_date', 'compared_load_id'] };
}

function ageOf(load: Load): number | null {
  const newest = newestReport(load);
  return newest === undefined ? null : dayOf(seattleTime(load.snapshotAt)) - newest;
}

function namesOf(columns: readonly LoadColumn[]): Row {
  const list = (is: (column: LoadColumn) => boolean, text = ({ name }: LoadColumn) => name) =>
    columns.filter(is).map(text).join(', ') || null;
  const changes = {
    columns_appeared: list(({ drift }) => drift === 'appeared'),
    columns_gone: list(({ drift }) => drift === 'gone'),
    columns_renamed: list(
      ({ drift, filled }) => drift === 'renamed' && filled === 0,
      ({ name, otherName }) => `${name} > ${otherName ?? ''}`,
    ),
  };
  const hasDrift = Object.values(changes).some((change) => change !== null);
  return { ...changes, has_drift: hasDrift, filled_columns: list(({ filled }) => filled > 0) };
}
