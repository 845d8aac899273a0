import { columnNames, renamed } from '../columns.ts';
import type { Feed, Load } from '../feed.ts';
import { perFeed } from '../per-feed.ts';
import type { Table } from '../table.ts';

/** A column in a load beside the same in the load that it is compared with. */
export interface LoadColumn {
  readonly name: string;
  readonly load: Load;
  readonly filled: number;
  readonly compared: Load | undefined;
  readonly drift: 'appeared' | 'gone' | 'renamed' | null;
  /** The other name of what was renamed. */
  readonly otherName: string | null;
}

/** Each load is compared with the newest before it that brought at least 100 records; ten values must have been due. */
export const loadColumnsOf = perFeed(({ loads }: Feed): readonly LoadColumn[] =>
  loads.flatMap((load, index) => {
    const compared = loads.slice(0, index).findLast(({ records }) => records >= 100);
    return columnNames.map((name) => {
      const drift = driftOf(name, load, compared);
      const otherName = otherNameOf(name);
      const other = otherName === undefined ? null : driftOf(otherName, load, compared);
      const isRenamed = drift !== null && other !== null && drift !== other;
      const filled = load.filled.get(name) ?? 0;
      return {
        ...{ name, load, filled, compared },
        ...(isRenamed ? { drift: 'renamed' as const, otherName: otherName ?? null } : { drift, otherName: null }),
      };
    });
  }),
);

function driftOf(name: string, load: Load, compared: Load | undefined): 'appeared' | 'gone' | null {
  if (compared === undefined) return null;
  const [now, before] = [load.filled.get(name) ?? 0, compared.filled.get(name) ?? 0];
  if (now === 0 && (before / compared.records) * load.records >= 10) return 'gone';
  return before === 0 && (now / load.records) * compared.records >= 10 ? 'appeared' : null;
}

function otherNameOf(name: string): string | undefined {
  const pair = renamed.find((names) => names.includes(name));
  return pair?.find((one) => one !== name);
}

/** The feed does not tell what a load is called: here its size tells loads apart. */
export function loadColumns(feed: Feed): Table {
  const rows = loadColumnsOf(feed).map(({ name, load, filled, compared, drift, otherName }) => ({
    ...{ column_name: name, raw_rows: load.records, filled_rows: filled, drift, other_name: otherName },
    compared_rows: compared?.records ?? null,
    compared_filled_rows: compared?.filled.get(name) ?? null,
  }));
  return { key: ['raw_rows', 'column_name'], rows, ignored: ['load_id', 'compared_load_id'] };
}
