import { join } from 'node:path';
import { stderr } from 'node:process';
import {
  type IngestEffects,
  type PortalIngestSummary,
  defaultEffects,
  ingestFile,
  ingestPortal,
  ingestStatus,
} from '../../ingest/index.ts';
import { simulationParameters } from '../../local/portal/simulation/parameters.ts';
import { TimelineDays } from '../../local/portal/timeline/days.ts';
import { startPortalProcess } from '../../local/portal-process.ts';
import type { SourceOptions } from '../options.ts';
import { requireLake, type Place } from '../place.ts';
import type { Terminal } from '../terminal.ts';
import { progressReporter } from './ingest-progress.ts';
import { appToken, sourceKind } from './source-kind.ts';

/** What to ingest, and the folder that may hold files on the way. */
export interface SourcesToIngest extends SourceOptions {
  /** An absolute path. */
  readonly dataDir: string;
  /** Says what would be done to load from a portal, and writes nothing. */
  readonly dryRun?: boolean;
}

/** What came of one source: a file, or a look at a portal. */
export interface IngestedSource {
  readonly source: string;
  /** The load made or, where nothing was to do, the newest there is; undefined where there is none yet. */
  readonly loadId: string | undefined;
  /** How it was loaded; `none` where nothing was to do. */
  readonly mode: 'file' | 'full' | 'incremental' | 'window' | 'sweep' | 'none';
  /** Why so; empty for files. */
  readonly reason: string;
  readonly rows: number;
  readonly quarantined: number;
  /** Offenses found removed. */
  readonly removals: number;
  readonly isSimulated: boolean;
  /** False where nothing was added. */
  readonly isNew: boolean;
  /** True where a dry run only says what would be loaded. */
  readonly isPlan: boolean;
}

/** Ingests the given files one after the other, or from the portal; without a source, from the simulated one. */
export async function ingestSources(
  sources: SourcesToIngest,
  place: Place,
  terminal: Terminal,
): Promise<readonly IngestedSource[]> {
  const source = sourceKind(sources);
  if (source.kind === 'files') return ingestFiles(source.paths, sources, place, terminal);
  if (source.kind === 'portal') return [await ingestFrom(source.url, sources, place, terminal)];
  return ingestSimulated(sources, place, terminal);
}

const effectsOf = (terminal: Terminal): IngestEffects => ({
  ...defaultEffects,
  log: terminal.log,
  // On a terminal the progress says as much.
  ...(stderr.isTTY ? {} : { trace: terminal.log }),
  progress: progressReporter(terminal.progress, () => performance.now()),
});

async function ingestFiles(
  paths: readonly string[],
  sources: SourcesToIngest,
  place: Place,
  terminal: Terminal,
): Promise<readonly IngestedSource[]> {
  const ingested: IngestedSource[] = [];
  for (const path of paths) {
    const { source, loadId, rows, quarantined, outcome, warnings } = await ingestFile(
      {
        ...common(sources, place),
        source: path,
        isSimulated: false,
        ...(sources.snapshotAt === undefined ? {} : { snapshotAt: sources.snapshotAt }),
      },
      effectsOf(terminal),
    );
    warnings.forEach(terminal.log);
    const isNew = outcome !== 'already-loaded';
    const facts = { mode: 'file', reason: '', removals: 0, isSimulated: false, isPlan: false } as const;
    ingested.push({ source, loadId, rows, quarantined, isNew, ...facts });
  }
  return ingested;
}

function common(sources: SourcesToIngest, place: Place) {
  return {
    lake: requireLake(place),
    projectId: place.projectId,
    location: place.location,
    memoryLimitMegabytes: sources.memoryLimit,
    temporaryDirectory: join(sources.dataDir, 'temporary'),
  };
}

async function ingestFrom(
  url: string,
  sources: SourcesToIngest,
  place: Place,
  terminal: Terminal,
): Promise<IngestedSource> {
  const token = await appToken(sources);
  const { mapping, since, until, mode, dataset, dryRun } = sources;
  const summary = await ingestPortal(
    {
      ...common(sources, place),
      ...{ portal: url, dataset, mode, isDryRun: dryRun === true },
      ...(token === undefined ? {} : { token }),
      ...(mapping === undefined ? {} : { mapping }),
      ...(since === undefined ? {} : { since }),
      ...(until === undefined ? {} : { until }),
    },
    effectsOf(terminal),
  );
  summary.warnings.forEach(terminal.log);
  return ingestedFrom(summary);
}

function ingestedFrom(summary: PortalIngestSummary): IngestedSource {
  const { source, loadId, mode = 'none', reason, rows, quarantined, removals, isSimulated, outcome } = summary;
  const isPlan = outcome === 'planned';
  const isNew = outcome === 'loaded' || outcome === 'completed';
  return { source, loadId, mode, reason, rows, quarantined, removals, isSimulated, isNew, isPlan };
}

/**
 * Ingests the simulated portal as it is, and before that, the first time, as it was the day before its columns were
 * renamed: so that both shapes of the feed and a change between them are always there.
 */
async function ingestSimulated(
  sources: SourcesToIngest,
  place: Place,
  terminal: Terminal,
): Promise<readonly IngestedSource[]> {
  terminal.log('No --source: the rows are SIMULATED, served by a portal on this machine.');
  const simulation = { rows: sources.simulatedRows, seed: sources.seed };
  const { loads } = await ingestStatus({ lake: requireLake(place), projectId: place.projectId }, effectsOf(terminal));
  const isFirst = !loads.some(({ mode }) => mode !== 'file');
  const beforeRenaming = new TimelineDays(simulationParameters(simulation)).renamed - 1;
  const days = isFirst ? [beforeRenaming, 0] : [0];
  const portal = await startPortalProcess({
    ...{ directory: join(sources.dataDir, 'portal'), simulation, day: days[0] ?? 0, log: terminal.log },
    datasetId: sources.dataset,
  });
  try {
    const ingested: IngestedSource[] = [];
    for (const day of days) {
      await portal.setDay(day);
      ingested.push(await ingestFrom(portal.url, sources, place, terminal));
    }
    return ingested;
  } finally {
    await portal.stop();
  }
}
