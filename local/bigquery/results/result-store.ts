import type { DuckDBDataChunk, DuckDBResult } from '@duckdb/node-api';
import { fieldOf } from '../catalog/fields.ts';
import type { TableField } from '../catalog/records.ts';
import { resultsSchema } from '../catalog/store.ts';
import { nextChunk } from '../engine/chunks.ts';
import type { Session } from '../engine/session.ts';
import { quoteName } from '../engine/sql-text.ts';
import type { OutputColumn } from '../googlesql/compile.ts';
import { type Row, rowEncoder } from './encode.ts';

/** Rows that an answer may have to be kept beside its job; a larger one goes to a table of its own. */
const maximumInlineRows = 2048;
/** Bytes of JSON that such an answer may have. */
const maximumInlineBytes = 256 * 1024;

/** The answer of a query: its rows themselves, or the table that holds them. */
export interface ResultSet {
  readonly fields: readonly TableField[];
  readonly totalRows: number;
  readonly place:
    | { readonly kind: 'inline'; readonly rows: readonly Row[] }
    /** A table in the schema of results; its row numbers have no gaps. */
    | { readonly kind: 'results'; readonly name: string }
    /** A table of a dataset. */
    | { readonly kind: 'table'; readonly datasetId: string; readonly tableId: string };
}

/** DuckDB table of an answer, quoted. */
export const resultRelation = (name: string): string => `${resultsSchema}.${quoteName(name)}`;

/** Drops the table of an answer, where there is one. */
export async function dropResult(session: Session, name: string): Promise<void> {
  await session.run(`DROP TABLE IF EXISTS ${resultRelation(name)}`);
}

/**
 * Runs a query and keeps its answer. Small ones stay in memory; of larger ones, no more than a few thousand rows are
 * in this process at a time. `writer` is a second connection, which fills table `name`.
 */
export async function keepResult(
  session: Session,
  writer: () => Promise<Session>,
  sql: string,
  columns: readonly OutputColumn[],
  name: string,
): Promise<ResultSet> {
  const fields = columns.map((column) => fieldOf(column.name, column.type));
  return session.stream(sql, async (result) => {
    const { chunks, isWhole } = await firstChunks(result);
    if (isWhole) {
      const encode = rowEncoder(columns.map(({ type }) => type));
      const rows = chunks.flatMap((chunk) => chunk.getRows()).map(encode);
      const isSmall = rows.length <= 1 || JSON.stringify(rows).length <= maximumInlineBytes;
      if (isSmall) return { fields, totalRows: rows.length, place: { kind: 'inline', rows } };
    }
    const totalRows = await writeTable(await writer(), name, result, chunks, isWhole);
    return { fields, totalRows, place: { kind: 'results', name } };
  });
}

async function firstChunks(result: DuckDBResult): Promise<{ chunks: DuckDBDataChunk[]; isWhole: boolean }> {
  const chunks: DuckDBDataChunk[] = [];
  let count = 0;
  for (;;) {
    const chunk = await nextChunk(result);
    if (chunk === undefined) return { chunks, isWhole: true };
    chunks.push(chunk);
    count += chunk.rowCount;
    if (count > maximumInlineRows) return { chunks, isWhole: false };
  }
}

async function writeTable(
  writer: Session,
  name: string,
  result: DuckDBResult,
  chunks: readonly DuckDBDataChunk[],
  isWhole: boolean,
): Promise<number> {
  // Columns are numbered: an answer may have two of one name.
  const columns = result.columnTypes().map((type, index) => `c${index} ${type.toString()}`);
  const { connection } = writer;
  try {
    await connection.run(`CREATE TABLE ${resultRelation(name)} (${columns.join(', ')})`);
    const appender = await connection.createAppender(name, resultsSchema.slice(1, -1));
    let count = 0;
    const append = (chunk: DuckDBDataChunk) => {
      appender.appendDataChunk(chunk);
      count += chunk.rowCount;
    };
    chunks.forEach(append);
    while (!isWhole) {
      const chunk = await nextChunk(result);
      if (chunk === undefined) break;
      append(chunk);
    }
    appender.closeSync();
    return count;
  } catch (error) {
    await connection.run(`DROP TABLE IF EXISTS ${resultRelation(name)}`).catch(() => undefined);
    throw error;
  } finally {
    writer.close();
  }
}
