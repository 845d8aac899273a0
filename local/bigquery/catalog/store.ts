import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteName } from '../engine/sql-text.ts';
import type { DatasetRecord, RoutineRecord, TableRecord } from './records.ts';

/** Schema of our own tables; no dataset can have a name with `$`. */
export const metadataSchema = quoteName('$warehouse');
/** Schema of the tables that hold answers larger than a page. */
export const resultsSchema = quoteName('$results');

/** Makes the tables that hold the metadata, where they are missing. Records are JSON: their types are in records.ts. */
export async function createMetadataTables(connection: DuckDBConnection): Promise<void> {
  await connection.run(`
    CREATE SCHEMA IF NOT EXISTS ${metadataSchema};
    CREATE SCHEMA IF NOT EXISTS ${resultsSchema};
    CREATE TABLE IF NOT EXISTS ${metadataSchema}.objects (kind VARCHAR, dataset_id VARCHAR, object_id VARCHAR, record VARCHAR);
    CREATE TABLE IF NOT EXISTS ${metadataSchema}.jobs (job_id VARCHAR, created_at BIGINT, record VARCHAR, rows VARCHAR);
  `);
}

/** What the warehouse holds, by kind. */
export type StoredRecord =
  | { readonly kind: 'dataset'; readonly record: DatasetRecord }
  | { readonly kind: 'table'; readonly record: TableRecord }
  | { readonly kind: 'routine'; readonly record: RoutineRecord };

/** Kind and names of a stored record. `objectId` is empty for a dataset. */
export interface RecordKey {
  readonly kind: StoredRecord['kind'];
  readonly datasetId: string;
  readonly objectId: string;
}

/** The key of a stored record. */
export function keyOf({ kind, record }: StoredRecord): RecordKey {
  const objectId = kind === 'dataset' ? '' : kind === 'table' ? record.tableId : record.routineId;
  return { kind, datasetId: record.datasetId, objectId };
}

/** All records, as the file has them. */
export async function readRecords(connection: DuckDBConnection): Promise<readonly StoredRecord[]> {
  const result = await connection.runAndReadAll(`SELECT kind, record FROM ${metadataSchema}.objects`);
  return result
    .getRows()
    .map(([kind, record]) => ({ kind: String(kind), record: JSON.parse(String(record)) as unknown }) as StoredRecord);
}

/** Statement and values that remove a record; nothing happens where it is absent. */
export function deletion(key: RecordKey): readonly [string, readonly string[]] {
  return [
    `DELETE FROM ${metadataSchema}.objects WHERE kind = $1 AND dataset_id = $2 AND object_id = $3`,
    [key.kind, key.datasetId, key.objectId],
  ];
}

/** Statement and values that add a record. */
export function insertion(stored: StoredRecord): readonly [string, readonly string[]] {
  const key = keyOf(stored);
  return [
    `INSERT INTO ${metadataSchema}.objects VALUES ($1, $2, $3, $4)`,
    [key.kind, key.datasetId, key.objectId, JSON.stringify(stored.record)],
  ];
}
