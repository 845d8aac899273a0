import type { LakeAddress } from '../core/load-names.ts';
import { type Manifest, objectsOf } from '../core/manifest.ts';
import type { IngestEffects } from '../options.ts';
import type { Lake } from './lake.ts';
import { landedLoads } from './lake-state.ts';
import { checkObjects } from './landing.ts';
import { describeExpired, findInRaw, loadIntoRaw } from './loading.ts';
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
  if (objectsOf(manifest).length === 0 || (await findInRaw(warehouse, manifest)).missing.length === 0) return [];
  await checkObjects(lake, manifest);
  return loadIntoRaw(warehouse, address.bucket, manifest, effects);
}

/**
 * Finishes what earlier runs left: the newest load where raw lacks it, and those before it back to one that raw holds, so
 * that an interrupted reload of all is taken up too. Loads that have expired are no such remains.
 * @returns ids of the jobs
 */
export async function finishEarlierLoads(route: RawRoute, newest: Manifest | undefined): Promise<readonly string[]> {
  const { lake, warehouse, effects } = route;
  if (!newest) return [];
  const inRaw = await findInRaw(warehouse, newest);
  if (inRaw.expired.length > 0) effects.log(describeExpired(newest, inRaw));
  if (objectsOf(newest).length > 0 && inRaw.missing.length === 0) return [];
  const loads = (await landedLoads(lake)).filter(({ manifest }) => objectsOf(manifest).length > 0);
  const left: Manifest[] = [];
  for (const { manifest } of [...loads].sort((one, other) => other.writtenAt - one.writtenAt)) {
    const { held, missing } = await findInRaw(warehouse, manifest);
    if (missing.length > 0) left.unshift(manifest);
    else if (held.length > 0) break;
  }
  const jobs: string[] = [];
  for (const manifest of left) jobs.push(...(await bringIntoRaw(route, manifest)));
  return jobs;
}
