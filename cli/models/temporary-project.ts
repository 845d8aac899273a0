import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { CliError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
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

/** The project with the definitions for which `isWanted` says so, by path within the project. */
export function withPartOfProject<Result>(
  isWanted: (path: string) => boolean,
  work: (directory: string) => Promise<Result>,
): Promise<Result> {
  const fill = async (directory: string) => {
    for (const part of parts) {
      await cp(join(projectDirectory, part), join(directory, part), {
        recursive: true,
        filter: (path) => isWanted(path.slice(projectDirectory.length + 1).replaceAll('\\', '/')),
      });
    }
  };
  return withProject(fill, work);
}

/** The project as it is in a revision of git. @throws CliError where git does not know the revision. */
export function withRevision<Result>(revision: string, work: (directory: string) => Promise<Result>): Promise<Result> {
  return withProject(async (directory) => {
    const commit = (await git('rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`)).trim();
    const paths = (await git('ls-tree', '-r', '--name-only', '-z', commit, '--', ...parts)).split('\0');
    // `git archive` alone would need a program that unpacks.
    for (const path of paths.filter((path) => path !== '')) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), await git('show', `${commit}:./${path}`));
    }
  }, work);

  async function git(...parameters: readonly string[]): Promise<string> {
    try {
      const options = { cwd: projectDirectory, maxBuffer: 64 * 1024 * 1024 };
      return (await promisify(execFile)('git', [...parameters], options)).stdout;
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

/** The files of the unit tests, by path within the project. */
export async function testFiles(): Promise<readonly string[]> {
  const names = await readdir(join(projectDirectory, 'definitions/tests'));
  return names.filter((name) => name.endsWith('.sqlx')).map((name) => `definitions/tests/${name}`);
}

/** The model that a unit test's file tests; undefined where it is none. */
export async function testedModel(fileName: string): Promise<string | undefined> {
  const text = await readFile(join(projectDirectory, fileName), 'utf8');
  const match = /dataset:\s*(?:"([^"]+)"|\{[^}]*?name:\s*"([^"]+)")/.exec(text);
  return match?.[1] ?? match?.[2];
}
