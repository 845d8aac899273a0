import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteName } from '../bigquery/engine/sql-text.ts';
import type { DatasetDescription, PortalColumn, TimedDataset } from './dataset.ts';
import { cellOfExport, scanOfExports } from './export-cells.ts';
import { PortalClock } from './portal-clock.ts';
import { openPortalDatabase, type PortalDatabase } from './portal-database.ts';
import { rowIdentifierSql } from './row-identifier.ts';
import { seattleInstant } from './seattle-time.ts';
import { SHAPES } from './shapes.ts';

/** Which rows to serve. */
export interface FileDatasetOptions {
  /** A CSV export in either shape, columns in any order. */
  readonly path: string;
  /** Days after the morning that follows the newest report, default 0; on an earlier one later reports are not there. */
  readonly day?: number;
  /** Megabytes that DuckDB may hold; default 300. */
  readonly memoryLimitMegabytes?: number;
}

const MILLISECONDS_PER_DAY = 86_400_000;
const MILLISECONDS_PER_HOUR = 3_600_000;
const RELATION = 'present_rows';

/**
 * Opens an export of real rows as the portal would hold them. Each row was there since the night after its report, and its
 * `:id` follows from its content, so that the same row has the same in every export.
 *
 * @throws Error when the header is of neither shape, or a record, a date or a number cannot be read.
 */
export async function openFileDataset(options: FileDatasetOptions): Promise<TimedDataset> {
  const columns = await columnsOf(options.path);
  const directory = await mkdtemp(join(tmpdir(), 'portal-file-'));
  const { memoryLimitMegabytes = 300 } = options;
  const path = join(directory, 'portal.duckdb');
  const database = await openPortalDatabase({ path, spillDirectory: join(directory, 'spill'), memoryLimitMegabytes });
  const dataset = new FileDataset(database, directory, columns);
  try {
    await dataset.load(options.path);
    await dataset.setDay(options.day ?? 0);
    await database.lock();
    return dataset;
  } catch (error) {
    await dataset.close();
    throw error;
  }
}

/** The columns that the file's header names, in its order. */
async function columnsOf(path: string): Promise<readonly PortalColumn[]> {
  const file = createReadStream(path, 'utf8');
  let header = '';
  for await (const line of createInterface({ input: file })) {
    header = line.replace(/^\ufeff/, '');
    break;
  }
  file.destroy();
  const names = header.split(',').map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  for (const shape of Object.values(SHAPES)) {
    const columns = names.flatMap(
      (name) => shape.find((column) => column.name === name || column.fieldName === name) ?? [],
    );
    const isWhole = columns.length === names.length && columns.some(({ fieldName }) => fieldName === 'offense_id');
    if (isWhole && columns.some(({ fieldName }) => reportColumns.has(fieldName))) return columns;
  }
  throw new Error(`${path} has the header of neither shape of the feed: ${header.slice(0, 500)}`);
}

const reportColumns: ReadonlySet<string> = new Set(['report_datetime', 'report_date_time']);

class FileDataset implements TimedDataset {
  readonly relation = RELATION;
  readonly #database: PortalDatabase;
  readonly #directory: string;
  readonly #columns: readonly PortalColumn[];
  readonly #clock = new PortalClock(new Date(0));
  #dayZero = 0;
  #day = 0;
  #rowsUpdatedAt = new Date(0);

  constructor(database: PortalDatabase, directory: string, columns: readonly PortalColumn[]) {
    this.#database = database;
    this.#directory = directory;
    this.#columns = columns;
  }

  get day(): number {
    return this.#day;
  }

  async load(path: string): Promise<void> {
    const { connection } = this.#database;
    const cells = this.#columns.map((column) => `${cellOfExport(column)} AS ${quoteName(column.fieldName)}`);
    const names = this.#columns.map(({ fieldName }) => quoteName(fieldName));
    const reported = this.#columns.find(({ fieldName }) => reportColumns.has(fieldName))?.fieldName ?? '';
    await connection.run(
      `CREATE TABLE read_rows AS SELECT ${cells.join(', ')} FROM ${scanOfExports([path], this.#columns, false)}`,
    );
    // Records that repeat each other are told apart by their turn.
    const content = `concat_ws(chr(31), ${names.map((name) => `coalesce(${name}::VARCHAR, chr(30))`).join(', ')})`;
    const number = `(md5_number_lower(content || chr(31) || turn) % ${2n ** 60n})::BIGINT`;
    const night = `coalesce(${reported}, TIMESTAMP '2008-01-01')::DATE + INTERVAL '1 day 11 hours'`;
    await connection.run(
      `CREATE TABLE all_rows AS
       WITH told AS (
         SELECT *, ${content} AS content, row_number() OVER (PARTITION BY hash(${content}) ORDER BY rowid) AS turn
         FROM read_rows
       )
       SELECT ${rowIdentifierSql(number)} AS ":id", ${night} AS ":created_at", ${night} AS ":updated_at", ${names.join(', ')}
       FROM told ORDER BY ":updated_at", ":id"`,
    );
    await connection.run('DROP TABLE read_rows');
    const newest = await this.#milliseconds('SELECT epoch_ms(max(":updated_at")) FROM all_rows');
    this.#dayZero = Math.floor((newest ?? 0) / MILLISECONDS_PER_DAY);
  }

  describe(): DatasetDescription {
    return {
      name: 'SPD Crime Data: 2008-Present',
      isSimulated: false,
      columns: this.#columns,
      rowsUpdatedAt: this.#rowsUpdatedAt,
    };
  }

  now(): Date {
    return this.#clock.now();
  }

  connect(): Promise<DuckDBConnection> {
    return this.#database.connect();
  }

  async setDay(day: number): Promise<void> {
    if (!Number.isInteger(day)) throw new RangeError(`days are whole numbers, not ${day}`);
    const morning = seattleInstant(this.#dayZero + day, 6 * MILLISECONDS_PER_HOUR);
    await this.#database.connection.run(
      `CREATE OR REPLACE TABLE ${RELATION} AS
       SELECT * FROM all_rows WHERE ":updated_at" <= epoch_ms(${morning.getTime()}) ORDER BY ":updated_at", ":id"`,
    );
    const newest = await this.#milliseconds(`SELECT epoch_ms(max(":updated_at")) FROM ${RELATION}`);
    this.#rowsUpdatedAt = new Date(newest ?? 0);
    this.#day = day;
    this.#clock.set(morning);
  }

  async close(): Promise<void> {
    await this.#database.close();
    await rm(this.#directory, { recursive: true, force: true });
  }

  async #milliseconds(query: string): Promise<number | undefined> {
    const value = (await this.#database.connection.runAndReadAll(query)).getRows()[0]?.[0];
    return value === null || value === undefined ? undefined : Number(value);
  }
}
