import { loadJobId } from '../core/load-names.ts';
import type { Manifest, ManifestObject } from '../core/manifest.ts';
import { WarehouseError } from '../errors.ts';
import type { IngestEffects } from '../options.ts';
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
    const after = await awaitJob(warehouse, jobId, effects);
    if (after?.state === 'succeeded') return [jobId];
    throw new WarehouseError(`job ${jobId}`, after?.message ?? 'the warehouse does not know the job that it took');
  }
}

/** Whether raw holds all of a load. @throws WarehouseError */
export async function isLoaded(warehouse: Warehouse, { load_id: loadId, quarantine }: Manifest): Promise<boolean> {
  if (!(await warehouse.holdsLoad('spd_offenses', loadId))) return false;
  return quarantine === null || warehouse.holdsLoad('spd_quarantine', loadId);
}

/**
 * Brings a load of the lake into raw, what is there already excepted. The quarantine goes first: rows in
 * `spd_offenses` then mean that the load is whole, and a run that died between the two is finished by the next.
 * @throws WarehouseError
 */
export async function loadIntoRaw(
  warehouse: Warehouse,
  bucket: string,
  { load_id: loadId, parts, quarantine }: Manifest,
  effects: IngestEffects,
): Promise<readonly string[]> {
  const addressesOf = (objects: readonly ManifestObject[]): string[] =>
    objects.map(({ name }) => `gs://${bucket}/${name}`);
  const setAside = quarantine
    ? await loadOnce(warehouse, loadId, 'spd_quarantine', addressesOf([quarantine]), effects)
    : [];
  return [...setAside, ...(await loadOnce(warehouse, loadId, 'spd_offenses', addressesOf(parts), effects))];
}
