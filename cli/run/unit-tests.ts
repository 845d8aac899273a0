import { CliError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';
import { parseUnitTestLine, type UnitTestResult } from './dataform-output.ts';
import { projectDirectory, runDataform } from './dataform.ts';

/**
 * Runs the project's unit tests with `dataform test`.
 * @param parameters credentials and the like.
 * @param directory the project's.
 * @throws CliError naming the tests that failed, with Dataform's own lines.
 */
export async function runUnitTests(
  parameters: readonly string[],
  environment: Readonly<Record<string, string>>,
  terminal: Terminal,
  directory = projectDirectory,
): Promise<readonly UnitTestResult[]> {
  const { exitCode, lines } = await runDataform(['test', ...parameters], environment, terminal.progress, directory);
  const results = lines.map(parseUnitTestLine).filter((result) => result !== undefined);
  const failed = results.filter(({ isPassed }) => !isPassed).map(({ name }) => name);
  if (exitCode === 0 && failed.length === 0) return results;
  throw new CliError(
    failed.length > 0
      ? `Unit tests failed: ${failed.join(', ')}.\n${lines.join('\n')}`
      : `dataform test ended with exit code ${exitCode}:\n${lines.join('\n')}`,
    failed.length > 0 ? ExitCode.assertion : ExitCode.warehouse,
    'Mend the model or the test under definitions/tests, then run the same command again.',
  );
}
