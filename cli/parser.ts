import yargs, { type Argv } from 'yargs';
import type { Command, CommandContext } from './command.ts';
import type { ExitCode } from './exit-codes.ts';

/** What parsing comes to: a command that ran. */
export interface Outcome {
  exitCode: ExitCode | undefined;
}

/** Any command, whatever its options are. */
type AnyCommand = Pick<Command<never>, 'name' | 'description' | 'run'> & {
  readonly options: (parser: Argv) => unknown;
};

/** Yargs’ own says 'non-option arguments'. */
const lacking = 'The command lacks what goes behind its name (given: %s, needed: %s); crime COMMAND --help shows it.';

/**
 * In the order of the help. Each brings the libraries that it works with: a line that names one loads no other, and what
 * all of them need takes from `ingest` single modules, not its index.
 */
const commands: ReadonlyMap<string, () => Promise<AnyCommand>> = new Map(
  Object.entries({
    run: async () => (await import('./commands/run.ts')).runCommand,
    ingest: async () => (await import('./commands/ingest.ts')).ingestCommand,
    query: async () => (await import('./commands/query.ts')).queryCommand,
    changes: async () => (await import('./commands/changes.ts')).changesCommand,
    boundaries: async () => (await import('./commands/boundaries.ts')).boundariesCommand,
    dashboard: async () => (await import('./commands/dashboard.ts')).dashboardCommand,
    dev: async () => (await import('./commands/dev.ts')).devCommand,
    new: async () => (await import('./commands/new.ts')).newCommand,
    local: async () => (await import('./commands/local.ts')).localCommand,
    portal: async () => (await import('./commands/portal.ts')).portalCommand,
  }),
);

/**
 * The parser of the `crime` command line. Parsing a line runs its command and leaves the exit code in
 * `outcome`; a usage error is thrown as it is, for the caller to explain.
 */
export async function commandParser(argv: readonly string[], context: CommandContext, outcome: Outcome): Promise<Argv> {
  const parser = yargs([...argv])
    .scriptName('crime')
    .usage('$0 <command>\n\nSeattle crime data from the raw feed to tested tables, on this machine or on Google Cloud.')
    .option('debug', { type: 'boolean', default: false, description: 'Show where in the program an error arose.' })
    .strictCommands()
    .strict()
    .updateStrings({
      'Not enough non-option arguments: got %s, need at least %s': {
        one: lacking,
        other: lacking,
      } as unknown as string,
    })
    .demandCommand(1, 'Name a command.')
    .help()
    .version()
    .wrap(Math.min(100, process.stdout.columns || 100))
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message: string | null, error: Error | undefined) => {
      // A message means that the line was refused; without one, a command that ran has failed.
      throw message === null && error !== undefined
        ? error
        : new UsageError(message ?? 'The command line is not understood.');
    });
  const [first = ''] = argv;
  const named = commands.get(first);
  for (const load of named ? [named] : commands.values()) {
    const { name, description, options, run } = await load();
    parser.command(name, description, options as (parser: Argv) => Argv, async (given) => {
      outcome.exitCode = await run(given as never, context);
    });
  }
  return parser;
}

/** The command line names something that does not exist, or lacks something. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
