import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { treeMegabytes } from './process-memory.ts';

const project = resolve(import.meta.dirname, '../..');
/** Milliseconds between looks at the memory. */
const lookEvery = 200;

/** What a process and all that it started took. */
export interface MeasuredProcess {
  readonly stdout: string;
  /** From its start to its end. */
  readonly seconds: number;
  /** Highest sum of resident memory seen; undefined where the system does not tell. */
  readonly peakMegabytes: number | undefined;
}

/** Runs a script of Node's to its end. @throws Error with what it wrote last, where it fails. */
export async function measureProcess(parameters: readonly string[]): Promise<MeasuredProcess> {
  // Emulators that the caller's own environment names are not those that are measured.
  const { BIGQUERY_EMULATOR_HOST: _bigquery, STORAGE_EMULATOR_HOST: _storage, ...env } = process.env;
  const started = performance.now();
  const child = spawn(process.execPath, parameters, { cwd: project, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  let peakMegabytes: number | undefined;
  const look = async () => {
    const megabytes = await treeMegabytes(child.pid ?? 0);
    if (megabytes !== undefined) peakMegabytes = Math.max(peakMegabytes ?? 0, megabytes);
  };
  const timer = setInterval(() => void look(), lookEvery);
  const [exitCode] = (await once(child, 'close')) as [number | null];
  clearInterval(timer);
  if (exitCode !== 0) throw new Error(`${parameters.join(' ')} ended with ${exitCode}:\n${stderr.slice(-2000)}`);
  return { stdout, seconds: (performance.now() - started) / 1000, peakMegabytes };
}

/** The same for a script of `processes/`, whose standard output is one JSON value. */
export function measureScript(script: string, ...parameters: readonly string[]): Promise<MeasuredProcess> {
  return measureProcess(['--import', 'tsx', resolve(import.meta.dirname, 'processes', script), ...parameters]);
}
