import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { CliError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import { plainLine } from './dataform-output.ts';

/** The folder that holds `dataform.json`. */
export const projectDirectory = resolve(import.meta.dirname, '../..');

/** How one call of the `dataform` command ended. */
export interface DataformOutcome {
  readonly exitCode: number;
  /** Lines of the standard output, plain. */
  readonly output: readonly string[];
  /** Lines of the standard error, plain. */
  readonly errors: readonly string[];
  /** Lines of both streams, plain, in the order in which they came. */
  readonly lines: readonly string[];
}

/**
 * Runs the real `dataform` command of `@dataform/cli` as a child process in the project's folder.
 * @param parameters its arguments, the command first.
 * @param environment variables that point the Google clients at their services.
 * @param onLine told each plain line as it comes.
 * @param directory the project's.
 * @throws CliError where the process can't be started or a signal ends it.
 */
export async function runDataform(
  parameters: readonly string[],
  environment: Readonly<Record<string, string>>,
  onLine: (line: string) => void,
  directory = projectDirectory,
): Promise<DataformOutcome> {
  const child = spawn(process.execPath, [dataformScript(), ...parameters], {
    cwd: directory,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = () => child.kill();
  process.once('exit', stop);
  const output: string[] = [];
  const errors: string[] = [];
  const lines: string[] = [];
  const take = (line: string) => {
    lines.push(line);
    onLine(line);
  };
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = plainLine(text);
    output.push(line);
    take(line);
  });
  createInterface({ input: child.stderr }).on('line', (text) => {
    const line = plainLine(text);
    errors.push(line);
    take(line);
  });
  const [exitCode, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((settle, reject) => {
    child.once('error', reject);
    child.once('close', (code, endedBy) => {
      settle([code, endedBy]);
    });
  });
  process.off('exit', stop);
  if (exitCode === null) {
    throw new CliError(`dataform ${parameters[0] ?? ''} was ended by ${signal ?? 'a signal'}.`, ExitCode.warehouse);
  }
  return { exitCode, output, errors, lines };
}

function dataformScript(): string {
  return createRequire(import.meta.url).resolve('@dataform/cli/bundle.js');
}
