/** The scalar types of GoogleSQL as BigQuery has them. */
export const SCALAR_KINDS = [
  'INT64',
  'FLOAT64',
  'NUMERIC',
  'BIGNUMERIC',
  'BOOL',
  'STRING',
  'BYTES',
  'DATE',
  'DATETIME',
  'TIME',
  'TIMESTAMP',
  'INTERVAL',
  'JSON',
  'GEOGRAPHY',
] as const;

/** One of the scalar type names. */
export type ScalarKind = (typeof SCALAR_KINDS)[number];

/** A scalar type; use the constants ({@link INT64} …) rather than literals. */
export interface ScalarType {
  readonly kind: ScalarKind;
}

/** An array; its element is never itself an array. */
export interface ArrayType {
  readonly kind: 'ARRAY';
  readonly element: SqlType;
}

/** A field of a struct; an anonymous one has the name `''`. */
export interface StructField {
  readonly name: string;
  readonly type: SqlType;
}

/** A struct; names may be empty or occur twice. */
export interface StructType {
  readonly kind: 'STRUCT';
  readonly fields: readonly StructField[];
}

/** A GoogleSQL type without parameters (`STRING(5)` is STRING here; a column keeps its parameters beside the type). */
export type SqlType = ScalarType | ArrayType | StructType;

const scalar = (kind: ScalarKind): ScalarType => ({ kind });
export const INT64 = scalar('INT64');
export const FLOAT64 = scalar('FLOAT64');
export const NUMERIC = scalar('NUMERIC');
export const BIGNUMERIC = scalar('BIGNUMERIC');
export const BOOL = scalar('BOOL');
export const STRING = scalar('STRING');
export const BYTES = scalar('BYTES');
export const DATE = scalar('DATE');
export const DATETIME = scalar('DATETIME');
export const TIME = scalar('TIME');
export const TIMESTAMP = scalar('TIMESTAMP');
export const INTERVAL = scalar('INTERVAL');
export const JSON_TYPE = scalar('JSON');
export const GEOGRAPHY = scalar('GEOGRAPHY');

/** `ARRAY<element>`. */
export const arrayOf = (element: SqlType): ArrayType => ({ kind: 'ARRAY', element });

/** `STRUCT<…>`; each field is `[name, type]`, an anonymous one has the name `''`. */
export const structOf = (...fields: readonly (readonly [string, SqlType])[]): StructType => ({
  kind: 'STRUCT',
  fields: fields.map(([name, type]) => ({ name, type })),
});

const ALIASES: Readonly<Record<string, ScalarKind>> = {
  INT: 'INT64',
  SMALLINT: 'INT64',
  INTEGER: 'INT64',
  BIGINT: 'INT64',
  TINYINT: 'INT64',
  BYTEINT: 'INT64',
  FLOAT: 'FLOAT64',
  DECIMAL: 'NUMERIC',
  BIGDECIMAL: 'BIGNUMERIC',
  BOOLEAN: 'BOOL',
};

/** The scalar type of that name or alias (any case), or undefined. */
export function scalarTypeNamed(name: string): ScalarType | undefined {
  const upper = name.toUpperCase();
  const kind = ALIASES[upper] ?? SCALAR_KINDS.find((known) => known === upper);
  return kind && scalar(kind);
}

/** The type as BigQuery prints it: `ARRAY<STRUCT<a INT64, STRING>>`. */
export function printType(type: SqlType): string {
  if (type.kind === 'ARRAY') return `ARRAY<${printType(type.element)}>`;
  if (type.kind !== 'STRUCT') return type.kind;
  const fields = type.fields.map(({ name, type: field }) => (name === '' ? '' : `${name} `) + printType(field));
  return `STRUCT<${fields.join(', ')}>`;
}

/** Whether two types are the same, field names included (in any case). */
export function sameType(a: SqlType, b: SqlType): boolean {
  if (a.kind === 'ARRAY' && b.kind === 'ARRAY') return sameType(a.element, b.element);
  if (a.kind === 'STRUCT' && b.kind === 'STRUCT') {
    return (
      a.fields.length === b.fields.length &&
      a.fields.every((field, index) => {
        const other = b.fields[index];
        return (
          other !== undefined &&
          field.name.toLowerCase() === other.name.toLowerCase() &&
          sameType(field.type, other.type)
        );
      })
    );
  }
  return a.kind === b.kind;
}

/**
 * The name by which DuckDB knows the struct's field at `index`: its own where that is unique in any case, else
 * `_field_N` counted from 1 (BigQuery's own name for an anonymous field).
 */
export function duckFieldName(type: StructType, index: number): string {
  const name = type.fields[index]?.name ?? '';
  const lower = name.toLowerCase();
  const isUnique = type.fields.findIndex((field) => field.name.toLowerCase() === lower) === index;
  return name !== '' && isUnique ? name : `_field_${index + 1}`;
}

const DUCK_TYPES: Readonly<Record<ScalarKind, string>> = {
  INT64: 'BIGINT',
  FLOAT64: 'DOUBLE',
  NUMERIC: 'DECIMAL(38,9)',
  BIGNUMERIC: 'DECIMAL(38,18)',
  BOOL: 'BOOLEAN',
  STRING: 'VARCHAR',
  BYTES: 'BLOB',
  DATE: 'DATE',
  DATETIME: 'TIMESTAMP',
  TIME: 'TIME',
  TIMESTAMP: 'TIMESTAMPTZ',
  INTERVAL: 'INTERVAL',
  JSON: 'JSON',
  GEOGRAPHY: 'STRUCT(longitude DOUBLE, latitude DOUBLE)',
};

/** Quotes an identifier for DuckDB. */
export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The DuckDB type that holds values of `type`. GEOGRAPHY holds points only. */
export function duckType(type: SqlType): string {
  if (type.kind === 'ARRAY') return `${duckType(type.element)}[]`;
  if (type.kind !== 'STRUCT') return DUCK_TYPES[type.kind];
  const fields = type.fields.map((field, i) => `${quoteIdentifier(duckFieldName(type, i))} ${duckType(field.type)}`);
  return `STRUCT(${fields.join(', ')})`;
}

/** A struct's DuckDB text, of its fields' in order. */
export const printStruct = (type: StructType, fields: readonly string[]): string =>
  `{${fields.map((field, index) => `${quoteIdentifier(duckFieldName(type, index))}: ${field}`).join(', ')}}`;

const isAnyOf = (kind: string, kinds: readonly string[]): boolean => kinds.includes(kind);

/** INT64, FLOAT64, NUMERIC or BIGNUMERIC. */
export const isNumeric = (type: SqlType): boolean => isAnyOf(type.kind, ['INT64', 'FLOAT64', 'NUMERIC', 'BIGNUMERIC']);

/** Whether values can be told apart (DISTINCT, GROUP BY): all but JSON, GEOGRAPHY and what holds them. */
export function isGroupable(type: SqlType): boolean {
  if (type.kind === 'ARRAY') return isGroupable(type.element);
  if (type.kind === 'STRUCT') return type.fields.every((field) => isGroupable(field.type));
  return !isAnyOf(type.kind, ['JSON', 'GEOGRAPHY']);
}

/** Whether `=` takes the type: groupable, and no array in it. */
export function isComparable(type: SqlType): boolean {
  if (type.kind === 'STRUCT') return type.fields.every((field) => isComparable(field.type));
  return type.kind !== 'ARRAY' && isGroupable(type);
}

/** Whether values can be put in order (`<`, ORDER BY, MIN, MAX): scalars but JSON and GEOGRAPHY. */
export const isOrderable = (type: SqlType): boolean => !isAnyOf(type.kind, ['JSON', 'GEOGRAPHY', 'ARRAY', 'STRUCT']);
