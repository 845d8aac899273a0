import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { keepByteOrderMarks } from './driver-text.ts';
import { quoteText } from './sql-text.ts';

/** Where the database lies and what it may use. */
export interface DatabaseOptions {
  /** Folder of the database file and its spill files; made if absent. */
  readonly directory: string;
  /** Folder whose files load jobs read in place. */
  readonly lakeDirectory: string;
  /** Megabytes that DuckDB may hold; the process takes 130-290 MB more. */
  readonly memoryLimitMegabytes: number;
  /** Called with a connection before the configuration is locked: installs functions. */
  readonly prepare: (connection: DuckDBConnection) => Promise<void>;
}

/** The DuckDB file of the warehouse, open in this process only. */
export interface Database {
  connect(): Promise<DuckDBConnection>;
  /** Writes the log into the file and closes it. No connection may be in use. */
  close(): Promise<void>;
}

/**
 * Opens the database file and shuts everything else: SQL reaches no file but the lake's, and no setting.
 * @throws the driver's error, which names the holder's PID when another process has the file open.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  keepByteOrderMarks();
  const temporaryDirectory = join(options.directory, 'spill');
  await mkdir(temporaryDirectory, { recursive: true });
  await mkdir(options.lakeDirectory, { recursive: true });
  const instance = await DuckDBInstance.create(join(options.directory, 'warehouse.duckdb'), {
    threads: String(availableParallelism()),
    memory_limit: `${options.memoryLimitMegabytes}MB`,
    temp_directory: temporaryDirectory,
  });
  const connection = await instance.connect();
  for (const setting of settings(options.lakeDirectory)) await connection.run(`SET GLOBAL ${setting}`);
  await options.prepare(connection);
  await connection.run('SET GLOBAL lock_configuration = true');
  return {
    connect: () => instance.connect(),
    close: async () => {
      // Where it can't be written now (a full disk), the log beside the file keeps everything for the next start.
      await connection.run('CHECKPOINT').catch(() => undefined);
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** In the order they must come: access to files is shut last, the directories allowed before it. */
function settings(lakeDirectory: string): readonly string[] {
  return [
    `TimeZone = 'UTC'`,
    `default_null_order = 'nulls_first_on_asc_last_on_desc'`,
    'autoinstall_known_extensions = false',
    'autoload_known_extensions = false',
    `allowed_directories = [${quoteText(`${resolve(lakeDirectory)}/`)}]`,
    'enable_external_access = false',
  ];
}
