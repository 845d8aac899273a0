import { symlink } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import {
  type CsvInput,
  type LoadConstants,
  REJECTS_LIMIT,
  REJECTS_SQL,
  analyseSql,
  partRowsSql,
  writePartsSql,
  writeQuarantineSql,
} from '../core/convert-sql.ts';
import { seattleInstant, seattleWallClock } from '../core/seattle-time.ts';
import { SourceError } from '../errors.ts';
import type { IngestEffects, IngestOptions } from '../options.ts';
import { rawTable } from '../raw-tables.ts';
import { type Engine, withEngine } from './duckdb.ts';
import { type Reject, writeQuarantineRecords } from './quarantine.ts';
import { type SourceFile, checkUnchanged } from './source-file.ts';

/** A converted file on this machine. */
export interface LocalPart {
  readonly path: string;
  readonly rows: number;
}

/** A source as Parquet on this machine. */
export interface Conversion {
  readonly load: LoadConstants;
  readonly parts: readonly LocalPart[];
  readonly rows: number;
  readonly quarantine: LocalPart | undefined;
  readonly warnings: readonly string[];
}

interface Analysis {
  readonly rowCount: number;
  readonly invalidCount: number;
  readonly newest: number | undefined;
  readonly futureCount: number;
  readonly rejects: readonly Reject[];
}

const DAY = 86_400_000;

/** DuckDB takes `*`, `?` and brackets in a path for patterns: such a file is read through a plain name. */
async function plainPath(path: string, scratch: string): Promise<string> {
  if (!/[*?[\]{}]/.test(path)) return path;
  const link = join(scratch, 'source');
  await symlink(resolve(path), link);
  return link;
}

/** What DuckDB says of a file that it gives up on, in the words of a person who has the file. */
function explain(source: string, error: unknown): unknown {
  const message = error instanceof Error ? error.message : String(error);
  if (/invalid state/.test(message)) {
    const advice = 'it mixes line ends (or holds a bare carriage return outside quotes); give all lines the same one';
    return new SourceError('malformed', source, advice, error);
  }
  if (/CSV|gzip|GZIP/.test(message))
    return new SourceError('malformed', source, message.split('\n')[0] ?? message, error);
  return error;
}

async function analyse(engine: Engine, input: CsvInput, source: string, now: number): Promise<Analysis> {
  try {
    const [row = []] = await engine.rows(analyseSql(input, seattleWallClock(now) + DAY));
    const rejects = await engine.rows(REJECTS_SQL);
    return {
      rowCount: Number(row[0]),
      invalidCount: Number(row[1]),
      newest: row[2] === null ? undefined : Number(row[2]),
      futureCount: Number(row[3]),
      rejects: rejects.map(asReject),
    };
  } catch (error) {
    throw explain(source, error);
  }
}

function asReject([position, kind, column, explanation]: readonly unknown[]): Reject {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return {
    position: Number(position),
    column: column === null ? undefined : Number(text(column).slice(1)),
    reason: `${text(kind).toLowerCase()}: ${text(explanation)}`,
  };
}

/** Refuses what is not worth loading. @throws SourceError */
function checkWorth({ path }: SourceFile, { rowCount, invalidCount, rejects }: Analysis): void {
  if (rowCount + rejects.length === 0) throw new SourceError('no-rows', path, 'it has a header, but no rows');
  if (rejects.length >= REJECTS_LIMIT || invalidCount >= REJECTS_LIMIT) {
    const first = rejects[0]?.reason ?? 'no valid offense_id';
    throw new SourceError(
      'too-many-rejected',
      path,
      `more than ${REJECTS_LIMIT - 1} of its records cannot be read; the first: ${first}`,
    );
  }
  if (rowCount === invalidCount) {
    const first = rejects[0]?.reason ?? 'no row has an offense_id of 1 to 18 digits';
    throw new SourceError('no-rows', path, `none of its records can be read; the first: ${first}`);
  }
}

function snapshotOf({ path }: SourceFile, { newest }: Analysis, given: Date | undefined): Date {
  if (given) return given;
  if (newest !== undefined) return new Date(seattleInstant(newest));
  throw new SourceError(
    'no-report-time',
    path,
    'no report time in it can be read; give --snapshot-at, when the source said this',
  );
}

/**
 * Turns a source into Parquet below `scratch`, no row passing through JavaScript but those set aside.
 * @throws SourceError where it cannot be read, or holds nothing to load
 */
export async function convertSource(
  source: SourceFile,
  loadId: string,
  options: IngestOptions,
  effects: IngestEffects,
  scratch: string,
): Promise<Conversion> {
  return withEngine(options.memoryLimitMegabytes, scratch, async (engine) => {
    const now = effects.now();
    const input = { path: await plainPath(source.path, scratch), isGzip: source.isGzip, plan: source.plan };
    const analysis = await analyse(engine, input, source.path, now);
    checkWorth(source, analysis);
    const load: LoadConstants = {
      loadId,
      loadDate: new Date(now).toISOString().slice(0, 10),
      isSimulated: options.isSimulated,
      snapshotAt: snapshotOf(source, analysis, options.snapshotAt),
    };
    const quarantine = await setAside(engine, source, load, analysis, scratch);
    const folder = join(scratch, 'parts');
    await engine.rows(writePartsSql(input, load, rawTable('spd_offenses'), folder));
    const parts = (await engine.rows(partRowsSql(folder)))
      .map(([name, rows]) => ({ path: join(folder, String(name)), rows: Number(rows) }))
      .sort((left, right) => partNumber(left.path) - partNumber(right.path));
    await checkUnchanged(source);
    const rows = parts.reduce((total, part) => total + part.rows, 0);
    if (rows !== analysis.rowCount - analysis.invalidCount) {
      throw new SourceError('changed', source.path, 'it gave other rows when read a second time');
    }
    return { load, parts, rows, quarantine, warnings: warningsOf(analysis, options) };
  });
}

/** DuckDB names its files `data_0`, `data_1`, … `data_10`. */
const partNumber = (path: string): number => Number(/(\d+)\.parquet$/.exec(basename(path))?.[1] ?? 0);

async function setAside(
  engine: Engine,
  source: SourceFile,
  load: LoadConstants,
  { rejects, rowCount, invalidCount }: Analysis,
  scratch: string,
): Promise<LocalPart | undefined> {
  if (rejects.length + invalidCount === 0) return undefined;
  const ndjson = join(scratch, 'quarantine.ndjson');
  const rows = await writeQuarantineRecords(source, load, { rejects, rowCount, invalidCount }, ndjson);
  const path = join(scratch, 'quarantine.parquet');
  await engine.rows(writeQuarantineSql(ndjson, rawTable('spd_quarantine'), path));
  return { path, rows };
}

function warningsOf({ futureCount }: Analysis, { snapshotAt }: IngestOptions): string[] {
  if (futureCount === 0 || snapshotAt) return [];
  return [`${futureCount} report times lie more than a day ahead and do not count for the time of the snapshot`];
}
