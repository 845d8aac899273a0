import { BigQuery } from '@google-cloud/bigquery';
import type { Argv } from 'yargs';
import { changesLines } from '../changes/changes-text.ts';
import { readChanges } from '../changes/read-changes.ts';
import type { Command } from '../command.ts';
import { readingDataDirectory } from '../data-directory.ts';
import { ExitCode } from '../exit-codes.ts';
import { wholeNumber } from '../option-values.ts';
import { placeOptions, type PlaceOptions } from '../options.ts';
import { openPlace } from '../place.ts';
import { unlessStopped } from '../signals.ts';

interface ChangesOptions extends PlaceOptions {
  readonly json: boolean;
  readonly examples: number;
}

/** `crime changes`: what the newest run found changed. */
export const changesCommand: Command<ChangesOptions> = {
  name: 'changes',
  description: 'Print what the newest run found new, changed, removed or returned since the run before.',
  options: (parser) =>
    placeOptions(parser)
      .option('json', { type: 'boolean', default: false, description: 'Print the changes as one JSON object.' })
      .option('examples', {
        coerce: wholeNumber('examples', 0, 1000),
        default: 5,
        requiresArg: true,
        description: 'How many changes to show of each kind.',
      })
      .example('$0 changes', 'Counts by kind of change, and five of each') as unknown as Argv<ChangesOptions>,
  run: async (options, { terminal }) => {
    const place = await openPlace(options, readingDataDirectory(options.dataDir), terminal);
    try {
      const client = new BigQuery({ projectId: place.projectId, location: place.location });
      await unlessStopped(async () => {
        const changes = await readChanges(client, options.examples);
        if (options.json) terminal.print(JSON.stringify(changes, null, 2));
        else changesLines(changes).forEach(terminal.print);
      });
    } finally {
      await place.stop();
    }
    return ExitCode.ok;
  },
};
