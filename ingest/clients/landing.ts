import { basename } from 'node:path';
import { LOADS_FOLDER, loadFolder, manifestName, partName, quarantineName } from '../core/load-names.ts';
import { type Manifest, type ManifestObject, parseManifest, printManifest } from '../core/manifest.ts';
import { LakeError, MixedLakeError } from '../errors.ts';
import type { Conversion } from './conversion.ts';
import { type Lake, type LakeObject, md5OfFile } from './lake.ts';

/** Rounds of two runs taking the same place from each other before one gives up. */
const MOST_ROUNDS = 5;

/** The load's manifest, if the load is complete. @throws LakeError where there is one that cannot be read */
export async function readManifest(lake: Lake, loadId: string): Promise<Manifest | undefined> {
  const name = manifestName(loadId);
  const text = await lake.readText(name);
  if (text === undefined) return undefined;
  const manifest = parseManifest(text);
  if (manifest) return manifest;
  throw new LakeError(lake.addressOf(name), 'is no manifest that this version can read; move the load away, or update');
}

/** Refuses to put simulated rows beside real ones, judging by one complete load: they are all alike. */
export async function checkLakeKind(lake: Lake, isSimulated: boolean): Promise<void> {
  for (const folder of await lake.folders(LOADS_FOLDER)) {
    const loadId = /load_id=(.+)\/$/.exec(folder)?.[1];
    const manifest = loadId === undefined ? undefined : await readManifest(lake, loadId);
    if (manifest === undefined) continue;
    if (manifest.is_simulated === isSimulated) return;
    throw new MixedLakeError(lake.addressOf(LOADS_FOLDER), manifest.is_simulated);
  }
}

/**
 * Uploads a file under a name of an unfinished load. What an interrupted run left there is kept if it is the same,
 * which a lost answer looks like too, and replaced if not: without a manifest it belongs to nobody.
 */
async function putPart(lake: Lake, path: string, name: string): Promise<LakeObject> {
  const md5Hash = await md5OfFile(path);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const found = await lake.find(name);
    if (found?.md5Hash === md5Hash) return found;
    await lake.put(path, name, found?.generation);
  }
  throw new LakeError(lake.addressOf(name), 'another run is writing the same load; wait until it has finished');
}

const manifestObject = (lake: Lake, { name, size, md5Hash, crc32c }: LakeObject): ManifestObject => ({
  name: lake.bucketName(name),
  ...{ size, md5Hash, crc32c },
});

/** What the manifest says beyond the objects. */
export type ManifestFacts = Omit<Manifest, 'parts' | 'quarantine'>;

/**
 * Brings a converted source into the lake, the manifest last. Returns the manifest that stands there then, which is
 * another run's where that was faster.
 * @throws LakeError
 */
export async function landLoad(lake: Lake, facts: ManifestFacts, { parts, quarantine }: Conversion): Promise<Manifest> {
  const { load_id: loadId } = facts;
  const landed: (ManifestObject & { readonly row_count: number })[] = [];
  const kept = new Map<string, LakeObject>();
  const land = async (path: string, name: string): Promise<ManifestObject> => {
    const found = await putPart(lake, path, name);
    kept.set(name, found);
    return manifestObject(lake, found);
  };
  for (const [index, part] of parts.entries()) {
    landed.push({ ...(await land(part.path, partName(loadId, index))), row_count: part.rows });
  }
  const setAside = quarantine ? await land(quarantine.path, quarantineName(loadId)) : null;
  await settleFolder(lake, loadId, kept);
  const manifest: Manifest = { ...facts, parts: landed, quarantine: setAside };
  await lake.putText(printManifest(manifest), manifestName(loadId));
  return (await readManifest(lake, loadId)) ?? manifest;
}

/** Leaves in the load's folder what this run put there, and nothing else. */
async function settleFolder(lake: Lake, loadId: string, kept: ReadonlyMap<string, LakeObject>): Promise<void> {
  for (const object of await lake.list(loadFolder(loadId))) {
    const own = kept.get(object.name);
    if (own?.generation === object.generation || object.name === manifestName(loadId)) continue;
    if (own) throw new LakeError(lake.addressOf(object.name), 'another run is writing the same load; try again later');
    await lake.remove(object);
  }
}

/** Refuses to load objects that are not those the manifest speaks of. @throws LakeError */
export async function checkObjects(lake: Lake, manifest: Manifest): Promise<void> {
  const held = new Map(
    (await lake.list(loadFolder(manifest.load_id))).map((object) => [lake.bucketName(object.name), object]),
  );
  for (const wanted of [...manifest.parts, ...(manifest.quarantine ? [manifest.quarantine] : [])]) {
    const found = held.get(wanted.name);
    if (found?.md5Hash === wanted.md5Hash && found.size === wanted.size) continue;
    const address = lake.addressOf(`${loadFolder(manifest.load_id)}${basename(wanted.name)}`);
    const state = found ? 'is not what its manifest says' : 'is missing, though its manifest names it';
    throw new LakeError(address, `${state}; delete the load's directory and ingest the source again`);
  }
}
