import type { Row } from './cases.ts';
import type { Warehouse } from './plan.ts';

/** Whole tables, as rows in no order, where they should be equal. */
export interface Comparison {
  readonly found: readonly Row[];
  readonly expected: readonly Row[];
}

/** All rows of a table, as JSON tells them. */
export async function readTable(warehouse: Warehouse, name: string): Promise<readonly Row[]> {
  const rows = await warehouse.query(`SELECT TO_JSON_STRING(t) AS content FROM \`${name}\` AS t`);
  return rows.map(({ content }) => JSON.parse(String(content)) as Row);
}

/** Of each row, these columns. */
export function pick(rows: readonly Row[], columns: readonly string[]): readonly Row[] {
  return rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column] ?? null])));
}

/** The order of rows and columns does not count. */
export function compare(found: readonly Row[], expected: readonly Row[]): Comparison {
  return { found: ordered(found), expected: ordered(expected) };
}

function ordered(rows: readonly Row[]): readonly Row[] {
  return rows
    .map((row) => Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
