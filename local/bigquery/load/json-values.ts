import type { TableField } from '../catalog/records.ts';
import { typeOfField } from '../catalog/fields.ts';
import { quoteName, quoteText } from '../engine/sql-text.ts';
import { duckFieldName, duckType, type StructType } from '../googlesql/types.ts';
import { fieldOfText } from './conversions.ts';

/** How JSON becomes a value, as DuckDB text. */
export interface JsonConversion {
  readonly value: string;
  /** What is wrong with the JSON, as a text of the service's; NULL where nothing is. */
  readonly fault: string;
}

/** How JSON is taken. */
export interface JsonReading {
  /** Keys pass that are no fields. */
  readonly isLenient: boolean;
  /**
   * A text for a field of type JSON holds JSON, as rows that are inserted by request have it; in files it is a text.
   * https://cloud.google.com/bigquery/docs/json-data
   */
  readonly hasJsonTexts: boolean;
}

/** Stands between a fault's field and its message. */
export const faultMark = '\u0001';

/** DuckDB text of what is wrong with a field. */
const said = (name: string, text: string): string => quoteText(`${name}${faultMark}${text}`);

/** The JSON structure that splits an object into its fields, each left as JSON. */
export const splitting = (fields: readonly TableField[]): string =>
  quoteText(JSON.stringify(Object.fromEntries(fields.map(({ name }) => [name, 'JSON']))));

/**
 * Keys of an object that are no fields. Where others are let pass, one that differs from a field only in case is not:
 * the service would take it for the field, which this reader cannot.
 */
export function unknownKeyFault(json: string, fields: readonly TableField[], reading: JsonReading, path = ''): string {
  const names = fields.map(({ name }) => quoteText(name)).join(', ');
  const lower = fields.map(({ name }) => quoteText(name.toLowerCase())).join(', ');
  const isKnown = `list_contains([${names}]::VARCHAR[], k)`;
  const isSimilar = `list_contains([${lower}]::VARCHAR[], lower(k))`;
  const found = `list_filter(json_keys(${json}), lambda k: NOT ${isKnown}${reading.isLenient ? ` AND ${isSimilar}` : ''})[1]`;
  const key = `${quoteText(path)} || k`;
  const similar = `${key} || '${faultMark}not supported by the local warehouse: key ' || k || ', which differs from the field only in case'`;
  const unknown = `${key} || '${faultMark}no such field: ' || ${key} || '.'`;
  return bind(found, 'k', `CASE WHEN k IS NULL THEN NULL WHEN ${isSimilar} THEN ${similar} ELSE ${unknown} END`);
}

/** `body`, in which `name` stands for `sql`, computed once. */
const bind = (sql: string, name: string, body: string): string =>
  `list_transform([${sql}], lambda ${name}: ${body})[1]`;

/** What becomes of `json` (a cheap text: a column or a bound name) for a field. `depth` tells bound names apart. */
export function jsonConversion(
  field: TableField,
  json: string,
  reading: JsonReading,
  path = '',
  depth = 0,
): JsonConversion {
  const name = path + field.name;
  if (field.mode === 'REPEATED') return repeated(field, json, reading, path, depth);
  const { value, fault } =
    field.type === 'RECORD' ? record(field, json, reading, name, depth) : scalar(field, json, reading, name);
  const isNothing = `coalesce(json_type(${json}), 'NULL') = 'NULL'`;
  const missing = field.mode === 'REQUIRED' ? said(name, `Missing required field: ${name}.`) : 'NULL';
  return { value, fault: `CASE WHEN ${isNothing} THEN ${missing} ELSE ${fault} END` };
}

function scalar(field: TableField, json: string, reading: JsonReading, name: string): JsonConversion {
  const type = typeOfField({ ...field, mode: 'NULLABLE' });
  if (type.kind === 'JSON') {
    const whole = `CASE json_type(${json}) WHEN 'NULL' THEN NULL ELSE CAST(${json} AS VARCHAR) END`;
    const written = reading.hasJsonTexts
      ? `CASE WHEN json_type(${json}) = 'VARCHAR' THEN ${json} ->> '$' ELSE ${whole} END`
      : whole;
    const value = bind(written, 'w', `CASE WHEN json_valid(w) THEN CAST(bq_parse_json(w, 'round') AS JSON) END`);
    const wrong = said(name, 'Cannot convert value to JSON (bad value): ');
    return { value, fault: `CASE WHEN (${value}) IS NULL THEN ${wrong} || (${json} ->> '$') END` };
  }
  const text = `(${json} ->> '$')`;
  const isNested = `json_type(${json}) IN ('OBJECT', 'ARRAY')`;
  const value = bind(`CASE WHEN NOT ${isNested} THEN ${text} END`, 't', fieldOfText(field, 't'));
  const wrong = `${said(name, `Cannot convert value to ${wordOf(type.kind)} (bad value): `)} || ${text}`;
  const isWrong =
    type.kind === 'STRING' && field.maxLength === undefined ? 'NULL' : `CASE WHEN (${value}) IS NULL THEN ${wrong} END`;
  return {
    value,
    fault:
      `CASE json_type(${json}) WHEN 'ARRAY' THEN ${said(name, `Array specified for non-repeated field: ${name}.`)} ` +
      `WHEN 'OBJECT' THEN ${said(name, `This field: ${name} is not a record.`)} ELSE ${isWrong} END`,
  };
}

/** Names of types in the service's messages about single values. */
const words: Readonly<Record<string, string>> = { INT64: 'integer', FLOAT64: 'double', BOOL: 'boolean' };
const wordOf = (kind: string): string => words[kind] ?? kind.toLowerCase();

function record(field: TableField, json: string, reading: JsonReading, name: string, depth: number): JsonConversion {
  const fields = field.fields ?? [];
  const type = typeOfField({ ...field, mode: 'NULLABLE' }) as StructType;
  const row = `r${depth}`;
  const inner = fields.map((each) =>
    jsonConversion(each, `${row}.${quoteName(each.name)}`, reading, `${name}.`, depth + 1),
  );
  const split = `from_json(${json}, ${splitting(fields)})`;
  const values = inner.map(({ value }, index) => `${quoteName(duckFieldName(type, index))}: ${value}`);
  const isObject = `json_type(${json}) = 'OBJECT'`;
  return {
    value: `CASE WHEN ${isObject} THEN ${bind(split, row, `{${values.join(', ')}}`)} END`,
    fault:
      `CASE WHEN NOT ${isObject} THEN ${said(name, `This field: ${name} is not a record.`)} ELSE ` +
      `coalesce(${unknownKeyFault(json, fields, reading, `${name}.`)}, ` +
      `${bind(split, row, `coalesce(NULL, ${inner.map(({ fault }) => fault).join(', ')})`)}) END`,
  };
}

function repeated(field: TableField, json: string, reading: JsonReading, path: string, depth: number): JsonConversion {
  const name = path + field.name;
  const item = `e${depth}`;
  const element = jsonConversion({ ...field, mode: 'NULLABLE' }, item, reading, path, depth + 1);
  const items = `from_json(${json}, '["JSON"]')`;
  const empty = `CAST([] AS ${duckType(typeOfField(field))})`;
  const nulls = said(name, `Only optional fields can be set to NULL. Field: ${name}; Value: NULL`);
  const isNull = `coalesce(json_type(${item}), 'NULL') = 'NULL'`;
  const faults = `list_transform(${items}, lambda ${item}: CASE WHEN ${isNull} THEN ${nulls} ELSE ${element.fault} END)`;
  return {
    value: `CASE WHEN json_type(${json}) = 'ARRAY' THEN list_transform(${items}, lambda ${item}: ${element.value}) ELSE ${empty} END`,
    fault:
      `CASE coalesce(json_type(${json}), 'NULL') WHEN 'NULL' THEN NULL ` +
      `WHEN 'ARRAY' THEN list_filter(${faults}, lambda f: f IS NOT NULL)[1] ` +
      `ELSE ${said(name, `Repeated field must be imported as a JSON array. Field: ${name}.`)} END`,
  };
}
