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
 * Finishes what an earlier run left: the newest load where raw lacks it, and all of them where raw holds none.
 * @returns ids of the jobs
 */
export async function finishEarlierLoads(route: RawRoute, newest: Manifest | undefined): Promise<readonly string[]> {
  if (!newest) return [];
  if (await route.warehouse.holdsAny('spd_offenses')) return bringIntoRaw(route, newest);
  const jobs: string[] = [];
  const loads = [...(await landedLoads(route.lake))].sort((left, right) => left.writtenAt - right.writtenAt);
  for (const { manifest } of loads) jobs.push(...(await bringIntoRaw(route, manifest)));
  return jobs;
}
