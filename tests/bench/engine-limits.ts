import { availableParallelism } from 'node:os';

/** Megabytes that `crime run` gives DuckDB to read files with, unless told. */
export const memoryLimitMegabytes = 256;

/** DuckDB's settings for a floor: no more memory and threads than the ingester takes. */
export const floorSettings: Readonly<Record<string, string>> = {
  memory_limit: `${memoryLimitMegabytes}MB`,
  threads: String(Math.min(availableParallelism(), 4)),
  preserve_insertion_order: 'false',
};
