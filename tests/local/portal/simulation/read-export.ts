import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** A record of an export, by display header. */
export type ExportRecord = Readonly<Record<string, string>>;

/** What DuckDB makes of an export. */
export interface ReadExport {
  readonly records: readonly ExportRecord[];
  /** Distinct reasons per record that it could not read, in the order of the file. */
  readonly rejected: readonly { readonly byte: number; readonly reason: string }[];
}

/** Reads an export as an ingester would: every column as text, unreadable lines set aside. */
export async function readExport(path: string): Promise<ReadExport> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const records = await rowsOf(connection, `select * from ${await scanOf(path)}`);
    const rejected = await rowsOf(
      connection,
      `select cast(line_byte_position as varchar) as byte, any_value(cast(error_type as varchar)) as reason
       from reject_errors group by line_byte_position order by line_byte_position`,
    );
    return {
      records,
      rejected: rejected.map(({ byte = '', reason = '' }) => ({ byte: Number(byte), reason })),
    };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** The column names in the file's first line, without the byte-order mark. */
export async function headerOf(path: string): Promise<readonly string[]> {
  const lines = createInterface({ input: createReadStream(path) });
  for await (const line of lines) return line.replace(/^\uFEFF/, '').split(',');
  return [];
}

async function scanOf(path: string): Promise<string> {
  const columns = (await headerOf(path)).map((name) => `'${name}': 'VARCHAR'`).join(', ');
  return (
    `read_csv('${path}', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', ` +
    `columns = {${columns}}, store_rejects = true, rejects_limit = 0)`
  );
}

async function rowsOf(connection: DuckDBConnection, sql: string): Promise<ExportRecord[]> {
  const reader = await connection.runAndReadAll(sql);
  const names = reader.columnNames();
  return reader
    .getRowsJson()
    .map((row) => Object.fromEntries(names.map((name, index) => [name, textOf(row[index])] as const)));
}

/** Every column asked for is text; a null is an empty field. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
