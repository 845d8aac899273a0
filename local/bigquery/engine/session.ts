import type { DuckDBConnection, DuckDBMaterializedResult, DuckDBResult, DuckDBValue } from '@duckdb/node-api';
import type { Limiter } from './limiter.ts';
import { quoteName, quoteText } from './sql-text.ts';
import { isOutOfMemory, toWarehouseError } from './duckdb-errors.ts';

/** Milliseconds between interruptions of a statement that is to end. */
const interruptAgainAfter = 100;

/** Begins the names of variables that keep what others were. */
const keptPrefix = 'kept ';

/** Statements that change nothing, and those of transactions. */
const isRead = /^\s*(?:SELECT|FROM|BEGIN|COMMIT|ROLLBACK)\b/i;

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
  /** What the open transaction of a script has done so far, to be done again after an error that a handler handles. */
  #journal: { readonly sql: string; readonly values: readonly DuckDBValue[] | undefined }[] | undefined;
  /** Variables that were there when the lasting transaction began; their values then are kept beside them. */
  #kept: readonly string[] = [];
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
  async run(sql: string, values?: readonly DuckDBValue[]): Promise<DuckDBMaterializedResult> {
    const result = await this.#attempt(() => this.#connection.run(sql, values === undefined ? undefined : [...values]));
    if (!isRead.test(sql)) this.#journal?.push({ sql, values });
    return result;
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

  /** Begins a transaction that outlives the errors of its statements: see `restore`. */
  async beginLasting(): Promise<void> {
    await this.begin();
    const variables = await this.rows('SELECT name FROM duckdb_variables()');
    this.#kept = variables.map(([name]) => String(name)).filter((name) => !name.startsWith(keptPrefix));
    for (const name of this.#kept) {
      await this.run(`SET VARIABLE ${quoteName(keptPrefix + name)} = getvariable(${quoteText(name)})`);
    }
    this.#journal = [];
  }

  /** How far the lasting transaction has come, for `restore`. */
  get progress(): number {
    return this.#journal?.length ?? 0;
  }

  /**
   * Puts a lasting transaction that an error has ended back to where it was at `progress`: DuckDB undoes all of it, so
   * what it had done is done again. Does nothing where no transaction is open, or the error has not ended it.
   */
  async restore(progress: number): Promise<void> {
    const journal = this.#journal;
    if (journal === undefined) return;
    const isOver =
      journal.length > progress ||
      (await this.#connection.run('SELECT 1').then(
        () => false,
        () => true,
      ));
    if (!isOver) return;
    journal.length = progress;
    await this.#connection.run('ROLLBACK').catch(() => undefined);
    await this.#attempt(async () => {
      await this.#connection.run('BEGIN TRANSACTION');
      // Variables are no part of transactions: they get back what they were when it began.
      for (const name of this.#kept) {
        await this.#connection.run(`SET VARIABLE ${quoteName(name)} = getvariable(${quoteText(keptPrefix + name)})`);
      }
      for (const { sql, values } of journal)
        await this.#connection.run(sql, values === undefined ? undefined : [...values]);
    });
  }

  async commit(): Promise<void> {
    this.#journal = undefined;
    this.#isInTransaction = false;
    await this.run('COMMIT');
  }

  /** Undoes the open transaction. Does nothing without one, or where DuckDB has undone it already. */
  async rollback(): Promise<void> {
    this.#journal = undefined;
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
