import { describeFailure } from './describe-failure.ts';
import { ExitCode } from './exit-codes.ts';
import { commandParser, type Outcome } from './parser.ts';
import { processTerminal } from './terminal.ts';

/**
 * Entry of the `crime` command.
 * @param argv the command line after the program's name.
 * @returns the exit code, see `ExitCode`.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const terminal = processTerminal();
  const outcome: Outcome = { exitCode: undefined };
  try {
    const parser = await commandParser(argv, { terminal }, outcome);
    if (argv.length === 0) {
      terminal.log(await parser.getHelp());
      return ExitCode.usage;
    }
    await parser.parseAsync();
    return outcome.exitCode ?? ExitCode.ok;
  } catch (error) {
    const failure = describeFailure(error);
    failure.lines.forEach(terminal.log);
    if (argv.includes('--debug') && error instanceof Error) terminal.log(error.stack ?? '');
    return failure.exitCode;
  }
}
