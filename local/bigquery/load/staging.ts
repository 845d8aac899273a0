import { BIGINT, DuckDBDataChunk, type DuckDBValue, VARCHAR } from '@duckdb/node-api';
import type { Session } from '../engine/session.ts';

/** Temporary table of the texts that a load reads, as its session sees it. */
export const stagedTexts = 'temp.main."$texts"';
/** Temporary table of the rows made of them, faulty ones marked. */
export const stagedRows = 'temp.main."$rows"';

/** Rows handed over at once: DuckDB's own vectors are as long. */
const rowsAtOnce = 2048;

/** Texts of one row, and where it stands. */
export interface StagedText {
  /** Number of the file. */
  readonly file: number;
  /** Bytes before the row in its file. */
  readonly position: number;
  readonly texts: readonly (string | null)[];
}

/** Puts texts into a temporary table: `n` (from 0), `file`, `position`, `c0`, `c1` … Gives their number. */
export async function stageTexts(
  session: Session,
  columns: number,
  rows: AsyncIterable<StagedText> | Iterable<StagedText>,
): Promise<number> {
  const names = Array.from({ length: columns }, (_, index) => `c${index} VARCHAR`);
  await session.run(
    `CREATE OR REPLACE TEMP TABLE "$texts" (${['n BIGINT', 'file BIGINT', 'position BIGINT', ...names].join(', ')})`,
  );
  const appender = await session.connection.createAppender('$texts', undefined, 'temp');
  const types = [BIGINT, BIGINT, BIGINT, ...names.map(() => VARCHAR)];
  let count = 0;
  let waiting: DuckDBValue[][] = [];
  // One for all: V8 sees too little of a chunk to free it in time.
  const chunk = DuckDBDataChunk.create(types);
  const flush = (): void => {
    chunk.reset();
    chunk.setRows(waiting);
    appender.appendDataChunk(chunk);
    waiting = [];
  };
  try {
    for await (const { file, position, texts } of rows) {
      waiting.push([BigInt(count), BigInt(file), BigInt(position), ...texts]);
      count += 1;
      if (waiting.length === rowsAtOnce) flush();
    }
    if (waiting.length > 0) flush();
  } finally {
    appender.closeSync();
  }
  return count;
}
