import type { TableField } from '../catalog/records.ts';
import { datetimeText } from '../results/civil-time.ts';
import type { Cell, Row } from '../results/encode.ts';
import { WarehouseError } from '../errors.ts';

/** `2024-01-02 03:04:05.006 UTC` of microseconds since 1970. */
function timestampText(micros: string): string {
  return `${datetimeText(BigInt(micros)).replace('T', ' ')} UTC`;
}

/** Numbers of JSON; whole ones and decimals are texts there, which lose no digit. */
function floatValue(text: string): number | string {
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
}

/** The JSON of a value; undefined for null, which is left out. */
function jsonText(cell: Cell, field: TableField): string | undefined {
  if (cell === null) return undefined;
  if (typeof cell !== 'string') {
    if ('f' in cell) return jsonObject(cell, field.fields ?? []);
    return `[${cell.map(({ v }) => jsonText(v, { ...field, mode: 'NULLABLE' }) ?? 'null').join(',')}]`;
  }
  if (field.type === 'TIMESTAMP') return JSON.stringify(timestampText(cell));
  if (field.type === 'FLOAT') return JSON.stringify(floatValue(cell));
  // What is JSON stands there as it is: read as JavaScript's values, its long numbers would lose digits.
  if (field.type === 'BOOLEAN' || field.type === 'JSON') return cell;
  return JSON.stringify(cell);
}

function jsonObject({ f }: Row, fields: readonly TableField[]): string {
  const pairs = fields.flatMap((field, index) => {
    const text = jsonText(f[index]?.v ?? null, field);
    return text === undefined ? [] : [`${JSON.stringify(field.name)}:${text}`];
  });
  return `{${pairs.join(',')}}`;
}

/** A row as a line of JSON: https://cloud.google.com/bigquery/docs/exporting-data#json_and_csv_data_formats */
export const jsonLine = (row: Row, fields: readonly TableField[]): string => `${jsonObject(row, fields)}\n`;

/** A value of CSV, quoted where it must be. */
function csvText(text: string, delimiter: string): string {
  const isPlain = !text.includes(delimiter) && !/["\r\n]/.test(text) && text.trim() === text;
  return isPlain ? text : `"${text.replaceAll('"', '""')}"`;
}

function csvValue(cell: Cell, field: TableField): string {
  if (cell === null || typeof cell !== 'string') return '';
  if (field.type === 'TIMESTAMP') return timestampText(cell);
  if (field.type === 'FLOAT') return String(floatValue(cell));
  // An empty text is told from NULL by its quotes.
  return cell;
}

/** A row as a line of CSV. */
export function csvLine({ f }: Row, fields: readonly TableField[], delimiter: string): string {
  const values = fields.map((field, index) => {
    const cell = f[index]?.v ?? null;
    return cell === '' ? '""' : csvText(csvValue(cell, field), delimiter);
  });
  return `${values.join(delimiter)}\n`;
}

/** The first line of CSV: the columns' names. */
export function csvHeader(fields: readonly TableField[], delimiter: string): string {
  return `${fields.map(({ name }) => csvText(name, delimiter)).join(delimiter)}\n`;
}

/** @throws WarehouseError where a column is an array or a record */
export function refuseNested(fields: readonly TableField[]): void {
  const nested = fields.find(({ type, mode }) => type === 'RECORD' || mode === 'REPEATED');
  if (nested !== undefined) {
    throw new WarehouseError('invalid', `Operation cannot be performed on a nested schema. Field: ${nested.name}`);
  }
}
