import type { TableField } from '../catalog/records.ts';
import { typeOfField } from '../catalog/fields.ts';
import { quoteName, quoteText } from '../engine/sql-text.ts';
import { duckType } from '../googlesql/types.ts';
import type { StoredObject } from '../../storage/objects.ts';
import type { CsvOptions, LoadConfig } from './load-config.ts';

/** DuckDB text of the list of files. */
const fileList = (files: readonly StoredObject[]): string => `[${files.map(({ path }) => quoteText(path)).join(', ')}]`;

/** Told by the object's headers; where they are silent, DuckDB goes by the name's ending. */
const compressionOf = (files: readonly StoredObject[]): string =>
  files.some(({ contentEncoding }) => contentEncoding === 'gzip') ? `, compression = 'gzip'` : '';

/** Parquet files as one relation. */
export function parquetRelation(files: readonly StoredObject[]): string {
  return `read_parquet(${fileList(files)}, union_by_name = true)`;
}

/** CSV files as one relation of texts `c0`, `c1` … ; lines it cannot take apart go to DuckDB's table of rejects. */
export function csvRelation(files: readonly StoredObject[], columns: number, config: LoadConfig): string {
  const { csv, maxBadRecords } = config;
  const types = Array.from({ length: columns }, (_, index) => `c${index}: 'VARCHAR'`).join(', ');
  return `read_csv(${fileList(files)}, auto_detect = false, header = false, columns = {${types}}, ${dialect(csv)}${
    csv.allowJaggedRows ? ', null_padding = true' : ''
  }${maxBadRecords > 0 ? ', store_rejects = true, rejects_limit = 0' : ''}${compressionOf(files)})`;
}

/** CSV files as DuckDB types them, for a schema that is to be found. */
export function sniffedCsvRelation(files: readonly StoredObject[], { csv }: LoadConfig): string {
  const skip = csv.skipLeadingRows > 1 ? `, skip = ${csv.skipLeadingRows - 1}` : '';
  return `read_csv(${fileList(files)}, sample_size = 20000, delim = ${quoteText(csv.delimiter)}${skip}${compressionOf(files)})`;
}

function dialect({ delimiter, quote, skipLeadingRows, nullMarker, encoding }: CsvOptions): string {
  const codes = { 'UTF-8': 'utf-8', 'ISO-8859-1': 'latin-1', 'UTF-16': 'utf-16' } as const;
  return [
    `delim = ${quoteText(delimiter)}`,
    `quote = ${quoteText(quote)}`,
    `escape = ${quoteText(quote)}`,
    `skip = ${skipLeadingRows}`,
    `nullstr = ${quoteText(nullMarker)}`,
    'allow_quoted_nulls = false',
    `encoding = '${codes[encoding]}'`,
  ].join(', ');
}

/** Newline JSON with these columns. BYTES come as base64 text. */
export function jsonRelation(
  files: readonly StoredObject[],
  fields: readonly TableField[],
  config: LoadConfig,
): string {
  const columns = fields
    .map((field) => `${quoteName(field.name)}: ${quoteText(isBytes(field) ? 'VARCHAR' : duckType(typeOfField(field)))}`)
    .join(', ');
  const lenient = config.maxBadRecords > 0 ? ', ignore_errors = true' : '';
  return `read_json(${fileList(files)}, format = 'newline_delimited', columns = {${columns}}${lenient}${compressionOf(files)})`;
}

/** Newline JSON as DuckDB types it, for a schema that is to be found. */
export function sniffedJsonRelation(files: readonly StoredObject[]): string {
  return `read_json(${fileList(files)}, format = 'newline_delimited'${compressionOf(files)})`;
}

/** Newline JSON as whole values, one column `json`. */
export function jsonObjectsRelation(files: readonly StoredObject[]): string {
  return `read_ndjson_objects(${fileList(files)}${compressionOf(files)})`;
}

/** Whether a field's values are base64 in text formats. */
export const isBytes = (field: TableField): boolean => field.type === 'BYTES' && field.mode !== 'REPEATED';
