import type { TableField } from '@google-cloud/bigquery';
import type { JsonValue } from './query-rows.ts';
import { textTable } from './text-table.ts';

/** How `crime query` prints rows: lines for some rows, as pages of them come. */
export interface QueryFormat {
  /** Lines before the first page. */
  readonly open: (fields: readonly TableField[]) => readonly string[];
  /** Lines of one page. `isFirst` is true until a row has been printed. */
  readonly page: (
    fields: readonly TableField[],
    rows: readonly Record<string, JsonValue>[],
    isFirst: boolean,
  ) => readonly string[];
  /** Lines after the last page. */
  readonly close: () => readonly string[];
}

const numericTypes = new Set(['INTEGER', 'INT64', 'FLOAT', 'FLOAT64', 'NUMERIC', 'BIGNUMERIC']);

/** Rows aligned in columns; widths are those of each page of rows. */
export const tableFormat: QueryFormat = {
  open: () => [],
  page: (fields, rows, isFirst) => {
    const columns = fields.map((field) => ({
      name: field.name ?? '',
      align: numericTypes.has(field.type ?? '') && field.mode !== 'REPEATED' ? ('right' as const) : ('left' as const),
    }));
    const lines = textTable(
      columns,
      rows.map((row) => fields.map((field) => cellText(row[field.name ?? '']))),
    );
    return isFirst ? lines : lines.slice(2);
  },
  close: () => [],
};

/** One JSON array, an object a row, a row a line. */
export const jsonFormat: QueryFormat = {
  open: () => ['['],
  page: (_fields, rows, isFirst) =>
    rows.map((row, index) => `${isFirst && index === 0 ? ' ' : ','}${JSON.stringify(row)}`),
  close: () => [']'],
};

/** CSV with a header, quoted where RFC 4180 asks for it (https://www.rfc-editor.org/rfc/rfc4180). */
export const csvFormat: QueryFormat = {
  open: (fields) => [fields.map((field) => csvText(field.name ?? '')).join(',')],
  page: (fields, rows) => rows.map((row) => fields.map((field) => csvText(cellText(row[field.name ?? '']))).join(',')),
  close: () => [],
};

function cellText(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function csvText(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
