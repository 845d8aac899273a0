import { type CsvInput, analyseSql } from '../core/convert-sql.ts';
import { seattleInstant, seattleWallClock } from '../core/seattle-time.ts';
import { SourceError } from '../errors.ts';
import type { Engine } from './duckdb.ts';
import type { SourceSurvey } from './source-file.ts';

/** What DuckDB finds when it reads a source once. */
export interface Analysis {
  /** Rows that can be read, at most: columns not looked at may still hold what cannot. */
  readonly rowCount: number;
  /** Newest report time, as wall clock in milliseconds as if it were UTC; later than tomorrow does not count. */
  readonly newest: number | undefined;
  /** Report times later than tomorrow. */
  readonly futureCount: number;
}

/** Records that may be set aside; more are not worth it, and each costs time. */
const MOST_REJECTED = 50_000;
const DAY = 86_400_000;

/** Reads the whole source once, keeping nothing of its rows. `now` in milliseconds since 1970. */
export async function analyse(engine: Engine, input: CsvInput, now: number): Promise<Analysis> {
  const [row = []] = await engine.rows(analyseSql(input, seattleWallClock(now) + DAY));
  return {
    rowCount: Number(row[0]),
    newest: row[1] === null ? undefined : Number(row[1]),
    futureCount: Number(row[2]),
  };
}

/** Refuses what is not worth converting. @throws SourceError */
export function checkWorth(path: string, { records, invalidKeys }: SourceSurvey, { rowCount }: Analysis): void {
  if (rowCount === 0) {
    const explanation = `none of its ${records} records can be read: they do not have the fields that the header names`;
    throw new SourceError('no-rows', path, explanation);
  }
  const readable = `only ${rowCount} of its ${records} records can be read`;
  if (records - rowCount > MOST_REJECTED) throw new SourceError('too-many-rejected', path, readable);
  if (invalidKeys > MOST_REJECTED) {
    const explanation = `${invalidKeys} of its ${records} records have no offense_id of 1 to 18 digits`;
    throw new SourceError('too-many-rejected', path, explanation);
  }
}

/** When the newest offense was reported. */
export const newestReportOf = ({ newest }: Analysis): Date | undefined =>
  newest === undefined ? undefined : new Date(seattleInstant(newest));

/** When the source said this: as given, else its newest report. @throws SourceError where neither is known */
export function snapshotOf(path: string, analysis: Analysis, given: Date | undefined): Date {
  const snapshot = given ?? newestReportOf(analysis);
  if (snapshot) return snapshot;
  const explanation = 'no report time in it can be read; give --snapshot-at, when the source said this';
  throw new SourceError('no-report-time', path, explanation);
}

/** What the reader should know about a source that is taken all the same. */
export function warningsOf({ futureCount }: Analysis, snapshotAt: Date | undefined): string[] {
  if (futureCount === 0 || snapshotAt) return [];
  return [`${futureCount} report times lie more than a day ahead and do not count for the time of the snapshot`];
}
