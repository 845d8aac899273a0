import { CliError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';
import { parseUnitTests, type UnitTestResult } from './dataform-output.ts';
import { projectDirectory, runDataform } from './dataform.ts';

/**
 * Runs the project's unit tests with `dataform test`: none where it has none. A test that fails does not throw.
 * @param parameters credentials and the like.
 * @param directory the project's.
 * @throws CliError with Dataform's own lines where it does not come to its tests.
 */
export async function readUnitTests(
  parameters: readonly string[],
  environment: Readonly<Record<string, string>>,
  terminal: Terminal,
  directory = projectDirectory,
): Promise<readonly UnitTestResult[]> {
  const { exitCode, output, lines } = await runDataform(
    ['test', '--json', ...parameters],
    environment,
    terminal.progress,
    directory,
  );
  const results = parseUnitTests(output.join('\n'));
  if (results !== undefined) return results;
  // Dataform takes a project without unit tests for a mistake; a project may well have none yet.
  if (lines.some((line) => line.includes('No unit tests found'))) return [];
  throw new CliError(`dataform test ended with exit code ${exitCode}:\n${lines.join('\n')}`, ExitCode.warehouse);
}

/** @throws CliError naming the tests that failed, with Dataform's own words. */
export function requirePassed(results: readonly UnitTestResult[]): void {
  const failed = results.filter(({ isPassed }) => !isPassed);
  if (failed.length === 0) return;
  throw new CliError(
    [
      `Unit tests failed: ${failed.map(({ name }) => name).join(', ')}.`,
      ...failed.flatMap(({ name, messages }) => [`${name}:`, ...messages.map((message) => `  ${message}`)]),
    ].join('\n'),
    ExitCode.assertion,
    'Mend the model or the test under definitions/tests, then run the same command again.',
  );
}
