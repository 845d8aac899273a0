import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { CliError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import type { GraphAction } from '../run/compiled-graph.ts';
import { projectDirectory } from '../run/dataform.ts';

/** What Dataform reads of a project. */
const parts = ['definitions', 'includes', 'dataform.json', 'package.json'];

/** Makes a project in a temporary folder by `fill`, hands it to `work`, and removes it. */
async function withProject<Result>(
  fill: (directory: string) => Promise<void>,
  work: (directory: string) => Promise<Result>,
): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), 'crime-project-'));
  try {
    await fill(directory);
    // Dataform refuses to load its core through a link that leads out of the project.
    const core = 'node_modules/@dataform/core';
    await cp(join(projectDirectory, core), join(directory, core), { recursive: true, dereference: true });
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/**
 * A project of some definitions of ours, in which all other models are declared as if they came from elsewhere: so it
 * compiles to the same SQL in a fraction of the time.
 * @param graph of the whole project.
 * @param files the definitions, by path within the project.
 */
export function withSlice<Result>(
  graph: readonly GraphAction[],
  files: ReadonlySet<string>,
  work: (directory: string) => Promise<Result>,
): Promise<Result> {
  const others = graph.filter(({ kind, fileName }) => kind !== 'assertion' && !files.has(fileName));
  const declarations = others.map(({ target }) => {
    const [schema, name] = target.split('.');
    return `declare(${JSON.stringify({ schema, name })});\n`;
  });
  return withProject(async (directory) => {
    for (const path of ['includes', 'definitions/sources', 'dataform.json', 'package.json', ...files]) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await cp(join(projectDirectory, path), join(directory, path), { recursive: true });
    }
    await writeFile(join(directory, 'definitions/declared.js'), declarations.join(''));
  }, work);
}

/** The project as it is in a revision of git. @throws CliError where git does not know the revision. */
export function withRevision<Result>(revision: string, work: (directory: string) => Promise<Result>): Promise<Result> {
  return withProject(async (directory) => {
    const commit = await git('rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`);
    // One call of git writes all files, from an index of its own: the user's stays as it is.
    const place = { cwd: await git('rev-parse', '--show-toplevel'), index: join(directory, 'index') };
    const tree = `${commit}:${await git('rev-parse', '--show-prefix')}`;
    await gitIn(place, 'read-tree', tree);
    const paths = (await gitIn(place, 'ls-files', '-z', '--', ...parts)).split('\0').filter((path) => path !== '');
    await gitIn(place, 'checkout-index', `--prefix=${directory}/`, '--', ...paths);
  }, work);

  function git(...parameters: readonly string[]): Promise<string> {
    return gitIn({ cwd: projectDirectory, index: undefined }, ...parameters);
  }

  async function gitIn(
    { cwd, index }: { readonly cwd: string; readonly index: string | undefined },
    ...parameters: readonly string[]
  ): Promise<string> {
    try {
      const env = index === undefined ? process.env : { ...process.env, GIT_INDEX_FILE: index };
      return (
        await promisify(execFile)('git', [...parameters], { cwd, env, maxBuffer: 16 * 1024 * 1024 })
      ).stdout.trim();
    } catch (cause) {
      throw new CliError(
        `git cannot give the revision ${revision}: git ${parameters[0] ?? ''} failed.`,
        ExitCode.usage,
        'Name a commit, branch or tag of this repository, such as HEAD or main.',
        { cause },
      );
    }
  }
}

/** The files of the unit tests, by path within the project; none where it has no folder of them. */
export async function testFiles(): Promise<readonly string[]> {
  const folder = join(projectDirectory, 'definitions/tests');
  const names = await readdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => name.endsWith('.sqlx')).map((name) => `definitions/tests/${name}`);
}

/** The model that a unit test's file tests. @throws CliError where the file does not say. */
export async function testedModel(fileName: string): Promise<string> {
  const text = await readFile(join(projectDirectory, fileName), 'utf8');
  const match = /dataset:\s*(?:"([^"]+)"|\{[^}]*?name:\s*"([^"]+)")/.exec(text);
  const model = match?.[1] ?? match?.[2];
  if (model !== undefined) return model;
  throw new CliError(
    `${fileName} does not say which model it tests.`,
    ExitCode.usage,
    'Write dataset: { schema: "mart", name: "mart_x" } in its config.',
  );
}
