import { createReadStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { BodyWriter, type FinishedBody } from '../../storage/body-writer.ts';
import { removeFile, temporaryPath } from '../../storage/durable.ts';
import { StorageApiError } from '../../storage/errors.ts';
import { uploadsFolder } from '../../storage/layout.ts';
import { ObjectStore } from '../../storage/object-store.ts';
import { WarehouseError } from '../errors.ts';

/** The object that an address of an export names: `*` becomes the number of the only file. Throws WarehouseError. */
export function exportedObject(uri: string): { readonly bucket: string; readonly name: string } {
  const [, bucket, pattern] = /^gs:\/\/([^/]+)\/(.+)$/s.exec(uri) ?? [];
  if (bucket === undefined || pattern === undefined) {
    throw new WarehouseError(
      'invalid',
      `Invalid extract destination URI '${uri}'. Must be a valid Google Storage path.`,
    );
  }
  if (pattern.split('*').length > 2) {
    throw new WarehouseError('invalid', `Invalid extract destination URI '${uri}'. Only one wildcard is allowed.`);
  }
  return { bucket, name: pattern.replace('*', '000000000000') };
}

/**
 * Makes an object of the bytes that `write` puts into a file; nothing is left of them where it fails.
 * @throws WarehouseError notFound for a bucket that is not there
 */
export async function storeObject(
  lakeDirectory: string,
  uri: string,
  attributes: { readonly contentType: string },
  write: (path: string) => Promise<void>,
): Promise<void> {
  const object = exportedObject(uri);
  const store = new ObjectStore(lakeDirectory, Date.now);
  await store.buckets.get(object.bucket).catch((error: unknown) => {
    if (!(error instanceof StorageApiError)) throw error;
    throw new WarehouseError('notFound', `Not found: Bucket ${object.bucket}`, uri, { cause: error });
  });
  await mkdir(uploadsFolder(lakeDirectory), { recursive: true });
  const path = temporaryPath(lakeDirectory);
  try {
    await write(path);
    await store.put(object, await copyOf(path, lakeDirectory), attributes, {});
  } finally {
    await removeFile(path);
  }
}

/** Reads the file once more for its checksums, which a client that downloads it compares. */
async function copyOf(path: string, lakeDirectory: string): Promise<FinishedBody> {
  const body = await BodyWriter.create(lakeDirectory);
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) await body.write(chunk);
    return await body.finish();
  } catch (error) {
    await body.discard();
    throw error;
  }
}
