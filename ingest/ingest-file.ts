import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { type Conversion, convertSource } from './clients/conversion.ts';
import { type Lake, connectLake } from './clients/lake.ts';
import { withLakeLock } from './clients/lake-lock.ts';
import { type ManifestFacts, checkLakeKind, checkObjects, landLoad, readManifest } from './clients/landing.ts';
import { describeExpired, findInRaw, loadIntoRaw } from './clients/loading.ts';
import { withScratchFolder } from './clients/scratch-folder.ts';
import { type SourceFile, type SourceSurvey, openSource, surveySource } from './clients/source-file.ts';
import { connectWarehouse } from './clients/warehouse.ts';
import { fileLoadId, loadFolder, parseLakeAddress } from './core/load-names.ts';
import { type Manifest, NO_PORTAL } from './core/manifest.ts';
import { LakeError } from './errors.ts';
import { type IngestEffects, type IngestOptions, type IngestSummary, defaultEffects } from './options.ts';
import { TOOL_VERSION } from './tool-version.ts';

interface Landing {
  readonly manifest: Manifest;
  readonly isNew: boolean;
  readonly warnings: readonly string[];
}

function factsOf(
  source: SourceFile,
  { sha256 }: SourceSurvey,
  { load, rows, quarantine, newestReport }: Conversion,
): ManifestFacts {
  const names = source.plan.columns.map(({ name }) => name);
  return {
    manifest_version: 2,
    load_id: load.loadId,
    load_date: load.loadDate,
    mode: 'file',
    snapshot_at: load.snapshotAt.toISOString(),
    feed_shape: source.plan.shape,
    schema_fingerprint: createHash('sha256').update(JSON.stringify(names)).digest('hex'),
    source_columns: names.map((name) => ({ name, type: null })),
    row_count: rows,
    rejected_count: quarantine?.rows ?? 0,
    source_name: basename(source.path),
    source_sha256: sha256,
    is_simulated: load.isSimulated,
    watermark: null,
    tool: TOOL_VERSION,
    ...NO_PORTAL,
    newest_report: newestReport?.toISOString() ?? null,
  };
}

/** The load as it stands in the lake: found there, or brought there now. */
async function findOrLand(
  lake: Lake,
  source: SourceFile,
  survey: SourceSurvey,
  options: IngestOptions,
  effects: IngestEffects,
  assertHeld: () => void,
): Promise<Landing> {
  const loadId = fileLoadId(survey.sha256);
  const found = await readManifest(lake, loadId);
  if (found) return { manifest: found, isNew: false, warnings: differences(found, options) };
  return withScratchFolder(options.temporaryDirectory, async (scratch) => {
    effects.log(`Converting ${source.path} (${source.plan.shape} shape)`);
    const conversion = await convertSource(source, survey, options, effects, scratch);
    effects.log(
      `Writing ${conversion.rows} rows in ${conversion.parts.length} parts to ${lake.addressOf(loadFolder(loadId))}`,
    );
    assertHeld();
    const manifest = await landLoad(lake, factsOf(source, survey, conversion), conversion);
    return { manifest, isNew: true, warnings: conversion.warnings };
  });
}

/** What was asked for and is not so, because the same content was ingested before. */
function differences(manifest: Manifest, { snapshotAt }: IngestOptions): string[] {
  if (!snapshotAt || snapshotAt.toISOString() === manifest.snapshot_at) return [];
  return [`the same content was ingested before, as of ${manifest.snapshot_at}: that stays`];
}

/**
 * Brings a CSV export of the feed into the lake and from there into raw. Interrupted anywhere, the next call goes on;
 * called again with the same content, it adds nothing.
 * @throws SourceError where the file is not the feed; nothing has been written then
 * @throws LakeError where the lake fails, or holds rows of the other kind
 * @throws WarehouseError where raw fails, or holds rows of the other kind
 */
export async function ingestFile(
  options: IngestOptions,
  effects: IngestEffects = defaultEffects,
): Promise<IngestSummary> {
  const address = parseLakeAddress(options.lake);
  if (!address) throw new LakeError(options.lake, 'is no lake: expected gs://BUCKET or gs://BUCKET/PREFIX');
  const lake = connectLake(address, options.projectId, effects);
  const warehouse = connectWarehouse(options.projectId, options.location, effects);

  const source = await openSource(options.source);
  const survey = await surveySource(source);
  const checkKind = async (): Promise<void> => {
    await checkLakeKind(lake, options.isSimulated);
    await warehouse.checkKind(options.isSimulated);
  };
  await checkKind();
  return withLakeLock(address, options.projectId, effects, async ({ assertHeld }) => {
    // Another run may have begun with rows of the other kind since.
    await checkKind();
    const { manifest, isNew, warnings } = await findOrLand(lake, source, survey, options, effects, assertHeld);
    assertHeld();
    await warehouse.ensureRaw();
    const inRaw = await findInRaw(warehouse, manifest);
    const wasLoaded = inRaw.missing.length === 0;
    if (!wasLoaded) await checkObjects(lake, manifest);
    const jobs = wasLoaded ? [] : await loadIntoRaw(warehouse, address.bucket, manifest, effects);
    return {
      loadId: manifest.load_id,
      outcome: wasLoaded ? 'already-loaded' : isNew ? 'loaded' : 'completed',
      source: options.source,
      feedShape: manifest.feed_shape,
      isSimulated: manifest.is_simulated,
      snapshotAt: new Date(manifest.snapshot_at),
      rows: manifest.row_count,
      quarantined: manifest.rejected_count,
      address: lake.addressOf(loadFolder(manifest.load_id)),
      jobs,
      warnings: inRaw.expired.length === 0 ? warnings : [...warnings, describeExpired(manifest, inRaw)],
    };
  });
}
