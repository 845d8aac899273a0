import { loadJobId } from '../core/load-names.ts';
import type { Manifest, ManifestObject } from '../core/manifest.ts';
import { WarehouseError } from '../errors.ts';
import type { IngestEffects } from '../options.ts';
import { RAW_DATASET } from '../raw-tables.ts';
import type { JobState, Warehouse } from './warehouse.ts';

/** First and longest wait between two looks at a running job, in milliseconds. */
const FIRST_WAIT = 50;
const LONGEST_WAIT = 5000;

/** Waits until a job has ended; undefined if there is no such job. */
async function awaitJob(warehouse: Warehouse, jobId: string, effects: IngestEffects): Promise<JobState | undefined> {
  for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 1.5, LONGEST_WAIT)) {
    const found = await warehouse.findJob(jobId);
    if (found?.state !== 'running') return found;
    await effects.sleep(wait);
  }
}

/**
 * Appends a load's objects to a raw table exactly once. Job n+1 is started only where job n ended in an error, or
 * succeeded and the table has lost the load since; a job under way, of another run even, is awaited.
 * @returns ids of the jobs started or awaited
 * @throws WarehouseError where the job that this call started fails
 */
async function loadOnce(
  warehouse: Warehouse,
  loadId: string,
  table: string,
  addresses: readonly string[],
  effects: IngestEffects,
): Promise<readonly string[]> {
  if (await warehouse.holdsLoad(table, loadId)) return [];
  for (let attempt = 1; ; attempt += 1) {
    const jobId = loadJobId(loadId, table, attempt);
    const before = await awaitJob(warehouse, jobId, effects);
    if (before) {
      // It may have ended only now, after raw was asked.
      if (before.state === 'succeeded' && (await warehouse.holdsLoad(table, loadId))) return [jobId];
      continue;
    }
    effects.log(`Loading ${table} by job ${jobId}`);
    await warehouse.startLoad(jobId, table, addresses);
    await effects.onStep?.(`job ${table}`);
    const after = await awaitJob(warehouse, jobId, effects);
    if (after?.state === 'succeeded') return [jobId];
    const reason = after?.message ?? 'the warehouse does not know the job that it took';
    throw new WarehouseError(
      `job ${jobId}`,
      `${reason}\nThe load lies whole in the lake: once that is mended, the next ingest brings it into ${RAW_DATASET}.${table}.`,
    );
  }
}

/** A raw table and the objects of a load that it takes. */
interface TableOfLoad {
  readonly table: string;
  readonly objects: readonly ManifestObject[];
}

/**
 * The tables that a load has rows for. Offenses go last: their rows in raw then mean that the load is whole, and a run
 * that died before is finished by the next.
 */
function tablesOf({ parts, quarantine, removals }: Manifest): readonly TableOfLoad[] {
  return [
    { table: 'spd_quarantine', objects: quarantine },
    { table: 'spd_removals', objects: removals ? [removals] : [] },
    { table: 'spd_offenses', objects: parts },
  ].filter(({ objects }) => objects.length > 0);
}

/** The raw tables that a load has rows for, by what raw has of it. */
export interface LoadInRaw {
  readonly held: readonly string[];
  readonly missing: readonly string[];
  /** Tables that no longer keep rows of the load's day. */
  readonly expired: readonly string[];
}

/** @throws WarehouseError */
export async function findInRaw(warehouse: Warehouse, manifest: Manifest): Promise<LoadInRaw> {
  const found = { held: [] as string[], missing: [] as string[], expired: [] as string[] };
  for (const { table } of tablesOf(manifest)) {
    if (await hasExpired(warehouse, table, manifest)) found.expired.push(table);
    else if (await warehouse.holdsLoad(table, manifest.load_id)) found.held.push(table);
    else found.missing.push(table);
  }
  return found;
}

async function hasExpired(warehouse: Warehouse, table: string, { load_date: day }: Manifest): Promise<boolean> {
  const oldest = await warehouse.oldestDay(table);
  return oldest !== undefined && day < oldest;
}

/** Why raw lacks a load, or a part of it, and how it would not. */
export const describeExpired = ({ load_id: loadId, load_date: day }: Manifest, { expired }: LoadInRaw): string =>
  `Load ${loadId} of ${day} is in the lake only: ${expired.map((table) => `${RAW_DATASET}.${table}`).join(', ')} ` +
  `no longer keeps that day; with a longer partition expiration, crime ingest reload --load ${loadId} brings it back`;

/**
 * Brings a load of the lake into raw, but for what is there already and what would expire at once.
 * @returns ids of the jobs started or awaited
 * @throws WarehouseError
 */
export async function loadIntoRaw(
  warehouse: Warehouse,
  bucket: string,
  manifest: Manifest,
  effects: IngestEffects,
): Promise<readonly string[]> {
  const jobs: string[] = [];
  for (const { table, objects } of tablesOf(manifest)) {
    if (await hasExpired(warehouse, table, manifest)) continue;
    const addresses = objects.map(({ name }) => `gs://${bucket}/${name}`);
    jobs.push(...(await loadOnce(warehouse, manifest.load_id, table, addresses, effects)));
  }
  return jobs;
}
