import { basename, join } from 'node:path';
import {
  type CsvInput,
  type LoadConstants,
  REJECTS_SQL,
  partRowsSql,
  writeKeysSql,
  writePartsSql,
  writeQuarantineSql,
} from '../core/convert-sql.ts';
import { fileLoadId } from '../core/load-names.ts';
import { IngestError, SourceError } from '../errors.ts';
import type { IngestEffects, IngestOptions } from '../options.ts';
import { rawTable } from '../raw-tables.ts';
import { analyse, checkWorth, newestReportOf, snapshotOf, warningsOf } from './analysis.ts';
import { type Engine, withEngine } from './duckdb.ts';
import { type Reject, writeQuarantineRecords } from './quarantine.ts';
import { type SourceFile, type SourceSurvey, checkUnchanged } from './source-file.ts';

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
  /** Keys of all parts. */
  readonly keys: LocalPart;
  readonly quarantine: LocalPart | undefined;
  /** When the newest offense was reported. */
  readonly newestReport: Date | undefined;
  readonly warnings: readonly string[];
}

/** What DuckDB says of a file that it gives up on, in the words of a person who has the file. */
function explain(source: string, error: unknown): unknown {
  if (error instanceof IngestError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (/invalid state/.test(message)) {
    const advice = 'it mixes line ends (or holds a bare carriage return outside quotes); give all lines the same one';
    return new SourceError('malformed', source, advice, error);
  }
  // Of any file, the scratch folder's too: no fault of the source, whatever its name holds.
  if (message.startsWith('IO Error')) return error;
  if (/Out of Memory/.test(message)) {
    return new IngestError(`Reading ${source} takes more memory than it may have; raise the memory limit`, {
      cause: error,
    });
  }
  if (/CSV|gzip|GZIP/.test(message))
    return new SourceError('malformed', source, message.split('\n')[0] ?? message, error);
  return error;
}

/**
 * Turns a source into Parquet below `scratch`, no row passing through JavaScript but those set aside. Every record of
 * the survey is then in a part or in the quarantine.
 * @throws SourceError where it cannot be read, or holds nothing to load
 */
export async function convertSource(
  source: SourceFile,
  survey: SourceSurvey,
  options: IngestOptions,
  effects: IngestEffects,
  scratch: string,
): Promise<Conversion> {
  const work = async (engine: Engine): Promise<Conversion> => {
    const now = effects.now();
    const input = { path: source.path, isGzip: source.isGzip, plan: source.plan };
    const analysis = await analyse(engine, input, now);
    checkWorth(source.path, survey, analysis);
    const load: LoadConstants = {
      loadId: fileLoadId(survey.sha256),
      loadMode: 'file',
      loadDate: new Date(now).toISOString().slice(0, 10),
      isSimulated: options.isSimulated,
      snapshotAt: snapshotOf(source.path, analysis, options.snapshotAt),
    };
    const parts = await writeParts(engine, input, load, scratch);
    const rows = parts.reduce((total, part) => total + part.rows, 0);
    const rejects = (await engine.rows(REJECTS_SQL)).map(asReject);
    if (rows === 0) throw nothingReadable(source.path, rejects);
    await checkUnchanged(source);
    const isWhole = rows === survey.records && rejects.length === 0;
    const quarantine = isWhole ? undefined : await setAside(engine, source, load, rejects, scratch);
    if (rows + (quarantine?.rows ?? 0) !== survey.records)
      throw notCounted(source.path, survey, rows, quarantine, rejects);
    const keys = { path: join(scratch, 'keys.parquet'), rows };
    const paths = parts.map(({ path }) => path);
    await engine.rows(writeKeysSql(paths, source.plan.shape, keys.path));
    const newestReport = newestReportOf(analysis);
    return { load, parts, rows, keys, quarantine, newestReport, warnings: warningsOf(analysis, options.snapshotAt) };
  };
  try {
    return await withEngine(options.memoryLimitMegabytes, scratch, work);
  } catch (error) {
    throw explain(source.path, error);
  }
}

async function writeParts(engine: Engine, input: CsvInput, load: LoadConstants, scratch: string): Promise<LocalPart[]> {
  const folder = join(scratch, 'parts');
  await engine.rows(writePartsSql(input, load, rawTable('spd_offenses'), folder));
  return (await engine.rows(partRowsSql(folder)))
    .map(([name, rows]) => ({ path: join(folder, String(name)), rows: Number(rows) }))
    .sort((left, right) => partNumber(left.path) - partNumber(right.path));
}

/** DuckDB names its files `data_0`, `data_1`, … `data_10`. */
const partNumber = (path: string): number => Number(/(\d+)\.parquet$/.exec(basename(path))?.[1] ?? 0);

function asReject([position, kind, column, explanation]: readonly unknown[]): Reject {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return {
    position: Number(position),
    column: column === null ? undefined : Number(text(column).slice(1)),
    reason: `${text(kind).toLowerCase()}: ${text(explanation)}`,
  };
}

const nothingReadable = (path: string, rejects: readonly Reject[]): SourceError => {
  const first = rejects[0]?.reason ?? 'no record has an offense_id of 1 to 18 digits';
  return new SourceError('no-rows', path, `none of its records can be read; the first: ${first}`);
};

/** Where DuckDB and the scanner cut the file into different records, nobody can say what was left out. */
function notCounted(
  path: string,
  { records }: SourceSurvey,
  rows: number,
  quarantine: LocalPart | undefined,
  rejects: readonly Reject[],
): SourceError {
  const found = `${rows} rows can be read and ${quarantine?.rows ?? 0} cannot, of ${records} records by its quotes and line ends`;
  const first = rejects[0] ? `; the first fault is ${rejects[0].reason}` : '';
  return new SourceError('malformed', path, `its quotes or line ends are out of order: ${found}${first}`);
}

async function setAside(
  engine: Engine,
  source: SourceFile,
  load: LoadConstants,
  rejects: readonly Reject[],
  scratch: string,
): Promise<LocalPart | undefined> {
  const ndjson = join(scratch, 'quarantine.ndjson');
  const rows = await writeQuarantineRecords(source, load, rejects, ndjson);
  if (rows === 0) return undefined;
  const path = join(scratch, 'quarantine.parquet');
  await engine.rows(writeQuarantineSql(ndjson, rawTable('spd_quarantine'), path));
  return { path, rows };
}
