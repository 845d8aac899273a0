import { relationOf } from '../catalog/relations.ts';
import { typeOfField } from '../catalog/fields.ts';
import type { TableField } from '../catalog/records.ts';
import { nextChunk } from '../engine/chunks.ts';
import type { Session } from '../engine/session.ts';
import { quoteName } from '../engine/sql-text.ts';
import { JsonRows } from '../http/json-rows.ts';
import { type Row, rowEncoder } from './encode.ts';
import { maximumPageBytes, type PageRequest, pageToken } from './page.ts';
import { resultRelation, type ResultSet } from './result-store.ts';

/** Rows of one page, and the token of the next. */
export interface Page {
  readonly rows: JsonRows;
  readonly pageToken?: string;
}

/**
 * Reads a page of an answer, wherever it lies. `open` gives a connection, used where rows are not in memory; `shown` turns
 * a row into the one that the caller wants.
 */
export async function readPage(
  open: () => Promise<Session>,
  result: ResultSet,
  request: PageRequest,
  shown: (row: Row) => Row,
): Promise<Page> {
  const { place, totalRows } = result;
  const end = Math.min(request.start + request.limit, totalRows);
  if (request.start >= end) return { rows: new JsonRows([]) };
  if (place.kind === 'inline') {
    const texts = place.rows.slice(request.start, end).map((row) => JSON.stringify(shown(row)));
    return page(texts, request, totalRows);
  }
  const sql =
    place.kind === 'results'
      ? `SELECT * FROM ${resultRelation(place.name)} WHERE rowid >= ${request.start} AND rowid < ${end}`
      : tableSql(relationOf(place), result.fields, request);
  return page(await readRows(open, sql, result.fields, shown), request, totalRows);
}

function tableSql(relation: string, fields: readonly TableField[], { start, limit }: PageRequest): string {
  const columns = fields.map(({ name }) => quoteName(name)).join(', ');
  return `SELECT ${columns} FROM ${relation} LIMIT ${limit} OFFSET ${start}`;
}

function page(texts: readonly string[], { start, limit }: PageRequest, totalRows: number): Page {
  const next = start + texts.length;
  return { rows: new JsonRows(texts), ...(limit > 0 && next < totalRows && { pageToken: pageToken(next) }) };
}

async function readRows(
  open: () => Promise<Session>,
  sql: string,
  fields: readonly TableField[],
  shown: (row: Row) => Row,
): Promise<string[]> {
  const encode = rowEncoder(fields.map(typeOfField));
  const session = await open();
  try {
    return await session.stream(sql, async (result) => {
      const texts: string[] = [];
      let bytes = 0;
      while (bytes < maximumPageBytes) {
        const chunk = await nextChunk(result);
        if (chunk === undefined) break;
        for (const values of chunk.getRows()) {
          const text = JSON.stringify(shown(encode(values)));
          bytes += text.length;
          texts.push(text);
          if (bytes >= maximumPageBytes) break;
        }
      }
      return texts;
    });
  } finally {
    session.close();
  }
}
