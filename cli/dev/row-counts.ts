import type { BigQuery } from '@google-cloud/bigquery';
import { queryRows } from '../warehouse-query.ts';

/** How many rows a table or view has. */
export interface RowCount {
  /** `dataset.name`. */
  readonly target: string;
  readonly rows: number;
}

/** Counts the rows of tables and views, `dataset.name`, in their order. */
export async function readRowCounts(client: BigQuery, targets: readonly string[]): Promise<readonly RowCount[]> {
  if (targets.length === 0) return [];
  const counts = targets.map((target) => `(select count(*) from \`${target}\`)`);
  const [row] = await queryRows(client, `select [${counts.join(', ')}] as counts`);
  return (row?.['counts'] as readonly unknown[]).map((rows, index) => ({
    target: targets[index] ?? '',
    rows: Number(rows),
  }));
}
