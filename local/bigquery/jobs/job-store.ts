import type { Session } from '../engine/session.ts';
import { metadataSchema, resultsSchema } from '../catalog/store.ts';
import { dropResult } from '../results/result-store.ts';
import type { Row } from '../results/encode.ts';
import { type Warehouse, withRequestSession } from '../warehouse.ts';
import type { JobRecord } from './job.ts';

const table = `${metadataSchema}.jobs`;
/** Milliseconds that finished jobs are kept: the service keeps six months; a laptop, a week. */
const keptFor = 7 * 86_400_000;
/** Milliseconds that an answer larger than a page is kept: a day, as the service does. */
const resultsKeptFor = 86_400_000;
/** Such answers at most, the newest. */
const maximumResults = 100;

/** Writes a finished job. The rows of a small answer stand apart, so that lists need not read them. */
export async function writeJob(session: Session, record: JobRecord): Promise<void> {
  const { result } = record;
  const isInline = result?.place.kind === 'inline';
  const rows = result?.place.kind === 'inline' ? JSON.stringify(result.place.rows) : '';
  const bare = isInline ? { ...record, result: { ...result, place: { kind: 'inline', rows: [] } } } : record;
  await session.run(`INSERT INTO ${table} VALUES ($1, $2, $3, $4)`, [
    record.jobId,
    BigInt(record.createdAt),
    JSON.stringify(bare),
    rows,
  ]);
}

/** Writes finished jobs, all or none. */
export async function writeJobs(session: Session, records: readonly JobRecord[]): Promise<void> {
  await session.begin();
  try {
    for (const record of records) await writeJob(session, record);
    await session.commit();
  } catch (error) {
    await session.rollback();
    throw error;
  }
}

/** A finished job with the rows of its answer, where they are kept beside it. */
export async function readJob(warehouse: Warehouse, jobId: string): Promise<JobRecord | undefined> {
  return withRequestSession(warehouse, async (session) => {
    const [row] = await session.rows(`SELECT record, rows FROM ${table} WHERE job_id = $1`, [jobId]);
    if (row === undefined) return undefined;
    const record = JSON.parse(String(row[0])) as JobRecord;
    if (record.result?.place.kind !== 'inline') return record;
    const rows = JSON.parse(String(row[1])) as readonly Row[];
    return { ...record, result: { ...record.result, place: { kind: 'inline', rows } } };
  });
}

/** Finished jobs, newest first, without rows. */
export async function listJobs(warehouse: Warehouse, limit: number): Promise<readonly JobRecord[]> {
  return withRequestSession(warehouse, async (session) => {
    const rows = await session.rows(`SELECT record FROM ${table} ORDER BY created_at DESC LIMIT ${limit}`);
    return rows.map(([record]) => JSON.parse(String(record)) as JobRecord);
  });
}

/** Ids of all finished jobs. */
export async function readJobIds(warehouse: Warehouse): Promise<readonly string[]> {
  return withRequestSession(warehouse, async (session) =>
    (await session.rows(`SELECT job_id FROM ${table}`)).map(([id]) => String(id)),
  );
}

/** Forgets a finished job and its answer. */
export async function deleteJob(warehouse: Warehouse, record: JobRecord): Promise<void> {
  await withRequestSession(warehouse, async (session) => {
    await session.run(`DELETE FROM ${table} WHERE job_id = $1`, [record.jobId]);
    if (record.result?.place.kind === 'results') await dropResult(session, record.result.place.name);
  });
}

/** Drops jobs that are too old, and tables of answers that are too old, too many, or of jobs that a kill cut short. */
export async function pruneJobs(warehouse: Warehouse, now: number): Promise<void> {
  await withRequestSession(warehouse, async (session) => {
    await session.run(`DELETE FROM ${table} WHERE created_at < ${now - keptFor}`);
    const kept = await session.rows(`
      SELECT json_extract_string(record, '$.result.place.name') AS name FROM ${table}
      WHERE json_extract_string(record, '$.result.place.kind') = 'results' AND created_at > ${now - resultsKeptFor}
      ORDER BY created_at DESC LIMIT ${maximumResults}`);
    const names = new Set(kept.map(([name]) => String(name)));
    const present = await session.rows('SELECT table_name FROM duckdb_tables() WHERE schema_name = $1', [
      resultsSchema.slice(1, -1),
    ]);
    for (const [name] of present) {
      if (!names.has(String(name))) await dropResult(session, String(name));
    }
  });
}
