import type { Command } from '../command.ts';
import { ingestDataDirectory } from '../data-directory.ts';
import { ExitCode } from '../exit-codes.ts';
import { ensureLocalBucket } from '../local-bucket.ts';
import { placeOptions, sourceOptions, type PlaceOptions, type SourceOptions } from '../options.ts';
import { openPlace } from '../place.ts';
import { ingestSources, type IngestedFile } from '../run/ingest-sources.ts';
import { unlessStopped } from '../signals.ts';
import { textTable } from '../text-table.ts';

interface IngestOptions extends PlaceOptions, SourceOptions {
  readonly json: boolean;
}

/** `crime ingest`: from CSV exports to the lake and the raw tables. */
export const ingestCommand: Command<IngestOptions> = {
  name: 'ingest',
  description: 'Land CSV exports of the feed in the lake and in the raw tables.',
  options: (parser) =>
    sourceOptions(placeOptions(parser))
      .option('json', { type: 'boolean', default: false, description: 'Print what was ingested as JSON.' })
      .example('$0 ingest --source export.csv', 'Into the services on this machine')
      .example('$0 ingest --source export.csv.gz --project my-project --lake gs://my-lake', 'Into Google Cloud')
      .example('$0 ingest --simulated-rows 1000000', 'A million simulated offenses'),
  run: async (options, { terminal }) => {
    const dataDir = ingestDataDirectory(options.dataDir, options.source);
    const place = await openPlace(options, dataDir, terminal);
    try {
      const ingested = await unlessStopped(async () => {
        await ensureLocalBucket(place);
        return ingestSources({ ...options, dataDir }, place, terminal);
      });
      if (options.json) terminal.print(JSON.stringify(ingested, null, 2));
      else ingestedLines(ingested).forEach(terminal.print);
    } finally {
      await place.stop();
    }
    return ExitCode.ok;
  },
};

function ingestedLines(files: readonly IngestedFile[]): readonly string[] {
  return textTable(
    [
      { name: 'source' },
      { name: 'load' },
      { name: 'rows', align: 'right' },
      { name: 'quarantined', align: 'right' },
      { name: 'outcome' },
    ],
    files.map((file) => [
      file.isSimulated ? `${file.source} (SIMULATED)` : file.source,
      file.loadId,
      String(file.rows),
      String(file.quarantined),
      file.isNew ? 'loaded' : 'already loaded, nothing added',
    ]),
  );
}
