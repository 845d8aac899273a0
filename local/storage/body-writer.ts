import { type FileHandle, copyFile, open } from 'node:fs/promises';
import { constants } from 'node:fs';
import { ChecksumMeter, type Checksums } from './checksums.ts';
import { removeFile, temporaryPath } from './durable.ts';

/** A body that is whole and on disk, but not yet an object. */
export interface FinishedBody extends Checksums {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/** Takes a body piece by piece into a temporary file, summing it up on the way. */
export class BodyWriter {
  readonly path: string;
  readonly #handle: FileHandle;
  readonly #meter = new ChecksumMeter();
  #size = 0;

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  static async create(directory: string): Promise<BodyWriter> {
    const path = temporaryPath(directory);
    return new BodyWriter(path, await open(path, 'wx'));
  }

  /** Bytes so far. */
  get size(): number {
    return this.#size;
  }

  async write(bytes: Buffer): Promise<void> {
    let written = 0;
    while (written < bytes.length) {
      written += (await this.#handle.write(bytes, written, bytes.length - written, this.#size + written)).bytesWritten;
    }
    this.#meter.update(bytes);
    this.#size += bytes.length;
  }

  /** Syncs and closes the file; its caller owns it from here. */
  async finish(): Promise<FinishedBody> {
    await this.#handle.sync();
    await this.#handle.close();
    return { path: this.path, size: this.#size, ...this.#meter.digest() };
  }

  /** Closes and removes the file. */
  async discard(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
    await removeFile(this.path);
  }
}

/** A body that is a copy of a stored one, whose checksums are known. */
export async function copyBody(
  directory: string,
  from: string,
  known: Checksums & { readonly size: number },
): Promise<FinishedBody> {
  const path = temporaryPath(directory);
  await copyFile(from, path, constants.COPYFILE_FICLONE);
  const handle = await open(path, 'r+');
  await handle.sync().finally(() => handle.close());
  return { path, size: known.size, crc32c: known.crc32c, md5Hash: known.md5Hash };
}
