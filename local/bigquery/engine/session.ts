import type { DuckDBConnection, DuckDBMaterializedResult, DuckDBResult, DuckDBValue } from '@duckdb/node-api';
import type { Limiter } from './limiter.ts';
import { isOutOfMemory, toWarehouseError } from './duckdb-errors.ts';

/** Milliseconds between interruptions of a statement that is to end. */
const interruptAgainAfter = 100;

/** One connection, used by one job at a time; its variables and temporary tables live as long as it does. */
export class Session {
  readonly #connection: DuckDBConnection;
  readonly #limiter: Limiter;
  readonly #signal: AbortSignal | undefined;
  #interrupting: NodeJS.Timeout | undefined;
  readonly #interrupt = () => {
    this.#connection.interrupt();
    // One that comes just before a statement begins is lost, so it is said again until the connection closes.
    this.#interrupting = setInterval(() => {
      this.#connection.interrupt();
    }, interruptAgainAfter);
  };
  #isInTransaction = false;
  #isAlone = false;

  /** Statements run under `limiter`; `signal` interrupts the one that runs. */
  constructor(connection: DuckDBConnection, limiter: Limiter, signal?: AbortSignal) {
    this.#connection = connection;
    this.#limiter = limiter;
    this.#signal = signal;
    signal?.addEventListener('abort', this.#interrupt);
  }

  get isInTransaction(): boolean {
    return this.#isInTransaction;
  }

  /** Runs statements and gives the last one's answer, whole. */
  run(sql: string, values?: readonly DuckDBValue[]): Promise<DuckDBMaterializedResult> {
    return this.#attempt(() => this.#connection.run(sql, values === undefined ? undefined : [...values]));
  }

  /** Rows that a statement changed: DuckDB answers DML with one count. */
  async change(sql: string): Promise<number> {
    const rows = await this.rows(sql);
    return Number(rows[0]?.[0] ?? 0);
  }

  /** All rows of a small answer. */
  async rows(sql: string, values?: readonly DuckDBValue[]): Promise<readonly (readonly DuckDBValue[])[]> {
    const result = await this.run(sql, values);
    return result.getRows();
  }

  /** Starts a query and hands its answer over chunk by chunk; `read` must drain or drop it before it returns. */
  stream<T>(sql: string, read: (result: DuckDBResult) => Promise<T>): Promise<T> {
    return this.#attempt(async () => read(await this.#connection.stream(sql)));
  }

  /** The connection itself, for what has no text in SQL (appenders). */
  get connection(): DuckDBConnection {
    return this.#connection;
  }

  async begin(): Promise<void> {
    await this.run('BEGIN TRANSACTION');
    this.#isInTransaction = true;
  }

  async commit(): Promise<void> {
    this.#isInTransaction = false;
    await this.run('COMMIT');
  }

  /** Undoes the open transaction. Does nothing without one, or where DuckDB has undone it already. */
  async rollback(): Promise<void> {
    if (!this.#isInTransaction) return;
    this.#isInTransaction = false;
    // A failed statement may have ended the transaction, and an abort must not keep the undoing from running.
    await this.#connection.run('ROLLBACK').catch(() => undefined);
  }

  /**
   * Runs `task`, and again from its beginning where memory did not suffice, its statements then having the database to
   * themselves: what several take at once, one can often have.
   */
  async withRoom<T>(task: () => Promise<T>): Promise<T> {
    try {
      return await task();
    } catch (error) {
      if (!isOutOfMemory(error) || this.#isAlone) throw error;
    }
    this.#isAlone = true;
    try {
      return await task();
    } finally {
      this.#isAlone = false;
    }
  }

  close(): void {
    clearInterval(this.#interrupting);
    this.#signal?.removeEventListener('abort', this.#interrupt);
    this.#connection.closeSync();
  }

  async #attempt<T>(task: () => Promise<T>): Promise<T> {
    const attempt = async (): Promise<T> => {
      this.#signal?.throwIfAborted();
      try {
        return await task();
      } catch (error) {
        this.#signal?.throwIfAborted();
        throw toWarehouseError(error);
      }
    };
    return this.#isAlone ? this.#limiter.runAlone(attempt) : this.#limiter.run(attempt);
  }
}
