import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Argv } from 'yargs';
import { parseFaultPlan, FaultPlanError } from '../../local/portal/fault-plan.ts';
import type { FaultPlan } from '../../local/portal/faults.ts';
import { openPortalDataset } from '../../local/portal/open-dataset.ts';
import { startPortalServer } from '../../local/portal/server.ts';
import type { Command } from '../command.ts';
import { CliError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import { singleText, wholeNumber } from '../option-values.ts';
import { refuseFile } from '../place.ts';
import { nextStopSignal } from '../signals.ts';

interface PortalOptions {
  readonly source: string | undefined;
  readonly dataDir: string;
  readonly simulatedRows: number;
  readonly seed: number;
  readonly day: number;
  readonly port: number;
  readonly faults: string | undefined;
  readonly appTokenFile: string | undefined;
  readonly requestsPerSecond: number | undefined;
  readonly verbose: boolean;
}

/** `crime portal`: the stand-in of the city's portal, until stopped. */
export const portalCommand: Command<PortalOptions> = {
  name: 'portal',
  description: 'Serve simulated rows, or a file, as the city’s portal does, until stopped.',
  options: (parser) =>
    parser
      .option('data-dir', {
        coerce: singleText('data-dir'),
        requiresArg: true,
        default: join('.local', 'simulated'),
        description: 'Folder whose folder "portal" keeps the simulated rows.',
      })
      .option('source', {
        coerce: singleText('source'),
        requiresArg: true,
        description: 'CSV export of the feed, in either shape; without it, simulated rows.',
      })
      .option('simulated-rows', {
        coerce: wholeNumber('simulated-rows', 1000, 50_000_000),
        requiresArg: true,
        default: 20_000,
        description: 'How many offenses to simulate.',
      })
      .option('seed', {
        coerce: wholeNumber('seed', 0, Number.MAX_SAFE_INTEGER),
        requiresArg: true,
        default: 20_080_101,
        description: 'Seed of the simulation; the same seed gives the same rows.',
      })
      .option('day', {
        coerce: wholeNumber('day', -100_000, 100_000),
        requiresArg: true,
        default: 0,
        description:
          'Days after the simulation’s last; write a negative one as --day=-500 (long before, in the older shape).',
      })
      .option('port', {
        coerce: wholeNumber('port', 0, 65_535),
        requiresArg: true,
        default: 0,
        description: 'Port; else a free one.',
      })
      .option('faults', {
        coerce: singleText('faults'),
        requiresArg: true,
        description: 'JSON file of what goes wrong, and when (docs/local-portal.md).',
      })
      .option('app-token-file', {
        coerce: singleText('app-token-file'),
        requiresArg: true,
        description: 'File with the app token that the portal knows; the newer interface needs one.',
      })
      .option('requests-per-second', {
        coerce: wholeNumber('requests-per-second', 1, 100_000),
        requiresArg: true,
        description: 'Requests without a token in a second beyond which 429 is answered.',
      })
      .option('verbose', { type: 'boolean', default: false, description: 'Log each request.' })
      .example('$0 portal --simulated-rows 100000', 'Serve a hundred thousand made-up offenses')
      .example(
        '$0 portal --day=-600 --faults faults.json',
        'The older shape, and trouble',
      ) as unknown as Argv<PortalOptions>,
  run: async (options, { terminal }) => {
    const stopped = nextStopSignal();
    const faults = options.faults === undefined ? undefined : await readFaults(options.faults);
    const token = options.appTokenFile === undefined ? undefined : await readToken(options.appTokenFile);
    const { simulatedRows: rows, seed, day, port, requestsPerSecond } = options;
    refuseFile(options.dataDir);
    const directory = resolve(options.dataDir, 'portal');
    const { source } = options;
    terminal.log(
      source === undefined
        ? `Opening ${rows} SIMULATED offenses in ${directory}; the first time they are made.`
        : `Reading ${source}.`,
    );
    const which = { directory, simulation: { rows, seed }, day, ...(source === undefined ? {} : { source }) };
    const dataset = await openPortalDataset(which).catch((error: unknown) => {
      throw error instanceof RangeError ? new CliError(`${error.message}.`, ExitCode.usage, 'Name another.') : error;
    });
    try {
      const server = await startPortalServer({
        dataset,
        port,
        ...(faults === undefined ? {} : { faults }),
        ...(token === undefined ? {} : { token }),
        ...(requestsPerSecond === undefined ? {} : { requestsPerSecond }),
        ...(options.verbose ? { log: terminal.log } : {}),
      }).catch((error: unknown) => {
        if (error instanceof FaultPlanError) throw new CliError(error.message, ExitCode.usage, 'Leave it out.');
        throw explainPort(error, port);
      });
      terminal.print(server.url);
      terminal.log(
        `${dataset.describe().isSimulated ? 'SIMULATED rows' : 'Rows of the file'}, dated ${dataset.now().toISOString().slice(0, 10)}. Try it from another terminal:`,
      );
      terminal.log(`  curl '${server.url}/resource/tazs-3rd5.json?$limit=3&$order=:updated_at%20desc'`);
      terminal.log('Ctrl-C stops.');
      await stopped;
      await server.close();
    } finally {
      await dataset.close();
    }
    terminal.log('Stopped.');
    return ExitCode.ok;
  },
};

async function readFaults(path: string): Promise<FaultPlan> {
  const text = await readText(path, '--faults');
  try {
    return parseFaultPlan(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof FaultPlanError) && !(error instanceof SyntaxError)) throw error;
    throw new CliError(`${path} is no fault plan: ${error.message}`, ExitCode.usage, 'docs/local-portal.md shows one.');
  }
}

async function readToken(path: string): Promise<string> {
  const token = (await readText(path, '--app-token-file')).trim();
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new CliError(`${path} holds no app token.`, ExitCode.usage, 'Write the token into it, on a line of its own.');
}

async function readText(path: string, option: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CliError(`${option} ${path} cannot be read: ${reason}`, ExitCode.usage, 'Name another file.', { cause });
  }
}

function explainPort(error: unknown, port: number): unknown {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  return isTaken
    ? new CliError(`Port ${port} is taken.`, ExitCode.usage, 'Name another port, or none for a free one.')
    : error;
}
