import { relationOf } from '../catalog/relations.ts';
import { typeOfField } from '../catalog/fields.ts';
import type { TableField } from '../catalog/records.ts';
import { nextChunk } from '../engine/chunks.ts';
import type { Session } from '../engine/session.ts';
import { quoteName } from '../engine/sql-text.ts';
import { type Row, rowEncoder } from './encode.ts';
import { maximumPageBytes, type PageRequest, pageToken } from './page.ts';
import { resultRelation, type ResultSet } from './result-store.ts';

/** Rows of one page, and the token of the next. */
export interface Page {
  readonly rows: readonly Row[];
  readonly pageToken?: string;
}

/** Reads a page of an answer, wherever it lies. `open` gives a connection, used where rows are not in memory. */
export async function readPage(open: () => Promise<Session>, result: ResultSet, request: PageRequest): Promise<Page> {
  const { place, totalRows } = result;
  const end = Math.min(request.start + request.limit, totalRows);
  if (request.start >= end) return { rows: [] };
  if (place.kind === 'inline') return page(place.rows.slice(request.start, end), request, totalRows);
  const sql =
    place.kind === 'results'
      ? `SELECT * FROM ${resultRelation(place.name)} WHERE rowid >= ${request.start} AND rowid < ${end}`
      : tableSql(relationOf(place), result.fields, request);
  return page(await readRows(open, sql, result.fields), request, totalRows);
}

function tableSql(relation: string, fields: readonly TableField[], { start, limit }: PageRequest): string {
  const columns = fields.map(({ name }) => quoteName(name)).join(', ');
  return `SELECT ${columns} FROM ${relation} LIMIT ${limit} OFFSET ${start}`;
}

function page(rows: readonly Row[], { start, limit }: PageRequest, totalRows: number): Page {
  const next = start + rows.length;
  return { rows, ...(limit > 0 && next < totalRows && { pageToken: pageToken(next) }) };
}

async function readRows(open: () => Promise<Session>, sql: string, fields: readonly TableField[]): Promise<Row[]> {
  const encode = rowEncoder(fields.map(typeOfField));
  const session = await open();
  try {
    return await session.stream(sql, async (result) => {
      const rows: Row[] = [];
      let bytes = 0;
      while (bytes < maximumPageBytes) {
        const chunk = await nextChunk(result);
        if (chunk === undefined) break;
        for (const values of chunk.getRows()) {
          const row = encode(values);
          bytes += sizeOf(row);
          rows.push(row);
          if (bytes >= maximumPageBytes) break;
        }
      }
      return rows;
    });
  } finally {
    session.close();
  }
}

/** Bytes of the row in JSON, about: no second pass over the text is worth an exact number. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 8;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + sizeOf(item), 2);
  if (typeof value === 'object' && value !== null) {
    return Object.values(value).reduce<number>((sum, item) => sum + sizeOf(item), 8);
  }
  return 8;
}
