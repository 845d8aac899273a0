import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { isSiteEntry } from './site-entries.ts';
import type { SiteFile } from './site-file.ts';

/** What was written. */
export interface WrittenSite {
  readonly directory: string;
  readonly files: number;
  /** Of all files as they lie uncompressed. */
  readonly bytes: number;
}

const compress = promisify(gzip);
/** Compressed already. */
const leftAlone = /\.(?:png|parquet|gz)$/;
/** Bytes below which compression spares nothing. */
const smallest = 512;

/**
 * Writes the site into a folder beside the final one, each file with its `.gz`, then puts it in place at once:
 * a build that fails leaves the site that was there, and a reader meets no half of one.
 * @param fill hands each file to `put`, in any order.
 * @throws Error for a file by which the folder would no longer be known as a site.
 */
export async function writeSite(
  directory: string,
  fill: (put: (file: SiteFile) => Promise<void>) => Promise<void>,
): Promise<WrittenSite> {
  const target = resolve(directory);
  const suffix = randomUUID().slice(0, 8);
  const fresh = `${target}.new-${suffix}`;
  const old = `${target}.old-${suffix}`;
  let files = 0;
  let bytes = 0;
  try {
    await fill(async (file) => {
      const [entry = ''] = file.path.split('/');
      if (!isSiteEntry(entry)) throw new Error(`${file.path}: site-entries.ts does not know ${entry}.`);
      files += 1;
      bytes += Buffer.byteLength(file.content);
      await writeBoth(fresh, file);
    });
    await exchange(fresh, target, old);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return { directory: target, files, bytes };
}

/** Puts the new folder in the place of the old one, which goes back if that fails and is removed only once it has not. */
async function exchange(fresh: string, target: string, old: string): Promise<void> {
  const hadOne = await rename(target, old).then(() => true, falseWhereMissing);
  try {
    await rename(fresh, target);
  } catch (error) {
    if (hadOne) await rename(old, target);
    throw error;
  }
  await rm(old, { recursive: true, force: true });
}

async function writeBoth(directory: string, { path, content }: SiteFile): Promise<void> {
  const target = join(directory, path);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, content);
  if (leftAlone.test(path) || content.length < smallest) return;
  await writeFile(`${target}.gz`, await compress(content, { level: 9 }));
}

function falseWhereMissing(error: NodeJS.ErrnoException): false {
  if (error.code !== 'ENOENT') throw error;
  return false;
}
