import type { TableField } from '../catalog/records.ts';
import { parametersOfField, typeOfField } from '../catalog/fields.ts';
import { quoteText } from '../engine/sql-text.ts';
import { printCast } from '../googlesql/casts.ts';
import { constrainedText } from '../googlesql/printer/constrained.ts';
import { scalarTypeNamed, type SqlType, STRING } from '../googlesql/types.ts';
import { unreadable } from './load-errors.ts';

/** A number as files write it. */
const numberPattern = String.raw`[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?`;

/** Largest number of seconds that is taken for a time: the end of the year 9999. Greater ones may be milliseconds. */
const lastSecond = 253_402_300_799;

const matches = (text: string, pattern: string): string => `regexp_full_match(${text}, ${quoteText(pattern)})`;

/**
 * DuckDB texts of the values that texts stand for, NULL too where there is none, where a cast does otherwise.
 * https://cloud.google.com/bigquery/docs/loading-data-cloud-storage-csv#data_types
 */
const own: Readonly<Record<string, (text: string) => string>> = {
  STRING: (text) => text,
  INT64: (text) => `CASE WHEN ${matches(text, String.raw`\s*[+-]?\d+\s*`)} THEN TRY_CAST(${text} AS BIGINT) END`,
  BOOL: (text) =>
    `CASE WHEN lower(trim(${text})) IN ('true', 't', 'yes', 'y', '1') THEN true ` +
    `WHEN lower(trim(${text})) IN ('false', 'f', 'no', 'n', '0') THEN false END`,
  BYTES: (text) => `TRY(from_base64(${text}))`,
  JSON: (text) => `CASE WHEN json_valid(${text}) THEN CAST(bq_parse_json(${text}, 'round') AS JSON) END`,
  TIMESTAMP: timestampOf,
  GEOGRAPHY: (text) => {
    const number = (group: number) =>
      `CAST(regexp_extract(${text}, ${quoteText(String.raw`\(\s*(\S+)\s+(\S+?)\s*\)`)}, ${group}) AS DOUBLE)`;
    const isPoint = matches(text, String.raw`\s*(?i:POINT)\s*\(\s*${numberPattern}\s+${numberPattern}\s*\)\s*`);
    const isOnEarth = `${number(1)} BETWEEN -180 AND 180 AND ${number(2)} BETWEEN -90 AND 90`;
    return `CASE WHEN ${isPoint} THEN CASE WHEN ${isOnEarth} THEN {longitude: ${number(1)}, latitude: ${number(2)}} END END`;
  },
};

/** Dates may have slashes, seconds may be missing, a space may stand before the offset; a bare number is of seconds. */
function timestampOf(text: string): string {
  const written = [
    [String.raw`^\s+|\s+$`, ''],
    [String.raw`^(\d{4})/(\d{1,2})/(\d{1,2})`, String.raw`\1-\2-\3`],
    [String.raw`^(\S+[ Tt]\d{1,2}:\d{1,2})($|[^\d:])`, String.raw`\1:00\2`],
    [String.raw` ([+-]\d)`, String.raw`\1`],
  ].reduce(
    (inner, [pattern = '', by = '']) => `regexp_replace(${inner}, ${quoteText(pattern)}, ${quoteText(by)}, 'g')`,
    text,
  );
  const micros = `CAST(round(CAST(${text} AS DECIMAL(38,9)) * 1000000) AS BIGINT)`;
  return (
    `CASE WHEN ${matches(text, numberPattern)} THEN ` +
    `CASE WHEN abs(CAST(${text} AS DOUBLE)) <= ${lastSecond} THEN TRY(make_timestamptz(${micros})) END ` +
    `ELSE ${cast(written, 'TIMESTAMP')} END`
  );
}

function cast(text: string, kind: string): string {
  const type = scalarTypeNamed(kind);
  if (type === undefined) throw new Error(`No type ${kind}.`);
  return printCast(`list_value(${text})[1]`, STRING, type, { safe: true });
}

/** DuckDB text of the value that `text` (a column) stands for; NULL where it stands for none of the type. */
function valueOfText(type: SqlType, text: string): string {
  return own[type.kind]?.(text) ?? cast(text, type.kind);
}

/** The same for a field, whose type may have parameters: NULL too for what they forbid. */
export function fieldOfText(field: TableField, text: string): string {
  const type = typeOfField({ ...field, mode: 'NULLABLE' });
  const parameters = parametersOfField({ ...field, mode: 'NULLABLE' });
  const value = valueOfText(type, text);
  return parameters === undefined ? value : `TRY(${constrainedText(value, type, parameters)})`;
}

/** A column of a file of texts. */
export interface Conversion {
  /** NULL where the text is no such value. */
  readonly value: string;
  /** True where there is a text but no value; undefined where that cannot be. */
  readonly isFaulty: string | undefined;
}

/** What becomes of the text `text` for a field. Throws WarehouseError for one that CSV cannot hold. */
export function csvConversion(field: TableField, text: string): Conversion {
  if (field.mode === 'REPEATED' || field.type === 'RECORD') {
    throw unreadable(`CSV cannot hold column '${field.name}' of type ${field.type} ${field.mode}`);
  }
  const type = typeOfField(field);
  const value = fieldOfText(field, text);
  const isMissing = field.mode === 'REQUIRED' ? `${text} IS NULL` : undefined;
  const isWrong =
    type.kind === 'STRING' && field.maxLength === undefined
      ? undefined
      : `(${text} IS NOT NULL AND (${value}) IS NULL)`;
  return { value, isFaulty: [isMissing, isWrong].filter((each) => each !== undefined).join(' OR ') || undefined };
}
