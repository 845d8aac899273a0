import type { Cell, Row } from '../../columnar.ts';

/** A column of a table that readers see and download. */
export interface TableColumn {
  /** Key in the rows, and header of the CSV file: a column's name. */
  readonly key: string;
  readonly label: string;
  /** How a value is shown; the CSV file has it as it is. Null is shown as a dash. */
  readonly format?: (value: number) => string;
  /** For texts, such as dates. */
  readonly text?: (value: string) => string;
}

/** The numbers of a chart. */
export interface TableData {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly Row[];
}

/** A value as it is shown. */
export function cellText(column: TableColumn, value: Cell | undefined): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number') return column.format?.(value) ?? value.toLocaleString('en-US');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return column.text?.(value) ?? value;
}

/** Whether the column holds numbers, which stand to the right. */
export function isNumeric(column: TableColumn, rows: readonly Row[]): boolean {
  return rows.some((row) => typeof row[column.key] === 'number');
}

/** How wide texts are set: short ones on one line, long ones in lines that can be read. */
export function textWidth(column: TableColumn, rows: readonly Row[]): 'short' | 'middle' | 'long' {
  const longest = rows.reduce((length, row) => Math.max(length, cellText(column, row[column.key]).length), 0);
  if (longest <= 24) return 'short';
  return longest <= 60 ? 'middle' : 'long';
}

/**
 * The table as CSV (https://www.rfc-editor.org/rfc/rfc4180), values unformatted, null as nothing.
 * Text that a spreadsheet would take for a formula gets an apostrophe before it: it comes from others.
 */
export function csvText({ columns, rows }: TableData): string {
  const lines = rows.map((row) => columns.map(({ key }) => csvField(row[key])).join(','));
  return [columns.map(({ key }) => csvField(key)).join(','), ...lines, ''].join('\r\n');
}

function csvField(value: Cell | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
