import type { InputTable, Row, Value } from './cases.ts';

/** DDL of an input without rows. */
export function createTable(name: string, { columns }: InputTable): string {
  const definitions = Object.entries(columns).map(([column, type]) => `\`${column}\` ${type}`);
  return `CREATE OR REPLACE TABLE \`${name}\` (${definitions.join(', ')});`;
}

/** Adds rows to an input; nothing where there are none. @throws Error for a column that the input lacks. */
export function insertRows(name: string, input: InputTable, rows: readonly Row[]): string {
  if (rows.length === 0) return '';
  const columns = Object.entries(input.columns);
  const selects = rows.map((row) => {
    const strange = Object.keys(row).find((column) => !(column in input.columns));
    if (strange !== undefined) throw new Error(`${name} has no column ${strange}.`);
    const full = { ...input.defaults, ...row };
    return `SELECT ${columns.map(([column, type]) => `CAST(${literal(full[column])} AS ${type})`).join(', ')}`;
  });
  return `INSERT INTO \`${name}\` (${columns.map(([column]) => `\`${column}\``).join(', ')}) ${selects.join(' UNION ALL ')};`;
}

function literal(value: Value | undefined): string {
  if (value === undefined || value === null) return 'NULL';
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
