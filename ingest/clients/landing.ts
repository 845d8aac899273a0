import { basename } from 'node:path';
import {
  LOADS_FOLDER,
  keysName,
  loadFolder,
  loadOfFolder,
  manifestName,
  partName,
  quarantineName,
} from '../core/load-names.ts';
import {
  type CountedObject,
  type Manifest,
  type ManifestObject,
  objectsOf,
  parseManifest,
  printManifest,
} from '../core/manifest.ts';
import { LakeError, MixedLakeError } from '../errors.ts';
import type { Conversion, LocalPart } from './conversion.ts';
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
    const loadId = loadOfFolder(folder);
    const manifest = loadId === undefined ? undefined : await readManifest(lake, loadId);
    if (manifest === undefined) continue;
    if (manifest.is_simulated === isSimulated) return;
    throw new MixedLakeError(lake.addressOf(LOADS_FOLDER), manifest.is_simulated);
  }
}

/**
 * Uploads a file under a name of an unfinished load. What an interrupted run left there is kept if it is the same,
 * which a lost answer looks like too, and replaced if not: without a manifest it belongs to nobody.
 * @throws LakeError
 */
async function putFile(lake: Lake, path: string, name: string): Promise<LakeObject> {
  const md5Hash = await md5OfFile(path);
  let over: string | undefined;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const put = await lake.put(path, name, over);
    const found = put === 'taken' ? await lake.find(name) : put;
    if (found?.md5Hash === md5Hash) return found;
    over = found?.generation;
  }
  throw new LakeError(lake.addressOf(name), 'another run is writing the same load; wait until it has finished');
}

const manifestObject = (lake: Lake, { name, size, md5Hash, crc32c }: LakeObject): ManifestObject => ({
  name: lake.bucketName(name),
  ...{ size, md5Hash, crc32c },
});

/** Uploads a part and gives what the manifest says of it. @throws LakeError */
export async function putPart(lake: Lake, { path, rows }: LocalPart, name: string): Promise<CountedObject> {
  return { ...manifestObject(lake, await putFile(lake, path, name)), row_count: rows };
}

/** What the manifest says beyond the objects. */
export type ManifestFacts = Omit<Manifest, 'parts' | 'keys' | 'quarantine'>;

/**
 * Brings a converted file into the lake, the manifest last. Returns the manifest that stands there then, which is
 * another run's where that was faster.
 * @throws LakeError
 */
export async function landLoad(lake: Lake, facts: ManifestFacts, conversion: Conversion): Promise<Manifest> {
  const { load_id: loadId } = facts;
  const parts: CountedObject[] = [];
  for (const [index, part] of conversion.parts.entries())
    parts.push(await putPart(lake, part, partName(loadId, index)));
  const keys = [await putPart(lake, conversion.keys, keysName(loadId, 0))];
  const aside = conversion.quarantine;
  const quarantine = aside ? [await putPart(lake, aside, quarantineName(loadId))] : [];
  return publish(lake, { ...facts, parts, keys, quarantine });
}

/**
 * Makes a load exist: leaves in its folder what the manifest names and nothing else, then writes the manifest.
 * Returns the manifest that stands there then.
 * @throws LakeError
 */
export async function publish(lake: Lake, manifest: Manifest, spared: readonly string[] = []): Promise<Manifest> {
  const { load_id: loadId } = manifest;
  await settleFolder(lake, manifest, spared);
  await checkObjects(lake, manifest);
  await lake.putText(printManifest(manifest), manifestName(loadId));
  return (await readManifest(lake, loadId)) ?? manifest;
}

/** Removes from an unfinished load's folder what the manifest does not name. @throws LakeError where a named object is another's */
export async function settleFolder(lake: Lake, manifest: Manifest, spared: readonly string[]): Promise<void> {
  const own = new Map(objectsOf(manifest).map((object) => [object.name, object]));
  const loadId = manifest.load_id;
  for (const object of await lake.list(loadFolder(loadId))) {
    const wanted = own.get(lake.bucketName(object.name));
    const isKept = wanted?.md5Hash === object.md5Hash || [manifestName(loadId), ...spared].includes(object.name);
    if (isKept) continue;
    if (wanted)
      throw new LakeError(lake.addressOf(object.name), 'another run is writing the same load; try again later');
    await lake.remove(object);
  }
}

/** What is wrong with the objects that the manifest names, judged by the folder's listing; undefined where they are as it says. */
export async function faultOfObjects(
  lake: Lake,
  manifest: Manifest,
): Promise<{ readonly name: string; readonly state: string } | undefined> {
  const held = new Map(
    (await lake.list(loadFolder(manifest.load_id))).map((object) => [lake.bucketName(object.name), object]),
  );
  for (const wanted of objectsOf(manifest)) {
    const found = held.get(wanted.name);
    if (found?.md5Hash === wanted.md5Hash && found.size === wanted.size) continue;
    const state = found ? 'is not what its manifest says' : 'is missing, though its manifest names it';
    return { name: wanted.name, state };
  }
  return undefined;
}

/** Refuses to load objects that are not those the manifest speaks of. @throws LakeError */
export async function checkObjects(lake: Lake, manifest: Manifest): Promise<void> {
  const fault = await faultOfObjects(lake, manifest);
  if (!fault) return;
  const address = lake.addressOf(`${loadFolder(manifest.load_id)}${basename(fault.name)}`);
  throw new LakeError(address, `${fault.state}; delete the load's directory and ingest the source again`);
}
