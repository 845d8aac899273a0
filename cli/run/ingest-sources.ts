import { join } from 'node:path';
import { defaultEffects, ingestFile } from '../../ingest/index.ts';
import { writeSimulatedExports } from '../../local/portal/simulation/index.ts';
import type { SourceOptions } from '../options.ts';
import { requireLake, type Place } from '../place.ts';
import type { Terminal } from '../terminal.ts';

/** What to ingest, and the folder that may hold files on the way. */
export interface SourcesToIngest extends SourceOptions {
  /** An absolute path. */
  readonly dataDir: string;
}

/** One file that was ingested, or had been before. */
export interface IngestedFile {
  readonly source: string;
  readonly loadId: string;
  readonly rows: number;
  readonly quarantined: number;
  readonly isSimulated: boolean;
  /** False where the same file had been loaded before, so that nothing was added. */
  readonly isNew: boolean;
}

interface SourceFile {
  readonly path: string;
  readonly snapshotAt: Date | undefined;
  readonly isSimulated: boolean;
}

/** Ingests the given files one after the other; without any, the simulated exports. */
export async function ingestSources(
  sources: SourcesToIngest,
  place: Place,
  terminal: Terminal,
): Promise<readonly IngestedFile[]> {
  const lake = requireLake(place);
  const files =
    sources.source === undefined ? await simulatedFiles(sources, terminal) : givenFiles(sources.source, sources);
  const ingested: IngestedFile[] = [];
  for (const { path, snapshotAt, isSimulated } of files) {
    const summary = await ingestFile(
      {
        source: path,
        lake,
        projectId: place.projectId,
        location: place.location,
        isSimulated,
        memoryLimitMegabytes: sources.memoryLimit,
        temporaryDirectory: join(sources.dataDir, 'temporary'),
        ...(snapshotAt === undefined ? {} : { snapshotAt }),
      },
      { ...defaultEffects, log: terminal.log },
    );
    summary.warnings.forEach(terminal.log);
    const { source, loadId, rows, quarantined, outcome } = summary;
    ingested.push({ source, loadId, rows, quarantined, isSimulated, isNew: outcome !== 'already-loaded' });
  }
  return ingested;
}

async function simulatedFiles(sources: SourcesToIngest, terminal: Terminal): Promise<readonly SourceFile[]> {
  terminal.log('No --source: the rows are SIMULATED.');
  const simulated = await writeSimulatedExports({
    directory: join(sources.dataDir, 'sources'),
    rows: sources.simulatedRows,
    seed: sources.seed,
  });
  return simulated.exports.map(({ path, snapshotAt }) => ({
    path,
    snapshotAt: new Date(snapshotAt),
    isSimulated: true,
  }));
}

function givenFiles(paths: readonly string[], { snapshotAt }: SourceOptions): readonly SourceFile[] {
  return paths.map((path) => ({ path, snapshotAt, isSimulated: false }));
}
