import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { WarehouseCatalog } from './catalog/catalog.ts';
import { createMetadataTables } from './catalog/store.ts';
import { openDatabase } from './engine/database.ts';
import { Limiter } from './engine/limiter.ts';
import { TableLocks } from './engine/table-locks.ts';
import { installFunctions } from './googlesql/functions/install.ts';
import { createListener } from './http/listener.ts';
import { JobRegistry } from './jobs/registry.ts';
import { datasetRoutes } from './rest/datasets.ts';
import { insertRowsRoutes } from './rest/insert-rows.ts';
import { jobRoutes } from './rest/jobs.ts';
import { queryRoutes } from './rest/queries.ts';
import { routineRoutes } from './rest/routines.ts';
import { smallRoutes } from './rest/small.ts';
import { tabledataRoutes } from './rest/tabledata.ts';
import { tableRoutes } from './rest/tables.ts';
import { uploadRoutes } from './rest/uploads.ts';
import { StatementCache } from './statements/statement-cache.ts';
import type { Warehouse } from './warehouse.ts';

/** Where the warehouse keeps its state and how it is reached. */
export interface WarehouseServerOptions {
  /** Folder of the database file; made if absent. */
  readonly directory: string;
  /** Folder given to the storage server: `gs://` addresses of load jobs are read there. */
  readonly lakeDirectory: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Megabytes that DuckDB may hold; default 1024. The process takes some more. */
  readonly memoryLimitMegabytes?: number;
  /** Statements of jobs that run at once; default 8. Must lie well below `UV_THREADPOOL_SIZE`. */
  readonly concurrentStatements?: number;
  /** What `GET /local/instance` answers, by which a caller knows this server from another on its port. */
  readonly instance?: string;
  /** Told of faults of the server's own, a line each. Nothing by default. */
  readonly log?: (line: string) => void;
}

/** A warehouse that listens. */
export interface WarehouseServer {
  /** `http://127.0.0.1:PORT/bigquery/v2`, as `BIGQUERY_EMULATOR_HOST` wants it. */
  readonly url: string;
  /** Stops jobs, writes everything into the database file and closes it. */
  close(): Promise<void>;
}

const defaultMemoryLimit = 1024;
/** Statements that jobs run at once; each holds a thread of libuv's pool. */
const defaultConcurrentStatements = 8;
/** Statements that requests themselves run at once: counting rows, reading pages. */
const concurrentReads = 4;

/**
 * Opens the database and serves the BigQuery REST API on 127.0.0.1.
 * @throws the driver's error where another process has the database open (`lockHolder` of engine/duckdb-errors.ts).
 */
export async function startWarehouseServer(options: WarehouseServerOptions): Promise<WarehouseServer> {
  await mkdir(options.directory, { recursive: true });
  const log = options.log ?? (() => undefined);
  const database = await openDatabase({
    directory: options.directory,
    lakeDirectory: options.lakeDirectory,
    memoryLimitMegabytes: options.memoryLimitMegabytes ?? defaultMemoryLimit,
    prepare: async (connection) => {
      await createMetadataTables(connection);
      installFunctions(connection);
    },
  });
  const connection = await database.connect();
  const warehouse: Warehouse = {
    database,
    catalog: await WarehouseCatalog.load(connection),
    locks: new TableLocks(),
    jobLimiter: new Limiter(options.concurrentStatements ?? defaultConcurrentStatements),
    readLimiter: new Limiter(concurrentReads),
    statements: new StatementCache(),
    lakeDirectory: options.lakeDirectory,
    log,
  };
  connection.closeSync();
  const jobs = await JobRegistry.open(warehouse);
  const server = createListener(
    [
      ...datasetRoutes(warehouse),
      ...tableRoutes(warehouse),
      ...tabledataRoutes(warehouse, jobs),
      ...routineRoutes(warehouse),
      ...jobRoutes(warehouse, jobs),
      ...queryRoutes(warehouse, jobs),
      ...uploadRoutes(warehouse, jobs),
      ...insertRowsRoutes(warehouse),
      ...smallRoutes(warehouse),
      { method: 'GET', path: '/local/instance', answer: () => ({ instance: options.instance ?? '' }) },
    ],
    log,
  );
  await new Promise<void>((settle, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', settle);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/bigquery/v2`,
    close: async () => {
      const closed = new Promise((settle) => server.close(settle));
      await jobs.close();
      server.closeIdleConnections();
      setTimeout(() => {
        server.closeAllConnections();
      }, 1000).unref();
      await closed;
      await database.close();
    },
  };
}
