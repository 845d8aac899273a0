import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { quoteName, quoteText } from '../bigquery/engine/sql-text.ts';
import type { DatasetDescription, PortalColumn, PortalDataset } from './dataset.ts';
import { PortalClock } from './portal-clock.ts';
import { rowIdentifier, rowIdentifierSql } from './row-identifier.ts';
import { LEGACY_NAMES, SHAPES, SQL_TYPES, type Shape } from './shapes.ts';

/** Text by field name; null or absent is an empty cell. Dates as the portal prints them, numbers as decimals. */
export type RowText = Readonly<Record<string, string | null>>;

/** How to start. */
export interface EditableOptions {
  /** Default `current`. */
  readonly shape?: Shape;
  /** Columns other than the shape's. */
  readonly columns?: readonly PortalColumn[];
  readonly rows?: readonly RowText[];
  /** The clock's start; default 2026-07-01T13:00:00Z. */
  readonly now?: Date;
  /** Whether the clock stands until it is put on; default false. */
  readonly isClockFrozen?: boolean;
  /** Default true. */
  readonly isSimulated?: boolean;
  readonly name?: string;
}

/**
 * A few rows that calls change, each at once and with the clock's time as `:updated_at`. Identifiers follow the order of
 * the calls: the same calls give the same ones.
 */
export interface EditableDataset extends PortalDataset {
  readonly clock: PortalClock;
  /** Adds rows and gives their `:id`s. */
  insert(rows: readonly RowText[]): Promise<readonly string[]>;
  /** Changes cells of rows. */
  update(ids: readonly string[], cells: RowText): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  /** Gives every row a new `:updated_at`, and where `renewsIds` a new `:id` and `:created_at`, as a republish does. */
  republish(options?: { readonly renewsIds?: boolean }): Promise<void>;
  /** Renames the legacy shape's columns to the current ones, as the city did: with every system field renewed. */
  renameToCurrent(): Promise<void>;
  /** Adds a column, empty or with `value` in every row. */
  addColumn(column: PortalColumn, value?: string): Promise<void>;
  dropColumn(fieldName: string): Promise<void>;
  renameColumn(fieldName: string, to: Pick<PortalColumn, 'name' | 'fieldName'>): Promise<void>;
  /** The present rows by `:id`: system fields and cells as DuckDB writes them as text, null where empty. */
  rows(): Promise<readonly RowText[]>;
}

/** Opens a dataset in memory. */
export async function openEditableDataset(options: EditableOptions = {}): Promise<EditableDataset> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run(`SET GLOBAL TimeZone = 'UTC'`);
  const dataset = new MemoryDataset(instance, connection, options);
  await dataset.create(options.rows ?? []);
  return dataset;
}

const SYSTEM_COLUMNS = '":id" VARCHAR, ":created_at" TIMESTAMP, ":updated_at" TIMESTAMP';

class MemoryDataset implements EditableDataset {
  readonly relation = 'portal_rows';
  readonly clock: PortalClock;
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #name: string;
  readonly #isSimulated: boolean;
  #columns: readonly PortalColumn[];
  #rowsUpdatedAt: Date;
  #identifiers = 0n;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(instance: DuckDBInstance, connection: DuckDBConnection, options: EditableOptions) {
    this.#instance = instance;
    this.#connection = connection;
    this.clock = new PortalClock(options.now ?? new Date('2026-07-01T13:00:00Z'));
    if (options.isClockFrozen === true) this.clock.freeze();
    this.#isSimulated = options.isSimulated ?? true;
    this.#name = options.name ?? 'SPD Crime Data: 2008-Present';
    this.#columns = options.columns ?? SHAPES[options.shape ?? 'current'];
    this.#rowsUpdatedAt = this.clock.now();
  }

  async create(rows: readonly RowText[]): Promise<void> {
    const columns = this.#columns.map((column) => `, ${definition(column)}`).join('');
    await this.#connection.run(`CREATE TABLE ${this.relation} (${SYSTEM_COLUMNS}${columns})`);
    if (rows.length > 0) await this.insert(rows);
  }

  describe(): DatasetDescription {
    return {
      name: this.#name,
      isSimulated: this.#isSimulated,
      columns: this.#columns,
      rowsUpdatedAt: this.#rowsUpdatedAt,
    };
  }

  now(): Date {
    return this.clock.now();
  }

  connect(): Promise<DuckDBConnection> {
    return this.#instance.connect();
  }

  async close(): Promise<void> {
    await this.#queue;
    this.#connection.closeSync();
    this.#instance.closeSync();
  }

  insert(rows: readonly RowText[]): Promise<readonly string[]> {
    return this.#change(async (time) => {
      const ids = rows.map(() => this.#nextIdentifier());
      const names = this.#columns.map(({ fieldName }) => fieldName);
      rows.forEach((row) => {
        this.#mustHave(Object.keys(row));
      });
      const cells = rows.map((row, index) => [ids[index], ...names.map((name) => row[name] ?? null)]);
      const values = this.#columns.map(({ dataTypeName }, index) => `cells[${index + 2}]::${SQL_TYPES[dataTypeName]}`);
      await this.#connection.run(
        `INSERT INTO ${this.relation} SELECT ${['cells[1]', time, time, ...values].join(', ')}
         FROM (SELECT unnest(from_json($1, '[["VARCHAR"]]')) AS cells)`,
        [JSON.stringify(cells)],
      );
      return ids;
    });
  }

  update(ids: readonly string[], cells: RowText): Promise<void> {
    return this.#change(async (time) => {
      this.#mustHave(Object.keys(cells));
      const changes = Object.entries(cells).map(
        ([name, value]) => `, ${quoteName(name)} = ${value === null ? 'NULL' : quoteText(value)}`,
      );
      await this.#connection.run(
        `UPDATE ${this.relation} SET ":updated_at" = ${time}${changes.join('')} WHERE ${oneOf(ids)}`,
      );
    });
  }

  remove(ids: readonly string[]): Promise<void> {
    return this.#change(async () => {
      await this.#connection.run(`DELETE FROM ${this.relation} WHERE ${oneOf(ids)}`);
    });
  }

  republish({ renewsIds = false }: { readonly renewsIds?: boolean } = {}): Promise<void> {
    return this.#change((time) => this.#rebuild(renewsIds, time, this.#columns, cellsOf(this.#columns)));
  }

  renameToCurrent(): Promise<void> {
    return this.#change(async (time) => {
      const before = new Set(this.#columns.map(({ fieldName }) => fieldName));
      const cells = SHAPES.current.map(({ fieldName, dataTypeName }) => {
        const source = LEGACY_NAMES[fieldName] ?? fieldName;
        const cell = before.has(source) ? quoteName(source) : 'NULL';
        return `${cell}::${SQL_TYPES[dataTypeName]} AS ${quoteName(fieldName)}`;
      });
      await this.#rebuild(true, time, SHAPES.current, cells);
    });
  }

  addColumn(column: PortalColumn, value?: string): Promise<void> {
    return this.#change(async () => {
      const filling = value === undefined ? '' : ` DEFAULT ${quoteText(value)}`;
      await this.#connection.run(`ALTER TABLE ${this.relation} ADD COLUMN ${definition(column)}${filling}`);
      if (value !== undefined) {
        await this.#connection.run(
          `ALTER TABLE ${this.relation} ALTER COLUMN ${quoteName(column.fieldName)} DROP DEFAULT`,
        );
      }
      this.#columns = [...this.#columns, column];
    });
  }

  dropColumn(fieldName: string): Promise<void> {
    return this.#change(async () => {
      await this.#connection.run(`ALTER TABLE ${this.relation} DROP COLUMN ${quoteName(fieldName)}`);
      this.#columns = this.#columns.filter((column) => column.fieldName !== fieldName);
    });
  }

  renameColumn(fieldName: string, to: Pick<PortalColumn, 'name' | 'fieldName'>): Promise<void> {
    return this.#change(async () => {
      await this.#connection.run(
        `ALTER TABLE ${this.relation} RENAME COLUMN ${quoteName(fieldName)} TO ${quoteName(to.fieldName)}`,
      );
      this.#columns = this.#columns.map((column) => (column.fieldName === fieldName ? { ...column, ...to } : column));
    });
  }

  async rows(): Promise<readonly RowText[]> {
    await this.#queue;
    const reader = await this.#connection.runAndReadAll(
      `SELECT COLUMNS(*)::VARCHAR FROM ${this.relation} ORDER BY ":id"`,
    );
    return reader.getRowObjectsJson() as unknown as readonly RowText[];
  }

  async #rebuild(
    renewsIds: boolean,
    time: string,
    columns: readonly PortalColumn[],
    cells: readonly string[],
  ): Promise<void> {
    const number = `${this.#identifiers} + row_number() OVER (ORDER BY ":created_at", ":id")`;
    const system = renewsIds
      ? `${rowIdentifierSql(number)} AS ":id", ${time} AS ":created_at"`
      : '":id", ":created_at"';
    await this.#connection.run(
      `CREATE TABLE renewed AS SELECT ${[system, `${time} AS ":updated_at"`, ...cells].join(', ')} FROM ${this.relation}`,
    );
    await this.#connection.run(`DROP TABLE ${this.relation}`);
    await this.#connection.run(`ALTER TABLE renewed RENAME TO ${this.relation}`);
    const rows = (await this.#connection.runAndReadAll(`SELECT count(*) FROM ${this.relation}`)).getRows();
    if (renewsIds) this.#identifiers += rows[0]?.[0] as bigint;
    this.#columns = columns;
  }

  /** Changes come one after the other, whole or not at all; `work` gets the time as SQL. */
  #change<T>(work: (time: string) => Promise<T>): Promise<T> {
    const changed = this.#queue.then(async () => {
      const now = this.clock.now();
      await this.#connection.run('BEGIN TRANSACTION');
      try {
        const result = await work(`epoch_ms(${now.getTime()})`);
        await this.#connection.run('COMMIT');
        this.#rowsUpdatedAt = now;
        return result;
      } catch (error) {
        await this.#connection.run('ROLLBACK').catch(() => undefined);
        throw error;
      }
    });
    this.#queue = changed.catch(() => undefined);
    return changed;
  }

  #nextIdentifier(): string {
    this.#identifiers += 1n;
    return rowIdentifier(this.#identifiers);
  }

  #mustHave(names: readonly string[]): void {
    const known = new Set(this.#columns.map(({ fieldName }) => fieldName));
    const unknown = names.filter((name) => !known.has(name));
    if (unknown.length > 0) throw new RangeError(`the dataset has no column ${unknown.join(', ')}`);
  }
}

function definition({ fieldName, dataTypeName }: PortalColumn): string {
  return `${quoteName(fieldName)} ${SQL_TYPES[dataTypeName]}`;
}

function cellsOf(columns: readonly PortalColumn[]): readonly string[] {
  return columns.map(({ fieldName }) => quoteName(fieldName));
}

function oneOf(ids: readonly string[]): string {
  return ids.length === 0 ? 'false' : `":id" IN (${ids.map(quoteText).join(', ')})`;
}
