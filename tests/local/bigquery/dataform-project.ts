import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { projectId } from './test-warehouse.ts';

const { resolve } = createRequire(import.meta.url);

/** How a call of the `dataform` command ended. */
export interface DataformRun {
  readonly exitCode: number;
  readonly output: string;
}

/** A Dataform project in a temporary folder, run by the real command. */
export interface DataformProject {
  readonly directory: string;
  /** Writes files of the project, by their paths. */
  write(files: Readonly<Record<string, string>>): Promise<void>;
  /** Runs `dataform` with these arguments against the warehouse. */
  run(...parameters: readonly string[]): Promise<DataformRun>;
  remove(): Promise<void>;
}

/** Makes a project whose warehouse is at `url`. The command finds `@dataform/core` in the project's own modules only. */
export async function createDataformProject(url: string): Promise<DataformProject> {
  const directory = await mkdtemp(join(tmpdir(), 'dataform-test-'));
  const core = dirname(resolve('@dataform/core/package.json'));
  await cp(core, join(directory, 'node_modules/@dataform/core'), { recursive: true });
  const write = async (files: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), text);
    }
  };
  const settings = {
    warehouse: 'bigquery',
    defaultSchema: 'mart',
    assertionSchema: 'assertions',
    defaultLocation: 'US',
  };
  await write({
    'dataform.json': JSON.stringify({ ...settings, defaultDatabase: projectId }),
    'package.json': '{}',
    '.df-credentials.json': JSON.stringify({ projectId, location: 'US' }),
  });
  return {
    directory,
    write,
    run: (...parameters) => runDataform(directory, url, parameters),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

function runDataform(directory: string, url: string, parameters: readonly string[]): Promise<DataformRun> {
  const child = spawn(process.execPath, [resolve('@dataform/cli/bundle.js'), ...parameters], {
    cwd: directory,
    env: { ...process.env, BIGQUERY_EMULATOR_HOST: url, METADATA_SERVER_DETECTION: 'none', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  return new Promise((settle, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      settle({ exitCode: code ?? -1, output });
    });
  });
}
