import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { DuckDBResult } from '@duckdb/node-api';
import { typeOfField } from '../catalog/fields.ts';
import type { TableField } from '../catalog/records.ts';
import { nextChunk } from '../engine/chunks.ts';
import { quoteName, quoteText } from '../engine/sql-text.ts';
import type { Session } from '../engine/session.ts';
import { WarehouseError } from '../errors.ts';
import { rowEncoder } from '../results/encode.ts';
import type { ExportFormat } from './export-format.ts';
import { csvHeader, csvLine, jsonLine, refuseNested } from './export-text.ts';
import { storeObject } from './lake-object.ts';

/** Rows to be written: a DuckDB query whose columns are `fields`, in order and by name. */
export interface ExportedRows {
  readonly sql: string;
  readonly fields: readonly TableField[];
}

/** What the written object's headers say. */
const contentTypes = {
  CSV: 'text/csv',
  NEWLINE_DELIMITED_JSON: 'application/json',
  PARQUET: 'application/octet-stream',
};

/**
 * Writes rows into one object of the lake, whole or not at all, and gives their number.
 * @throws WarehouseError notFound for a bucket that is not there, invalid for columns that the format cannot hold
 */
export async function exportRows(
  session: Session,
  lakeDirectory: string,
  rows: ExportedRows,
  uri: string,
  format: ExportFormat,
): Promise<number> {
  if (format.format === 'CSV') refuseNested(rows.fields);
  let count = 0;
  const isGzip = format.format !== 'PARQUET' && format.compression === 'GZIP';
  const contentType = isGzip ? 'application/gzip' : contentTypes[format.format];
  await storeObject(lakeDirectory, uri, { contentType }, async (path) => {
    count =
      format.format === 'PARQUET'
        ? await writeParquet(session, rows, path, format)
        : await writeText(session, rows, path, format);
  });
  return count;
}

async function writeParquet(
  session: Session,
  { sql, fields }: ExportedRows,
  path: string,
  { compression }: ExportFormat,
): Promise<number> {
  const columns = fields.map((field) => {
    if (field.type === 'GEOGRAPHY') {
      throw new WarehouseError('invalid', 'not supported by the local warehouse: GEOGRAPHY in Parquet');
    }
    const name = quoteName(field.name);
    return field.type === 'JSON' && field.mode !== 'REPEATED' ? `CAST(${name} AS VARCHAR) AS ${name}` : name;
  });
  const codec = compression === 'NONE' ? 'uncompressed' : compression.toLowerCase();
  return session.change(
    `COPY (SELECT ${columns.join(', ')} FROM (${sql})) TO ${quoteText(path)} (FORMAT parquet, COMPRESSION ${codec})`,
  );
}

async function writeText(
  session: Session,
  { sql, fields }: ExportedRows,
  path: string,
  { format, compression, delimiter, header }: ExportFormat,
): Promise<number> {
  const encode = rowEncoder(fields.map(typeOfField));
  let count = 0;
  async function* pieces(result: DuckDBResult): AsyncGenerator<string> {
    if (format === 'CSV' && header) yield csvHeader(fields, delimiter);
    for (let chunk = await nextChunk(result); chunk !== undefined; chunk = await nextChunk(result)) {
      const lines = chunk.getRows().map((values) => {
        const row = encode(values);
        return format === 'CSV' ? csvLine(row, fields, delimiter) : jsonLine(row, fields);
      });
      count += lines.length;
      yield lines.join('');
    }
  }
  await session.stream(sql, (result) => {
    const file = createWriteStream(path, { flags: 'wx' });
    return compression === 'GZIP' ? pipeline(pieces(result), createGzip(), file) : pipeline(pieces(result), file);
  });
  return count;
}
