import type { LakeAddress } from '../core/load-names.ts';
import { type Manifest, objectsOf } from '../core/manifest.ts';
import type { IngestEffects } from '../options.ts';
import type { Lake } from './lake.ts';
import { landedLoads } from './lake-state.ts';
import { checkObjects } from './landing.ts';
import { loadIntoRaw, missingTables } from './loading.ts';
import type { Warehouse } from './warehouse.ts';

/** The two ends of loading. */
export interface RawRoute {
  readonly lake: Lake;
  readonly address: LakeAddress;
  readonly warehouse: Warehouse;
  readonly effects: IngestEffects;
}

/** Brings what raw lacks of a load there, from the lake. @returns ids of the jobs. @throws LakeError, WarehouseError */
export async function bringIntoRaw(route: RawRoute, manifest: Manifest): Promise<readonly string[]> {
  const { lake, address, warehouse, effects } = route;
  if (objectsOf(manifest).length === 0 || (await missingTables(warehouse, manifest)).length === 0) return [];
  await checkObjects(lake, manifest);
  return loadIntoRaw(warehouse, address.bucket, manifest, effects);
}

/**
 * Finishes what earlier runs left: the newest load where raw lacks it, and those before it back to one that raw holds, so
 * that an interrupted reload of all is taken up too.
 * @returns ids of the jobs
 */
export async function finishEarlierLoads(route: RawRoute, newest: Manifest | undefined): Promise<readonly string[]> {
  const lacks = async (manifest: Manifest): Promise<boolean> =>
    (await missingTables(route.warehouse, manifest)).length > 0;
  if (!newest || (objectsOf(newest).length > 0 && !(await lacks(newest)))) return [];
  const loads = (await landedLoads(route.lake)).filter(({ manifest }) => objectsOf(manifest).length > 0);
  const left: Manifest[] = [];
  for (const { manifest } of [...loads].sort((one, other) => other.writtenAt - one.writtenAt)) {
    if (!(await lacks(manifest))) break;
    left.unshift(manifest);
  }
  const jobs: string[] = [];
  for (const manifest of left) jobs.push(...(await bringIntoRaw(route, manifest)));
  return jobs;
}
