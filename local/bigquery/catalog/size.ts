import { quoteName } from '../engine/sql-text.ts';
import type { Session } from '../engine/session.ts';
import type { TableField, TableRecord } from './records.ts';
import { relationOf } from './relations.ts';

/** Bytes of a value: https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#data_type_sizes */
const widths: Readonly<Record<string, number>> = {
  BOOLEAN: 1,
  NUMERIC: 16,
  BIGNUMERIC: 32,
  INTERVAL: 16,
  GEOGRAPHY: 40,
};
const standardWidth = 8;
/** Bytes of a value whose bytes are counted, as DuckDB text; two more stand for its length. */
const counted: Readonly<Record<string, (value: string) => string>> = {
  STRING: (value) => `strlen(${value}) + 2`,
  BYTES: (value) => `octet_length(${value}) + 2`,
  JSON: (value) => `strlen(CAST(${value} AS VARCHAR)) + 2`,
};
/** Where texts are not there to be counted: two, and what texts of such feeds have on average. */
const textWidth = 18;
/** Rows whose bytes are counted; of a larger table, about as many are drawn. */
const countedRows = 50_000;

/** Bytes that BigQuery would count for a row, about: texts and arrays are guessed at. */
export function rowWidth(fields: readonly TableField[]): number {
  return fields.reduce((sum, field) => sum + fieldWidth(field), 0);
}

function fieldWidth(field: TableField): number {
  const one =
    field.type === 'RECORD'
      ? rowWidth(field.fields ?? [])
      : counted[field.type] === undefined
        ? (widths[field.type] ?? standardWidth)
        : textWidth;
  return field.mode === 'REPEATED' ? one * 3 : one;
}

/** DuckDB text of the bytes of a field's value; NULL takes none. */
function sizeText(field: TableField, value: string, depth = 0): string {
  if (field.mode === 'REPEATED') {
    const item = `i${depth}`;
    const one = sizeText({ ...field, mode: 'NULLABLE' }, item, depth + 1);
    return `coalesce(list_sum(list_transform(${value}, lambda ${item}: ${one})), 0)`;
  }
  if (field.type === 'RECORD') {
    const inner = (field.fields ?? []).map((each) => sizeText(each, `${value}.${quoteName(each.name)}`, depth));
    return inner.length === 0 ? '0' : `(${inner.join(' + ')})`;
  }
  const size = counted[field.type]?.(value) ?? String(widths[field.type] ?? standardWidth);
  return `CASE WHEN ${value} IS NULL THEN 0 ELSE ${size} END`;
}

/** Bytes of columns by lower-case name, for the one state of a table that its record is of. */
const known = new WeakMap<TableRecord, Map<string, number>>();

/** Rows of a table; a view has none. */
export async function rowsOfTable(session: Session, table: TableRecord): Promise<number> {
  if (table.type !== 'TABLE') return 0;
  return Number((await session.rows(`SELECT count(*) FROM ${relationOf(table)}`))[0]?.[0] ?? 0);
}

/**
 * Bytes that BigQuery would count for these columns of a table (all of them unless named), by their types; of a large
 * table, as far as a sample tells.
 */
export async function bytesOfColumns(session: Session, table: TableRecord, names?: readonly string[]): Promise<number> {
  if (table.type !== 'TABLE') return 0;
  const wanted = names && new Set(names.map((name) => name.toLowerCase()));
  const fields = table.fields.filter(({ name }) => wanted === undefined || wanted.has(name.toLowerCase()));
  const sizes = known.get(table) ?? new Map<string, number>();
  known.set(table, sizes);
  const missing = fields.filter(({ name }) => !sizes.has(name.toLowerCase()));
  if (missing.length > 0) {
    const found = await countBytes(session, table, missing);
    for (const [index, { name }] of missing.entries()) sizes.set(name.toLowerCase(), found[index] ?? 0);
  }
  return fields.reduce((sum, { name }) => sum + (sizes.get(name.toLowerCase()) ?? 0), 0);
}

async function countBytes(session: Session, table: TableRecord, fields: readonly TableField[]): Promise<number[]> {
  const rows = await rowsOfTable(session, table);
  const sample = rows > countedRows ? ` USING SAMPLE ${(100 * countedRows) / rows} PERCENT (system, 1)` : '';
  const sums = fields.map((field) => `coalesce(sum(${sizeText(field, quoteName(field.name))}), 0)`);
  const [found = []] = await session.rows(`SELECT count(*), ${sums.join(', ')} FROM ${relationOf(table)}${sample}`);
  const [seen, ...bytes] = found.map(Number);
  const factor = seen === undefined || seen === 0 ? 0 : rows / seen;
  return bytes.map((each) => Math.round(each * factor));
}

/** Rows of a table and its bytes; a view has none. */
export async function sizeOfTable(
  session: Session,
  table: TableRecord,
): Promise<{ readonly rows: number; readonly bytes: number }> {
  return { rows: await rowsOfTable(session, table), bytes: await bytesOfColumns(session, table) };
}
