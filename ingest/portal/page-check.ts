import { open } from 'node:fs/promises';
import type { Engine } from '../clients/duckdb.ts';
import { quotePath, quoteText } from '../core/convert-sql.ts';
import { AnswerFault } from './answer-fault.ts';
import type { RowKey } from './portal.ts';

/** What a page has to be. */
export interface PageExpectation {
  /** Rows at most. */
  readonly limit: number;
  /** The order asked for. */
  readonly order: 'updated' | 'id';
  /** Rows asked for lie behind this one; `updatedAt` counts in the first order only. */
  readonly after?: RowKey | undefined;
  /** The only rows asked for. */
  readonly ids?: readonly string[] | undefined;
}

/** What a page is. */
export interface CheckedPage {
  readonly rows: number;
  /** Of the last row. */
  readonly last: RowKey;
}

/** Bytes of the longest row that is read. */
export const LONGEST_ROW = 1_048_576;

const TAIL = 64;
const fault = (explanation: string): AnswerFault => new AnswerFault(explanation, { status: 200, isPassing: true });

/**
 * Looks at a page that came whole, by an engine of one thread, which alone sees the rows in their order.
 * @returns undefined where it is empty
 * @throws AnswerFault where it is no page, or not the one asked for
 */
export async function checkPage(
  engine: Engine,
  path: string,
  bytes: number,
  expected: PageExpectation,
): Promise<CheckedPage | undefined> {
  const tail = await tailOf(path, bytes);
  if (bytes <= TAIL && /^\uFEFF?\s*\[\s*\]\s*$/.test(tail)) return undefined;
  // DuckDB takes an array that ends behind a comma for a whole one.
  if (!/\]\s*$/.test(tail)) throw fault('its JSON ends too early');
  const found = await engine.rows(checkSql(path, expected)).catch((error: unknown) => {
    throw explain(error);
  });
  const [row = []] = found;
  const [rows, missing, distinct, isUnordered, isBefore, isForeign, lastUpdated, lastId] = row;
  const count = Number(rows);
  if (count === 0) throw fault('its JSON holds no rows, but is not empty');
  if (Number(missing) > 0) throw fault(`${Number(missing)} of its rows lack :id, :created_at or :updated_at`);
  if (count > expected.limit) throw fault(`it has ${count} rows, asked for were ${expected.limit}`);
  if (Number(distinct) !== count) throw fault(`${count - Number(distinct)} of its rows come twice`);
  if (isUnordered === true) throw fault('its rows are out of order');
  if (isBefore === true) throw fault('it has rows of the page before');
  if (isForeign === true) throw fault('it has rows that were not asked for');
  return { rows: count, last: { updatedAt: String(lastUpdated), id: String(lastId) } };
}

async function tailOf(path: string, bytes: number): Promise<string> {
  const file = await open(path);
  try {
    const start = Math.max(bytes - TAIL, 0);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(TAIL), 0, TAIL, start);
    return buffer.subarray(0, bytesRead).toString('utf8');
  } finally {
    await file.close();
  }
}

function explain(error: unknown): unknown {
  const message = error instanceof Error ? error.message : String(error);
  if (!/JSON|json|object size/.test(message)) return error;
  return fault(
    `its JSON is malformed: ${(message.split('\n')[0] ?? '').replace(/ in file "[^"]*"/, '').slice(0, 200)}`,
  );
}

/** Whether a row should have been on the page before. One that changed since comes again, with a later time. */
function beforeSql(order: PageExpectation['order'], { updatedAt, id }: RowKey): string {
  const isSame = `id = ${quoteText(id)}`;
  if (order === 'id') return isSame;
  const at = quoteText(updatedAt);
  return `updated < ${at} or (updated = ${at} and ${isSame})`;
}

/** Instants compare as text: all have milliseconds and a `Z`. Ids of one instant do not: what is printed conceals their order. */
function checkSql(path: string, { order, after, ids }: PageExpectation): string {
  const isUnordered = order === 'updated' ? 'updated < previous' : 'false';
  const isBefore = after ? beforeSql(order, after) : 'false';
  const isForeign = ids ? `id not in (${ids.map(quoteText).join(', ')})` : 'false';
  return `
    select
      count(*),
      count(*) filter (where id is null or updated is null or created is null),
      count(distinct id),
      coalesce(bool_or(${isUnordered}), false),
      coalesce(bool_or(${isBefore}), false),
      coalesce(bool_or(${isForeign}), false),
      last(updated),
      last(id)
    from (
      select ":id" as id, ":updated_at" as updated, ":created_at" as created, lag(":updated_at") over () as previous
      from read_json(
        ${quotePath(path)}, format = 'array', compression = 'uncompressed', maximum_object_size = ${LONGEST_ROW},
        columns = {":id": 'VARCHAR', ":updated_at": 'VARCHAR', ":created_at": 'VARCHAR'}
      )
    )`;
}
