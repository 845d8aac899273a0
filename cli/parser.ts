import yargs, { type Argv } from 'yargs';
import type { Command, CommandContext } from './command.ts';
import { boundariesCommand } from './commands/boundaries.ts';
import { changesCommand } from './commands/changes.ts';
import { dashboardCommand } from './commands/dashboard.ts';
import { devCommand } from './commands/dev.ts';
import { ingestCommand } from './commands/ingest.ts';
import { localCommand } from './commands/local.ts';
import { newCommand } from './commands/new.ts';
import { portalCommand } from './commands/portal.ts';
import { queryCommand } from './commands/query.ts';
import { runCommand } from './commands/run.ts';
import type { ExitCode } from './exit-codes.ts';

/** What parsing comes to: a command that ran. */
export interface Outcome {
  exitCode: ExitCode | undefined;
}

/**
 * The parser of the `crime` command line. Parsing a line runs its command and leaves the exit code in
 * `outcome`; a usage error is thrown as it is, for the caller to explain.
 */
export function commandParser(argv: readonly string[], context: CommandContext, outcome: Outcome): Argv {
  const parser = yargs([...argv])
    .scriptName('crime')
    .usage('$0 <command>\n\nSeattle crime data from the raw feed to tested tables, on this machine or on Google Cloud.')
    .option('debug', { type: 'boolean', default: false, description: 'Show where in the program an error arose.' })
    .strict()
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
  register(parser, runCommand, context, outcome);
  register(parser, ingestCommand, context, outcome);
  register(parser, queryCommand, context, outcome);
  register(parser, changesCommand, context, outcome);
  register(parser, boundariesCommand, context, outcome);
  register(parser, dashboardCommand, context, outcome);
  register(parser, devCommand, context, outcome);
  register(parser, newCommand, context, outcome);
  register(parser, localCommand, context, outcome);
  register(parser, portalCommand, context, outcome);
  return parser;
}

/** The command line names something that does not exist, or lacks something. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

function register<Options>(parser: Argv, command: Command<Options>, context: CommandContext, outcome: Outcome): void {
  parser.command(command.name, command.description, command.options, async (argv) => {
    outcome.exitCode = await command.run(argv as unknown as Options, context);
  });
}
