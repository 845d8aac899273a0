import { open } from 'node:fs/promises';
import { findObject, matchObjects, type StoredObject } from '../../storage/objects.ts';
import { notSupportedUri, uriNotFound } from './load-errors.ts';

/** A file that a load reads in place. */
export interface SourceFile {
  /** `gs://` address; undefined for a file that came with the request. */
  readonly uri: string | undefined;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly isGzip: boolean;
}

/** The objects that `gs://` addresses name, `*` included, in order. Throws WarehouseError for one that names none. */
export async function sourceFiles(lakeDirectory: string, uris: readonly string[]): Promise<readonly SourceFile[]> {
  const found: StoredObject[] = [];
  for (const uri of uris) {
    const match = /^gs:\/\/([^/]+)\/(.+)$/s.exec(uri);
    const [, bucket, name] = match ?? [];
    if (bucket === undefined || name === undefined) throw notSupportedUri(uri);
    if (name.includes('*')) {
      const objects = await matchObjects(lakeDirectory, bucket, name);
      if (objects.length === 0) throw uriNotFound(uri);
      found.push(...objects);
    } else {
      const object = await findObject(lakeDirectory, bucket, name);
      if (object === undefined) throw uriNotFound(uri);
      found.push(object);
    }
  }
  return Promise.all(
    found.map(async ({ bucket, name, path, size }) => ({
      uri: `gs://${bucket}/${name}`,
      path,
      size,
      isGzip: await startsAsGzip(path),
    })),
  );
}

/** A file that came with the request. */
export async function uploadedFile({
  path,
  size,
}: {
  readonly path: string;
  readonly size: number;
}): Promise<SourceFile> {
  return { uri: undefined, path, size, isGzip: await startsAsGzip(path) };
}

/** Told by the bytes: names and headers of objects need not say. */
async function startsAsGzip(path: string): Promise<boolean> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}
