import type { Argv } from 'yargs';
import type { ExitCode } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** What a command may touch besides its arguments. */
export interface CommandContext {
  readonly terminal: Terminal;
}

/** One command as data; `run` gives the exit code or throws. */
export interface Command<Options> {
  readonly name: string;
  readonly description: string;
  readonly options: (parser: Argv) => Argv<Options>;
  readonly run: (options: Options, context: CommandContext) => Promise<ExitCode>;
}
