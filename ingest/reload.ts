import { connectLake } from './clients/lake.ts';
import { withLakeLock } from './clients/lake-lock.ts';
import { landedLoads } from './clients/lake-state.ts';
import { describeExpired, findInRaw } from './clients/loading.ts';
import { bringIntoRaw } from './clients/raw-loads.ts';
import { connectWarehouse } from './clients/warehouse.ts';
import { loadFolder, parseLakeAddress } from './core/load-names.ts';
import { LakeError } from './errors.ts';
import { type IngestEffects, defaultEffects } from './options.ts';

/** What to load again, and where from. */
export interface ReloadOptions {
  /** Id of a load, or `all`. */
  readonly load: string;
  readonly lake: string;
  readonly projectId?: string;
  readonly location: string;
}

/** What became of a load. */
export interface ReloadedLoad {
  readonly loadId: string;
  /** Raw tables that lacked the load; empty where raw held it all. */
  readonly tables: readonly string[];
  /** Raw tables that no longer keep rows of the load's day: the load was left out of them. */
  readonly expired: readonly string[];
  readonly jobs: readonly string[];
}

/**
 * Loads from the lake what raw has lost. What raw holds is left alone, so nothing is doubled, and what would expire at once is
 * left out.
 * @throws LakeError where there is no such load, or its objects are not those of its manifest
 * @throws WarehouseError
 */
export async function reloadFromLake(
  options: ReloadOptions,
  effects: IngestEffects = defaultEffects,
): Promise<readonly ReloadedLoad[]> {
  const address = parseLakeAddress(options.lake);
  if (!address) throw new LakeError(options.lake, 'is no lake: expected gs://BUCKET or gs://BUCKET/PREFIX');
  const lake = connectLake(address, options.projectId, effects);
  const warehouse = connectWarehouse(options.projectId, options.location, effects);
  return withLakeLock(address, options.projectId, effects, async ({ assertHeld }) => {
    const landed = [...(await landedLoads(lake))].sort((left, right) => left.writtenAt - right.writtenAt);
    const wanted = landed
      .map(({ manifest }) => manifest)
      .filter(({ load_id: loadId }) => options.load === 'all' || loadId === options.load);
    if (wanted.length === 0 && options.load !== 'all') {
      throw new LakeError(
        lake.addressOf(loadFolder(options.load)),
        'is no complete load; `crime ingest status` lists them',
      );
    }
    for (const { is_simulated: isSimulated } of wanted.slice(0, 1)) await warehouse.checkKind(isSimulated);
    await warehouse.ensureRaw();
    const reloaded: ReloadedLoad[] = [];
    for (const manifest of wanted) {
      assertHeld();
      const inRaw = await findInRaw(warehouse, manifest);
      const { missing: tables, expired } = inRaw;
      if (expired.length > 0) effects.log(describeExpired(manifest, inRaw));
      const jobs = await bringIntoRaw({ lake, address, warehouse, effects }, manifest);
      reloaded.push({ loadId: manifest.load_id, tables, expired, jobs });
    }
    return reloaded;
  });
}
