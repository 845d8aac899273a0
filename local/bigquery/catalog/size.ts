import type { Session } from '../engine/session.ts';
import type { TableField, TableRecord } from './records.ts';
import { relationOf } from './relations.ts';

/** Bytes of one value: https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#data_type_sizes */
const widths: Readonly<Record<string, number>> = { BOOLEAN: 1, NUMERIC: 16, BIGNUMERIC: 32, INTERVAL: 16 };
/** A text's bytes are not counted one by one: two, and what texts of such feeds have on average. */
const textWidth = 18;
const texts = new Set(['STRING', 'BYTES', 'JSON', 'GEOGRAPHY']);

/** Bytes that BigQuery would count for a row, about: texts and arrays are guessed at. */
export function rowWidth(fields: readonly TableField[]): number {
  return fields.reduce((sum, field) => sum + fieldWidth(field), 0);
}

function fieldWidth(field: TableField): number {
  const one =
    field.type === 'RECORD'
      ? rowWidth(field.fields ?? [])
      : texts.has(field.type)
        ? textWidth
        : (widths[field.type] ?? 8);
  return field.mode === 'REPEATED' ? one * 3 : one;
}

/** Rows of a table and its bytes, about; a view has none. */
export async function sizeOfTable(
  session: Session,
  table: TableRecord,
): Promise<{ readonly rows: number; readonly bytes: number }> {
  if (table.type !== 'TABLE') return { rows: 0, bytes: 0 };
  const rows = Number((await session.rows(`SELECT count(*) FROM ${relationOf(table)}`))[0]?.[0] ?? 0);
  return { rows, bytes: rows * rowWidth(table.fields) };
}
