import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** Memory that a thread needs to read CSV and write Parquet of the raw table's 40 columns, measured, in megabytes. */
const MEGABYTES_PER_THREAD = 64;

/** The little of DuckDB that converting needs. */
export interface Engine {
  /** Runs one statement, behind those asked for before it, and gives its rows; 64-bit integers as text. */
  readonly rows: (sql: string) => Promise<readonly (readonly unknown[])[]>;
}

/** An engine and its end. */
export interface OpenEngine extends Engine {
  /** Waits for the statement that runs; those that wait for their turn, or come later, fail. */
  readonly close: () => Promise<void>;
}

/**
 * A DuckDB in memory that may take `memoryLimitMegabytes`, spills into `scratch` and fetches no extensions.
 * @param mostThreads by default as many as the memory and the machine allow
 * @see https://duckdb.org/docs/stable/configuration/overview
 */
export async function openEngine(
  memoryLimitMegabytes: number,
  scratch: string,
  mostThreads = availableParallelism(),
): Promise<OpenEngine> {
  const affordable = Math.max(Math.floor(memoryLimitMegabytes / MEGABYTES_PER_THREAD), 1);
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${memoryLimitMegabytes}MB`,
    threads: String(Math.min(mostThreads, availableParallelism(), affordable)),
    temp_directory: join(scratch, 'spill'),
    preserve_insertion_order: 'false',
    // Else what a statement took stays with the process, up to half a gigabyte.
    allocator_bulk_deallocation_flush_threshold: '1MB',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  try {
    const connection = await instance.connect();
    let isClosed = false;
    let last: Promise<unknown> = Promise.resolve();
    return {
      rows: (sql) => {
        const rows = last.then(async () => {
          if (isClosed) throw new Error('The engine is closed.');
          return (await connection.runAndReadAll(sql)).getRowsJson();
        });
        last = rows.catch(() => undefined);
        return rows;
      },
      // A connection that is closed under its statement takes the process with it, or never answers.
      close: async () => {
        isClosed = true;
        await last;
        connection.closeSync();
        instance.closeSync();
      },
    };
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

/** Runs the work with an engine of {@link openEngine}, which is closed afterwards. */
export async function withEngine<T>(
  memoryLimitMegabytes: number,
  scratch: string,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const engine = await openEngine(memoryLimitMegabytes, scratch);
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}
