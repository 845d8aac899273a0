import type { TableField } from '@google-cloud/bigquery';

/** A row as the REST interface gives it. */
export interface RestRow {
  readonly f: readonly RestCell[];
}

interface RestCell {
  readonly v: unknown;
}

/** A value as JSON can hold it. */
export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [name: string]: JsonValue };

const microsecondsPerMillisecond = 1000n;

/**
 * A cell as JSON: numbers where JavaScript holds them exactly, else text; records as objects, repeated
 * fields as arrays; JSON parsed. The encoding read is that of
 * https://cloud.google.com/bigquery/docs/reference/rest/v2/jobs/getQueryResults with int64 timestamps.
 */
export function cellValue(field: TableField, value: unknown): JsonValue {
  if (value === null || value === undefined) return null;
  if (field.mode === 'REPEATED') {
    return (value as readonly RestCell[]).map((item) => cellValue({ ...field, mode: 'NULLABLE' }, item.v));
  }
  return typeof value === 'string'
    ? scalarValue(field.type ?? 'STRING', value)
    : rowValue(field.fields ?? [], value as RestRow);
}

/** A row as an object keyed by column name. */
export function rowValue(fields: readonly TableField[], row: RestRow): Record<string, JsonValue> {
  return Object.fromEntries(fields.map((field, index) => [field.name ?? '', cellValue(field, row.f[index]?.v)]));
}

function scalarValue(type: string, text: string): JsonValue {
  switch (type) {
    case 'INTEGER':
    case 'INT64':
      return Number.isSafeInteger(Number(text)) ? Number(text) : text;
    case 'FLOAT':
    case 'FLOAT64':
      return Number.isFinite(Number(text)) ? Number(text) : text;
    case 'BOOLEAN':
    case 'BOOL':
      return text === 'true';
    case 'TIMESTAMP':
      return timestampText(text);
    case 'JSON':
      return JSON.parse(text) as JsonValue;
    default:
      return text;
  }
}

/** Microseconds since 1970 as `YYYY-MM-DD HH:MM:SS[.ffffff] UTC`. */
function timestampText(microseconds: string): string {
  const total = BigInt(microseconds);
  const second = 1_000_000n;
  const fraction = ((total % second) + second) % second;
  const moment = new Date(Number((total - fraction) / microsecondsPerMillisecond)).toISOString().slice(0, 19);
  const decimals = fraction === 0n ? '' : `.${fraction.toString().padStart(6, '0')}`;
  return `${moment.replace('T', ' ')}${decimals} UTC`;
}
