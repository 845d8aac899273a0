import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';

const script = resolve(import.meta.dirname, '../../cli/bin/crime.js');

/** How a `crime` process ended. */
export interface CrimeResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A `crime` process that runs. */
export interface CrimeProcess {
  readonly child: ChildProcess;
  readonly result: Promise<CrimeResult>;
  /** Settles when the standard error, or the output, has shown `text`; rejects where the process ends before. */
  readonly shown: (text: string) => Promise<void>;
}

/** Starts the `crime` command as a user's shell would. Emulators that the tests' own environment names are hidden from it. */
export function startCrime(
  parameters: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): CrimeProcess {
  const { BIGQUERY_EMULATOR_HOST: _bigquery, STORAGE_EMULATOR_HOST: _storage, ...inherited } = process.env;
  const child = spawn(process.execPath, [script, ...parameters], {
    env: { ...inherited, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  let watchers: { readonly text: string; readonly found: () => void }[] = [];
  const look = () => {
    watchers = watchers.filter(({ text, found }) => {
      if (!stdout.includes(text) && !stderr.includes(text)) return true;
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
  const result = new Promise<CrimeResult>((settle, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => {
      settle({ exitCode, stdout, stderr });
    });
  });
  const shown = (text: string) =>
    new Promise<void>((settle, reject) => {
      watchers.push({ text, found: settle });
      look();
      void result.then(() => {
        reject(new Error(`The process ended before it showed "${text}".\n${stderr}`));
      });
    });
  return { child, result, shown };
}

/** Runs the `crime` command to its end. */
export function crime(
  parameters: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<CrimeResult> {
  return startCrime(parameters, environment).result;
}
