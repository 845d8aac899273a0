import { quoteName } from '../engine/sql-text.ts';
import type { Session } from '../engine/session.ts';
import type { TableRecord } from './records.ts';
import { relationOf } from './relations.ts';

/**
 * Removes the rows of partitions that are older than the table keeps them, within the transaction that wrote to it:
 * https://cloud.google.com/bigquery/docs/managing-partitioned-tables#partition-expiration
 */
export async function dropExpiredPartitions(session: Session, record: TableRecord): Promise<void> {
  const { field, expirationMs, type } = record.timePartitioning ?? {};
  if (field === undefined || expirationMs === undefined || type === undefined) return;
  // A partition goes once all of its time lies further back.
  const end = `date_trunc('${type}', CAST(${quoteName(field)} AS TIMESTAMP)) + INTERVAL 1 ${type}`;
  const limit = `CAST(now() AS TIMESTAMP) - to_milliseconds(${BigInt(expirationMs)})`;
  await session.run(`DELETE FROM ${relationOf(record)} WHERE ${end} <= ${limit}`);
}
