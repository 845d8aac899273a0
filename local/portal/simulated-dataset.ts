import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { DatasetDescription, TimedDataset } from './dataset.ts';
import { PortalClock } from './portal-clock.ts';
import { openPortalDatabase, type PortalDatabase } from './portal-database.ts';
import { SHAPES } from './shapes.ts';
import { generate } from './simulation/generate.ts';
import { GENERATOR_VERSION, type SimulationParameters } from './simulation/index.ts';
import { simulationParameters } from './simulation/parameters.ts';
import { buildTimeline } from './timeline/build.ts';
import { TimelineDays } from './timeline/days.ts';
import { advanceQueries, createQueries, lastChangeQuery, PRESENT, rowCountQuery, shapeOn } from './timeline/present.ts';

/** What to simulate, where to keep it, and where in its time to open it. */
export interface SimulatedDatasetOptions extends Partial<SimulationParameters> {
  /** Folder of the database; made if absent. */
  readonly directory: string;
  /**
   * Days after the simulation's last: 0, the default, is the morning after it, when the portal holds what the current
   * export holds. Before the renaming (`legacyExportedOn`) days are negative and the shape is the legacy one.
   */
  readonly day?: number;
  /** Megabytes that DuckDB may hold; default 300. */
  readonly memoryLimitMegabytes?: number;
}

/** Rises when the same parameters give other rows than before, so that older databases are not reused. */
const TIMELINE_VERSION = 1;
/** From the night's first change until the portal says that it has changed: more than all batches take. */
const MILLISECONDS_OF_PUBLISHING = 20 * 60_000;

/**
 * Opens a made-up feed that lives: reports come each night, some of them late, and now and then a row is reclassified,
 * moved, masked or unmasked, removed, put back, or there twice; on the 20th of every second month all rows are published
 * anew, and on the day of the renaming with other columns and identifiers too. Parameters and day alone say what is there.
 *
 * The first time it takes as long as to generate the exports and to read them; the database is there whole or not at all,
 * and made anew for other parameters.
 *
 * @throws RangeError for a parameter or a day out of range; the driver's error, which names the holder's PID, when another
 * process has the database open.
 */
export async function openSimulatedDataset(options: SimulatedDatasetOptions): Promise<TimedDataset> {
  const parameters = simulationParameters(options);
  const days = new TimelineDays(parameters);
  const day = options.day ?? 0;
  mustReach(day, days);
  await mkdir(options.directory, { recursive: true });
  const database = (await reopen(options, parameters)) ?? (await makeAndOpen(options, parameters, days));
  const dataset = new Timeline(database, days, day);
  try {
    await dataset.start();
    await database.lock();
    return dataset;
  } catch (error) {
    await database.close();
    throw error;
  }
}

function paths({ directory }: SimulatedDatasetOptions) {
  const scratch = join(directory, 'SIMULATED_portal.tmp');
  return {
    database: join(directory, 'SIMULATED_portal.duckdb'),
    log: join(directory, 'SIMULATED_portal.duckdb.wal'),
    spill: join(directory, 'SIMULATED_portal.spill'),
    scratch,
    unfinished: join(scratch, 'portal.duckdb'),
    sources: {
      legacy: join(scratch, 'legacy.csv'),
      current: join(scratch, 'current.csv'),
      later: join(scratch, 'later.csv'),
    },
  };
}

function open(options: SimulatedDatasetOptions, path = paths(options).database): Promise<PortalDatabase> {
  const { memoryLimitMegabytes = 300 } = options;
  return openPortalDatabase({ path, spillDirectory: paths(options).spill, memoryLimitMegabytes });
}

/** What a database is made from. */
function recipe(parameters: SimulationParameters): string {
  return JSON.stringify({ timeline: TIMELINE_VERSION, generator: GENERATOR_VERSION, ...parameters });
}

/** The database of an earlier time; undefined where there is none of the same recipe. */
async function reopen(
  options: SimulatedDatasetOptions,
  parameters: SimulationParameters,
): Promise<PortalDatabase | undefined> {
  const { database: path } = paths(options);
  if (!existsSync(path)) return undefined;
  const database = await open(options);
  const known = await database.connection
    .runAndReadAll('SELECT recipe FROM recipe')
    .then((reader) => reader.getRows()[0]?.[0])
    .catch(() => undefined);
  if (known === recipe(parameters)) return database;
  await database.close();
  return undefined;
}

async function makeAndOpen(
  options: SimulatedDatasetOptions,
  parameters: SimulationParameters,
  days: TimelineDays,
): Promise<PortalDatabase> {
  const { database: path, log, scratch, sources, unfinished } = paths(options);
  await rm(scratch, { recursive: true, force: true });
  await mkdir(scratch);
  const { legacy, current, later } = sources;
  const generated = await generate(parameters, legacy, current, { path: later, days: days.last });
  const database = await open(options, unfinished);
  try {
    await buildTimeline(database.connection, parameters, days, {
      legacy: { paths: [legacy], records: generated.legacy.records },
      current: { paths: [current, later], records: generated.current.records + generated.laterRecords },
    });
    await database.connection.run('CREATE TABLE recipe AS SELECT $1::VARCHAR AS recipe', [recipe(parameters)]);
  } finally {
    await database.close();
  }
  await rm(log, { force: true });
  await rename(unfinished, path);
  await rm(scratch, { recursive: true, force: true });
  return open(options);
}

function mustReach(day: number, days: TimelineDays): void {
  if (Number.isInteger(day) && day >= days.first && day <= days.last) return;
  throw new RangeError(
    `the simulated portal knows the days ${days.first} (${days.dateOf(days.first)}) to ${days.last} ` +
      `(${days.dateOf(days.last)}), 0 being ${days.dateOf(0)}; not ${day}`,
  );
}

class Timeline implements TimedDataset {
  readonly relation = PRESENT;
  readonly #database: PortalDatabase;
  readonly #days: TimelineDays;
  readonly #clock: PortalClock;
  #day: number;
  #rowsUpdatedAt = new Date(0);
  #queue: Promise<unknown> = Promise.resolve();

  constructor(database: PortalDatabase, days: TimelineDays, day: number) {
    this.#database = database;
    this.#days = days;
    this.#day = day;
    this.#clock = new PortalClock(days.morningOf(day));
  }

  get day(): number {
    return this.#day;
  }

  start(): Promise<void> {
    return this.#goTo(this.#day);
  }

  describe(): DatasetDescription {
    return {
      name: 'SIMULATED SPD Crime Data: 2008-Present',
      isSimulated: true,
      columns: SHAPES[shapeOn(this.#day, this.#days)],
      rowsUpdatedAt: this.#rowsUpdatedAt,
    };
  }

  now(): Date {
    return this.#clock.now();
  }

  connect(): Promise<DuckDBConnection> {
    return this.#database.connect();
  }

  setDay(day: number): Promise<void> {
    const done = this.#queue.then(async () => {
      mustReach(day, this.#days);
      await this.#goTo(day);
      this.#clock.set(this.#days.morningOf(day));
    });
    this.#queue = done.catch(() => undefined);
    return done;
  }

  async close(): Promise<void> {
    await this.#queue;
    await this.#database.close();
  }

  async #goTo(day: number): Promise<void> {
    const { connection } = this.#database;
    const from = await this.#number('SELECT min(day) FROM state');
    const advance = from === undefined ? undefined : advanceQueries(from, day, this.#days);
    const queries = from === day ? [] : (advance ?? createQueries(day, this.#days));
    await connection.run('BEGIN TRANSACTION');
    try {
      for (const query of queries) await connection.run(query);
      await connection.run('COMMIT');
    } catch (error) {
      await connection.run('ROLLBACK').catch(() => undefined);
      throw error;
    }
    // The insert may have had no rows: DuckDB 1.5.5 would show nothing that is appended later, see docs/decisions.md.
    if (advance === undefined) await connection.run('CHECKPOINT');
    await this.#mustBeWhole(day);
    const lastChange = (await this.#number(lastChangeQuery(day, this.#days))) ?? day;
    this.#day = day;
    this.#rowsUpdatedAt = new Date(this.#days.nightOf(lastChange).getTime() + MILLISECONDS_OF_PUBLISHING);
  }

  async #mustBeWhole(day: number): Promise<void> {
    const missing = await this.#number(
      `SELECT (${rowCountQuery(day, this.#days)}) - (SELECT count(*) FROM ${PRESENT})`,
    );
    if (missing !== 0) throw new Error(`the simulated portal lacks ${missing ?? 'all'} rows of day ${day}`);
  }

  async #number(query: string): Promise<number | undefined> {
    const value = (await this.#database.connection.runAndReadAll(query)).getRows()[0]?.[0];
    return value === null || value === undefined ? undefined : Number(value);
  }
}
