import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isSiteEntry } from '../../dashboard/index.ts';
import { CliError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';

/** Files by which a folder shows that it holds a page of ours. */
const marks = ['index.html', join('data', 'run.json')];

/** What file managers leave in the folders that they show. */
const traces: readonly string[] = ['.DS_Store', 'Thumbs.db', 'desktop.ini'];

/** How many entries a message names. */
const namedEntries = 5;

/**
 * Sees that a page may be written in the place of `directory`: a folder of something else is never replaced, nor a page
 * beside which something else lies, such as the repository that it is published from.
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
  const others = entries.filter((name) => !isSiteEntry(name) && !traces.includes(name)).sort();
  if (others.length > 0) throw mixed(directory, others);
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

function mixed(directory: string, others: readonly string[]): CliError {
  const named = others.slice(0, namedEntries).join(', ');
  const more = others.length > namedEntries ? ` and ${others.length - namedEntries} more` : '';
  return new CliError(
    `Cannot replace the page in ${directory}: what is no part of it lies there too and would be lost: ${named}${more}.`,
    ExitCode.usage,
    'Name a folder of its own and copy the page from there, or move the rest elsewhere.',
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
