import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning } from './running-process.ts';

const NAME = /^crime-ingest-(\d+)-/;

/** Removes what processes that were killed have left. */
async function sweep(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    const pid = NAME.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) await rm(join(directory, name), { recursive: true, force: true });
  }
}

/** Runs the work with a folder of its own below `directory`, which is gone afterwards whatever happens. */
export async function withScratchFolder<T>(directory: string, work: (folder: string) => Promise<T>): Promise<T> {
  await mkdir(directory, { recursive: true });
  await sweep(directory);
  const folder = await mkdtemp(join(directory, `crime-ingest-${process.pid}-`));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
