import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { DuckDBDataChunk, DuckDBResult } from '@duckdb/node-api';

/** Chunks after which those that are done with are freed. */
const chunksBetween = 16;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (options: { readonly type: 'minor' }) => void;
let fetched = 0;

/**
 * The next rows of an answer; undefined at its end. V8 sees a few bytes of a chunk and not the hundred thousand behind
 * them, so it would keep a million rows before it frees the first; told now and then, it keeps a few thousand.
 */
export async function nextChunk(result: DuckDBResult): Promise<DuckDBDataChunk | undefined> {
  fetched += 1;
  if (fetched % chunksBetween === 0) collect({ type: 'minor' });
  const chunk = await result.fetchChunk();
  return chunk === null || chunk.rowCount === 0 ? undefined : chunk;
}
