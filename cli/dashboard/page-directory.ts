import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CliError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';

/** Files by which a folder shows that it holds a page of ours. */
const marks = ['index.html', join('data', 'run.json')];

/**
 * Sees that a page may be written in the place of `directory`: a folder of something else is never replaced.
 * @throws CliError
 */
export async function checkPageDirectory(directory: string): Promise<void> {
  const entries = await entriesOf(directory);
  if (entries.length > 0 && !(await holdsPage(directory))) {
    throw new CliError(
      `${directory} holds files that are no page of this project, and would be replaced.`,
      ExitCode.usage,
      'Name a folder that is empty or not there yet.',
    );
  }
  const parent = await nearestFolder(dirname(directory));
  await access(parent, constants.W_OK).catch((error: unknown) => {
    throw unwritable(directory, error);
  });
}

async function entriesOf(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    throw unwritable(directory, error);
  }
}

async function holdsPage(directory: string): Promise<boolean> {
  const found = await Promise.all(marks.map((mark) => isThere(join(directory, mark))));
  return found.every(Boolean);
}

async function nearestFolder(path: string): Promise<string> {
  return (await isThere(path)) || dirname(path) === path ? path : nearestFolder(dirname(path));
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function unwritable(directory: string, error: unknown): CliError {
  const { code, message } = error as NodeJS.ErrnoException;
  const reason = code === 'ENOTDIR' ? 'that is a file, not a folder' : message;
  return new CliError(
    `Cannot write the page to ${directory}: ${reason}.`,
    ExitCode.usage,
    'Let this user write there, or name another folder.',
    { cause: error },
  );
}
