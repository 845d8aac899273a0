import { LOADS_FOLDER, loadFolder, loadOfFolder, manifestName, progressName, startOfLoad } from '../core/load-names.ts';
import type { LandedLoad } from '../core/inventory.ts';
import { type Manifest, type Progress, parseProgress } from '../core/manifest.ts';
import { LakeError } from '../errors.ts';
import type { Lake } from './lake.ts';
import { readManifest } from './landing.ts';

/** A portal load that has no manifest. */
export interface InterruptedLoad {
  readonly loadId: string;
  /** Undefined where nothing can be gone on with. */
  readonly progress: Progress | undefined;
}

/** What the lake says of portal loads; read from the newest backwards, so it costs the same however many there are. */
export interface LakeState {
  /** Newest complete portal load, of any mode. */
  readonly newestOfAll: Manifest | undefined;
  /** Newest complete load of the dataset that is no window. */
  readonly newest: Manifest | undefined;
  /** Newest first. */
  readonly interrupted: readonly InterruptedLoad[];
  /** When the newest portal load began, complete or not, in milliseconds since 1970; 0 where there is none. */
  readonly lastStart: number;
}

/** Ids of all loads. @throws LakeError */
export async function loadIds(lake: Lake): Promise<readonly string[]> {
  return (await lake.folders(LOADS_FOLDER)).map(loadOfFolder).filter((loadId) => loadId !== undefined);
}

/** Ids of portal loads, newest first. */
function newestFirst(ids: readonly string[]): readonly string[] {
  return ids
    .map((loadId) => ({ loadId, start: startOfLoad(loadId) }))
    .filter(({ start }) => start !== undefined)
    .sort((left, right) => (right.start ?? 0) - (left.start ?? 0))
    .map(({ loadId }) => loadId);
}

/** @throws LakeError */
export async function readLakeState(lake: Lake, dataset: string): Promise<LakeState> {
  const ids = newestFirst(await loadIds(lake));
  const interrupted: InterruptedLoad[] = [];
  let newestOfAll: Manifest | undefined;
  let newest: Manifest | undefined;
  for (const loadId of ids) {
    const manifest = await readManifest(lake, loadId);
    if (manifest === undefined) {
      const text = await lake.readText(progressName(loadId));
      interrupted.push({ loadId, progress: text === undefined ? undefined : parseProgress(text) });
      continue;
    }
    newestOfAll ??= manifest;
    if (manifest.mode === 'window' || manifest.portal?.dataset !== dataset) continue;
    newest = manifest;
    break;
  }
  return { newestOfAll, newest, interrupted, lastStart: startOfLoad(ids[0] ?? '') ?? 0 };
}

/** Every complete load, files too. @throws LakeError */
export async function landedLoads(lake: Lake): Promise<readonly LandedLoad[]> {
  const loads: LandedLoad[] = [];
  const written = new Map((await lake.list(LOADS_FOLDER)).map(({ name, writtenAt }) => [name, writtenAt]));
  for (const loadId of await loadIds(lake)) {
    const writtenAt = written.get(manifestName(loadId));
    const manifest = writtenAt === undefined ? undefined : await readManifest(lake, loadId);
    if (manifest && writtenAt !== undefined) loads.push({ manifest, writtenAt });
  }
  return loads;
}

/**
 * Removes what an unfinished load left, its progress last, so that a second attempt still finds it.
 * @throws LakeError also where the load is complete: another run may have gone on with it
 */
export async function removeLoad(lake: Lake, loadId: string): Promise<void> {
  const objects = await lake.list(loadFolder(loadId));
  if (objects.some(({ name }) => name === manifestName(loadId))) {
    throw new LakeError(
      lake.addressOf(loadFolder(loadId)),
      'was to be removed as unfinished, but another run has completed it; run the same command again',
    );
  }
  const isProgress = (name: string): boolean => name === progressName(loadId);
  for (const object of objects) if (!isProgress(object.name)) await lake.remove(object);
  for (const object of objects) if (isProgress(object.name)) await lake.remove(object);
}
