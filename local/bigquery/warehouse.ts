import type { WarehouseCatalog } from './catalog/catalog.ts';
import type { Database } from './engine/database.ts';
import type { Limiter } from './engine/limiter.ts';
import { Session } from './engine/session.ts';
import type { TableLocks } from './engine/table-locks.ts';
import type { StatementCache } from './statements/statement-cache.ts';

/** Location of every dataset: the warehouse is one place, whatever a request calls it. */
export const defaultLocation = 'US';
/** Whom jobs run as. */
export const sessionUser = 'local@seattle-crime-local.iam.gserviceaccount.com';

/** The parts that jobs and routes share. */
export interface Warehouse {
  readonly database: Database;
  readonly catalog: WarehouseCatalog;
  readonly locks: TableLocks;
  /** Bounds the statements that jobs run at once, below the number of the pool's threads. */
  readonly jobLimiter: Limiter;
  /** Bounds the reads that requests wait for; apart, so that they pass by the jobs. */
  readonly readLimiter: Limiter;
  /** What texts of jobs were parsed and compiled to. */
  readonly statements: StatementCache;
  readonly lakeDirectory: string;
  readonly log: (line: string) => void;
}

/** A connection for a job's statements, interrupted by `signal`. */
export async function jobSession(warehouse: Warehouse, signal?: AbortSignal): Promise<Session> {
  return new Session(await warehouse.database.connect(), warehouse.jobLimiter, signal);
}

/** A connection for what a request itself reads or writes. */
export async function requestSession(warehouse: Warehouse): Promise<Session> {
  return new Session(await warehouse.database.connect(), warehouse.readLimiter);
}

/** Runs `task` with a connection for a request and closes it. */
export async function withRequestSession<T>(warehouse: Warehouse, task: (session: Session) => Promise<T>): Promise<T> {
  const session = await requestSession(warehouse);
  try {
    return await task(session);
  } finally {
    session.close();
  }
}
