import type { Argv } from 'yargs';
import { type ReloadedLoad, defaultEffects, ingestStatus, reloadFromLake } from '../../ingest/index.ts';
import type { Command } from '../command.ts';
import { ingestDataDirectory, readingDataDirectory } from '../data-directory.ts';
import { CliError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import { ensureLocalBucket } from '../local-bucket.ts';
import { singleText } from '../option-values.ts';
import { placeOptions, sourceOptions, type PlaceOptions, type SourceOptions } from '../options.ts';
import { openPlace, requireLake, type Place } from '../place.ts';
import { ingestedLines } from '../run/ingested-lines.ts';
import { ingestSources } from '../run/ingest-sources.ts';
import { isSimulatedSource, sourceKind } from '../run/source-kind.ts';
import { statusLines } from '../run/status-lines.ts';
import { unlessStopped } from '../signals.ts';
import type { Terminal } from '../terminal.ts';

interface IngestOptions extends PlaceOptions, SourceOptions {
  readonly action: 'status' | 'reload' | undefined;
  readonly load: string | undefined;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** `crime ingest`: from the portal or from files to the lake and the raw tables; what the lake holds; and raw anew from it. */
export const ingestCommand: Command<IngestOptions> = {
  name: 'ingest [action]',
  description: 'Bring the feed into the lake and the raw tables; status tells of it, reload fills raw from the lake.',
  options: (parser) =>
    sourceOptions(placeOptions(parser))
      .positional('action', {
        choices: ['status', 'reload'] as const,
        description: 'status: what the lake holds; reload: load from the lake what raw has lost (--load).',
      })
      .option('load', {
        coerce: singleText('load'),
        requiresArg: true,
        description: 'Of reload: the id of a load, or all.',
      })
      .option('dry-run', {
        type: 'boolean',
        default: false,
        description: 'Of a portal: say what would be done, why, and how many rows are expected; write nothing.',
      })
      .option('json', { type: 'boolean', default: false, description: 'Print the outcome as JSON.' })
      .example('$0 ingest', 'From the simulated portal, into the services on this machine')
      .example('$0 ingest --source live --dry-run', 'What there is to do at the city’s portal')
      .example('$0 ingest --source live --mode sweep', 'Find what vanished there')
      .example('$0 ingest --source export.csv.gz --project my-project --lake gs://my-lake', 'Into Google Cloud')
      .example('$0 ingest status --json', 'Loads, watermark, age')
      .example('$0 ingest reload --load all', 'Load again what raw has lost') as unknown as Argv<IngestOptions>,
  run: async (options, { terminal }) => {
    if ((options.action === 'reload') !== (options.load !== undefined)) {
      throw new CliError('crime ingest reload and --load go together.', ExitCode.usage, 'Name a load, or --load all.');
    }
    if (options.dryRun && options.action === undefined && sourceKind(options).kind === 'files') {
      throw new CliError('--dry-run is for a portal, not for files.', ExitCode.usage, 'Leave it out.');
    }
    const dataDir =
      options.action === undefined
        ? ingestDataDirectory(options.dataDir, await isSimulatedSource(options))
        : readingDataDirectory(options.dataDir);
    const place = await openPlace(options, dataDir, terminal);
    try {
      await unlessStopped(async () => {
        await ensureLocalBucket(place);
        await act(options, dataDir, place, terminal);
      });
    } finally {
      await place.stop();
    }
    return ExitCode.ok;
  },
};

async function act(options: IngestOptions, dataDir: string, place: Place, terminal: Terminal): Promise<void> {
  const { json, action, load } = options;
  const where = { lake: requireLake(place), projectId: place.projectId, location: place.location };
  const effects = { ...defaultEffects, log: terminal.log };
  const show = (result: unknown, lines: readonly string[]) => {
    if (json) terminal.print(JSON.stringify(result, null, 2));
    else lines.forEach(terminal.print);
  };
  if (action === 'status') {
    const status = await ingestStatus(where, effects);
    show(status, statusLines(status));
  } else if (load !== undefined) {
    const reloaded = await reloadFromLake({ ...where, load }, effects);
    show(
      reloaded,
      reloaded.map((each) => `${each.loadId}: ${reloadedText(each)}`),
    );
  } else {
    const ingested = await ingestSources({ ...options, dataDir }, place, terminal);
    show(ingested, ingestedLines(ingested));
  }
}

function reloadedText({ tables, expired }: ReloadedLoad): string {
  const loaded = tables.length > 0 ? [`loaded ${tables.join(', ')}`] : [];
  const left = expired.length > 0 ? [`left out of ${expired.join(', ')}, where its day has expired`] : [];
  const parts = [...loaded, ...left];
  return parts.length > 0 ? parts.join('; ') : 'raw holds it';
}
