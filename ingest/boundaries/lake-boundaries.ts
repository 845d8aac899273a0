import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { connectLake, type Lake, type LakeObject } from '../clients/lake.ts';
import { parseLakeAddress } from '../core/load-names.ts';
import { LakeError, SourceError } from '../errors.ts';
import { defaultEffects, type IngestEffects } from '../options.ts';
import { type Area, parseAreas } from './geojson.ts';
import {
  BOUNDARIES_FOLDER,
  boundaryFolder,
  boundaryLoadId,
  type BoundaryManifest,
  parseBoundaryManifest,
} from './manifest.ts';
import { type Naming, nameAreas } from './name-areas.ts';
import { readBoundarySource, shownSource } from './read-source.ts';

/** Where boundaries are kept. */
export interface BoundaryPlace {
  /** `gs://BUCKET` or `gs://BUCKET/PREFIX`; the bucket exists. */
  readonly lake: string;
  readonly projectId?: string;
}

/** What to load. */
export interface BoundaryOptions extends BoundaryPlace {
  /** Path or address of a GeoJSON file. */
  readonly source: string;
  /** Whose work it is, and what may be done with it; where undefined the file must say so itself. */
  readonly origin: string | undefined;
  readonly licence: string | undefined;
  /** Names of the neighborhoods, as the models have them. */
  readonly neighborhoods: readonly string[];
}

/** Boundaries that the lake holds. */
export interface LoadedBoundaries {
  readonly manifest: BoundaryManifest;
  readonly areas: readonly Area[];
}

/** What came of loading. */
export interface BoundarySummary {
  readonly manifest: BoundaryManifest;
  readonly naming: Naming;
  /** False where the lake held the same file, told of in the same words. */
  readonly isNew: boolean;
}

/** Rounds of two runs taking the same place from each other before one gives up. */
const mostRounds = 5;

/**
 * Brings the boundaries of neighborhoods into the lake, whole and unchanged; the newest are those that count.
 * @throws SourceError where they cannot be read, are none, or say nothing of their origin and licence; nothing was written.
 * @throws LakeError
 */
export async function loadBoundaries(
  options: BoundaryOptions,
  effects: IngestEffects = defaultEffects,
): Promise<BoundarySummary> {
  const { neighborhoods } = options;
  const text = await readBoundarySource(options.source);
  const source = shownSource(options.source);
  const file = parseAreas(text, source);
  const naming = nameAreas(file.areas, neighborhoods, source);
  const told = {
    origin: requireTold('origin', options.origin ?? file.origin, source),
    licence: requireTold('licence', options.licence ?? file.licence, source),
  };
  const loadId = boundaryLoadId(sha256(JSON.stringify([sha256(text), told])));
  const lake = openLake(options, effects);
  const object = await putText(lake, text, `${boundaryFolder(loadId)}boundaries.geojson`);
  const manifest: BoundaryManifest = {
    manifest_version: 1,
    load_id: loadId,
    loaded_at: new Date(effects.now()).toISOString(),
    source_name: /^https?:/i.test(source) ? source : basename(source),
    source_sha256: sha256(text),
    ...told,
    area_count: file.areas.length,
    object: { name: lake.bucketName(object.name), size: object.size, md5Hash: object.md5Hash, crc32c: object.crc32c },
  };
  const name = manifestName(loadId);
  const isNew = (await lake.find(name)) === undefined;
  await putText(lake, `${JSON.stringify(manifest, null, 2)}\n`, name);
  return { manifest, naming, isNew };
}

/**
 * The newest boundaries; undefined where none were loaded.
 * @throws LakeError where they are there and cannot be read, or are not what the manifest says.
 */
export async function loadedBoundaries(
  place: BoundaryPlace,
  effects: IngestEffects = defaultEffects,
): Promise<LoadedBoundaries | undefined> {
  const lake = openLake(place, effects);
  const folders = await lake.folders(BOUNDARIES_FOLDER);
  const manifests = await Promise.all(folders.map((folder) => readManifest(lake, `${folder}manifest.json`)));
  const manifest = manifests
    .filter((found) => found !== undefined)
    .sort((left, right) => right.loaded_at.localeCompare(left.loaded_at))[0];
  if (manifest === undefined) return undefined;
  const name = `${boundaryFolder(manifest.load_id)}boundaries.geojson`;
  const text = await lake.readText(name);
  if (text === undefined || sha256(text) !== manifest.source_sha256) {
    throw new LakeError(lake.addressOf(name), 'is not what its manifest says; load the boundaries again');
  }
  return { manifest, areas: parseAreas(text, lake.addressOf(name)).areas };
}

const manifestName = (loadId: string) => `${boundaryFolder(loadId)}manifest.json`;

function openLake({ lake, projectId }: BoundaryPlace, effects: IngestEffects): Lake {
  const address = parseLakeAddress(lake);
  if (!address) throw new LakeError(lake, 'is no lake: expected gs://BUCKET or gs://BUCKET/PREFIX');
  return connectLake(address, projectId, effects);
}

function requireTold(what: 'origin' | 'licence', told: string | undefined, source: string): string {
  if (told !== undefined && told.trim() !== '') return told.trim();
  throw new SourceError(
    'not-told',
    source,
    `it does not say its ${what}, which is shown with it; give it by --${what}`,
  );
}

/** Writes a text under a name, in the place of what is there; the same is kept. */
async function putText(lake: Lake, text: string, name: string): Promise<LakeObject> {
  const md5Hash = createHash('md5').update(text).digest('base64');
  for (let round = 0; round < mostRounds; round += 1) {
    const found = await lake.find(name);
    if (found?.md5Hash === md5Hash) return found;
    await lake.putText(text, name, found?.generation);
  }
  throw new LakeError(lake.addressOf(name), 'another run is writing the same; wait until it has finished');
}

async function readManifest(lake: Lake, name: string): Promise<BoundaryManifest | undefined> {
  const text = await lake.readText(name);
  // Without a manifest the load was cut off: it does not exist.
  if (text === undefined) return undefined;
  const manifest = parseBoundaryManifest(text);
  if (manifest) return manifest;
  throw new LakeError(lake.addressOf(name), 'is no manifest that this version can read; move the load away, or update');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
