import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** Memory that a thread needs to read CSV and write Parquet of the raw table's 40 columns, measured, in megabytes. */
const MEGABYTES_PER_THREAD = 64;

/** The little of DuckDB that converting needs. */
export interface Engine {
  /** Runs one statement and gives its rows; 64-bit integers as text. */
  readonly rows: (sql: string) => Promise<readonly (readonly unknown[])[]>;
}

/**
 * Runs the work with a DuckDB in memory that may take `memoryLimitMegabytes`, spills into `scratch` and fetches no
 * extensions. @see https://duckdb.org/docs/stable/configuration/overview
 */
export async function withEngine<T>(
  memoryLimitMegabytes: number,
  scratch: string,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const affordable = Math.max(Math.floor(memoryLimitMegabytes / MEGABYTES_PER_THREAD), 1);
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${memoryLimitMegabytes}MB`,
    threads: String(Math.min(availableParallelism(), affordable)),
    temp_directory: join(scratch, 'spill'),
    preserve_insertion_order: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  try {
    const connection = await instance.connect();
    const rows: Engine['rows'] = async (sql) => (await connection.runAndReadAll(sql)).getRowsJson();
    return await work({ rows }).finally(() => {
      connection.closeSync();
    });
  } finally {
    instance.closeSync();
  }
}
