import { spawn, type ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';

const project = resolve(import.meta.dirname, '../..');

/** How a process ended. */
export interface ProcessResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process that runs. */
export interface CrimeProcess {
  readonly child: ChildProcess;
  readonly result: Promise<ProcessResult>;
  /** The standard output until now. */
  readonly output: () => string;
  /** Settles when the standard error, or the output, has shown `text`; rejects where the process ends before. */
  readonly shown: (text: string) => Promise<void>;
  /** The line of the standard output that has this number, from 0, once it is whole; rejects where the process ends before. */
  readonly line: (number: number) => Promise<string>;
}

/** Starts the `crime` command of the project in `directory` as a user's shell would. */
export function startCrime(parameters: readonly string[], directory = project): CrimeProcess {
  return startScript([join(directory, 'cli/bin/crime.js'), ...parameters], directory, {});
}

/** Runs the `dataform` command in `directory` to its end, with variables as `crime local` prints them. */
export function dataform(
  parameters: readonly string[],
  environment: Readonly<Record<string, string>>,
  directory = project,
): Promise<ProcessResult> {
  return startScript([join(project, 'node_modules/@dataform/cli/bundle.js'), ...parameters], directory, environment)
    .result;
}

/** Starts a script of Node's. Emulators that the tests' own environment names are hidden from it. */
function startScript(
  command: readonly string[],
  directory: string,
  environment: Readonly<Record<string, string>>,
): CrimeProcess {
  const { BIGQUERY_EMULATOR_HOST: _bigquery, STORAGE_EMULATOR_HOST: _storage, ...inherited } = process.env;
  const child = spawn(process.execPath, command, {
    cwd: directory,
    env: { ...inherited, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  let watchers: { readonly isThere: () => boolean; readonly found: () => void }[] = [];
  const look = () => {
    watchers = watchers.filter(({ isThere, found }) => {
      if (!isThere()) return true;
      found();
      return false;
    });
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    look();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    look();
  });
  const result = new Promise<ProcessResult>((settle, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => {
      settle({ exitCode, stdout, stderr });
    });
  });
  const wait = (what: string, isThere: () => boolean) =>
    new Promise<void>((settle, reject) => {
      watchers.push({ isThere, found: settle });
      look();
      void result.then(() => {
        reject(new Error(`The process ended before it showed ${what}.\n${stderr}`));
      });
    });
  const shown = (text: string) => wait(`"${text}"`, () => stdout.includes(text) || stderr.includes(text));
  const line = async (number: number) => {
    await wait(`line ${number}`, () => stdout.split('\n').length > number + 1);
    return stdout.split('\n')[number] ?? '';
  };
  return { child, result, output: () => stdout, shown, line };
}

/** Runs the `crime` command of the project in `directory` to its end. */
export function crime(parameters: readonly string[], directory = project): Promise<ProcessResult> {
  return startCrime(parameters, directory).result;
}
