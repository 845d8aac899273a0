import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { uploadsFolder } from './layout.ts';

/** Makes the folder's entries outlive a power cut. Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

/** A fresh name among the unfinished files. */
export const temporaryPath = (directory: string): string => join(uploadsFolder(directory), randomUUID());

/** Moves a finished, synced file to where it belongs, replacing what is there, at once and for good. */
export async function moveIntoPlace(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await rename(from, to);
  await syncFolder(dirname(to));
}

/** Writes a small JSON file whole or not at all. */
export async function writeRecord(directory: string, path: string, record: object): Promise<void> {
  const temporary = temporaryPath(directory);
  const handle = await open(temporary, 'wx');
  try {
    await handle.writeFile(JSON.stringify(record));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await moveIntoPlace(temporary, path);
}

/** Removes the folder and those above it, up to but not including `root`, as far as they are empty. */
export async function removeEmptyFolders(folder: string, root: string): Promise<void> {
  for (let current = folder; current !== root && current.startsWith(root); current = dirname(current)) {
    try {
      await rmdir(current);
    } catch {
      return;
    }
  }
}

/** Removes a file; one that is gone already is fine. */
export const removeFile = (path: string): Promise<void> => rm(path, { force: true });
