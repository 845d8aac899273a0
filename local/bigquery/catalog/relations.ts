import { quoteName } from '../engine/sql-text.ts';

/** Schemas that DuckDB has of its own; a dataset so called gets a name that no dataset can have. */
const reservedSchemas = new Set(['main', 'temp', 'system', 'information_schema', 'pg_catalog', 'duckdb_catalog']);

/** DuckDB schema of a dataset, quoted. */
export function schemaOf(datasetId: string): string {
  return quoteName(reservedSchemas.has(datasetId.toLowerCase()) ? `${datasetId}$` : datasetId);
}

/** DuckDB table of a table, quoted. */
export function relationOf(table: { readonly datasetId: string; readonly tableId: string }): string {
  return `${schemaOf(table.datasetId)}.${quoteName(table.tableId)}`;
}

/** Key of a table in the queue of its writers: in any case, since DuckDB folds it. */
export function lockKey(table: { readonly datasetId: string; readonly tableId: string }): string {
  return `${table.datasetId}.${table.tableId}`.toLowerCase();
}
