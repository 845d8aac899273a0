import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';

/** Where a dataset's database lies and what it may use. */
export interface PortalDatabaseOptions {
  /** The database file; made if absent. */
  readonly path: string;
  /** Folder for what does not fit in memory. */
  readonly spillDirectory: string;
  /** Megabytes that DuckDB may hold; default 300. The process takes more. */
  readonly memoryLimitMegabytes?: number;
}

/** A DuckDB file, open in this process only. */
export interface PortalDatabase {
  /** The connection that changes the database; statements on it come one after the other. */
  readonly connection: DuckDBConnection;
  /** Another connection, for the caller to close. */
  connect(): Promise<DuckDBConnection>;
  /** Lets no statement reach a file or change a setting any more. */
  lock(): Promise<void>;
  close(): Promise<void>;
}

/** @throws the driver's error, which names the holder's PID when another process has the file open. */
export async function openPortalDatabase(options: PortalDatabaseOptions): Promise<PortalDatabase> {
  const instance = await DuckDBInstance.create(options.path, {
    memory_limit: `${options.memoryLimitMegabytes ?? 300}MB`,
    threads: '2',
    temp_directory: options.spillDirectory,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  await connection.run(`SET GLOBAL TimeZone = 'UTC'`);
  return {
    connection,
    connect: () => instance.connect(),
    lock: async () => {
      await connection.run('SET GLOBAL enable_external_access = false');
      await connection.run('SET GLOBAL lock_configuration = true');
    },
    close: async () => {
      // Where it can't be written now, the log beside the file keeps everything for the next start.
      await connection.run('CHECKPOINT').catch(() => undefined);
      connection.closeSync();
      instance.closeSync();
    },
  };
}
