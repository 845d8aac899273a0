import type { Argv } from 'yargs';
import type { Command } from '../command.ts';
import { readingDataDirectory } from '../data-directory.ts';
import { offerDefaultCredentials, writeDataformCredentials } from '../dataform-credentials.ts';
import { CliError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import { ensureLocalBucket } from '../local-bucket.ts';
import { placeOptions, type PlaceOptions } from '../options.ts';
import { refuseFile, startPlace } from '../place.ts';
import { wholeNumber } from '../option-values.ts';
import { nextStopSignal } from '../signals.ts';

interface LocalOptions extends PlaceOptions {
  readonly bigqueryPort: number | undefined;
  readonly storagePort: number | undefined;
}

/** `crime local`: this machine's services, until stopped. */
export const localCommand: Command<LocalOptions> = {
  name: 'local',
  description: 'Serve BigQuery and Cloud Storage on this machine until stopped.',
  options: (parser) =>
    placeOptions(parser)
      .option('bigquery-port', {
        coerce: wholeNumber('bigquery-port', 0, 65_535),
        requiresArg: true,
        description: 'Port of BigQuery; else a free one.',
      })
      .option('storage-port', {
        coerce: wholeNumber('storage-port', 0, 65_535),
        requiresArg: true,
        description: 'Port of Cloud Storage; else a free one.',
      })
      .example('$0 local', 'Serve the data and print the variables that point clients at it')
      .example('$0 local --bigquery-port 9050', 'The same on a fixed port') as unknown as Argv<LocalOptions>,
  run: async (options, { terminal }) => {
    const stopped = nextStopSignal();
    const dataDir = readingDataDirectory(options.dataDir);
    refuseFile(dataDir);
    const { bigqueryPort, storagePort } = options;
    const place = await startPlace(options, {
      dataDir,
      log: terminal.log,
      ...(bigqueryPort === undefined ? {} : { bigqueryPort }),
      ...(storagePort === undefined ? {} : { storagePort }),
    });
    try {
      await ensureLocalBucket(place);
      await writeDataformCredentials(place, dataDir);
      await offerDefaultCredentials(place);
      for (const [name, value] of Object.entries(place.environment)) terminal.print(`export ${name}=${value}`);
      terminal.log(
        `Serving ${dataDir}. Paste the lines above into another terminal, then run npx dataform run there. Ctrl-C stops.`,
      );
      const cause = await Promise.race([stopped.then(() => 'asked' as const), place.lost]);
      if (cause !== 'asked') {
        throw new CliError(
          'One of the services ended unasked; the other was stopped with it.',
          ExitCode.internal,
          'What was finished is kept: start crime local again.',
        );
      }
    } finally {
      await place.stop();
    }
    terminal.log('Stopped.');
    return ExitCode.ok;
  },
};
