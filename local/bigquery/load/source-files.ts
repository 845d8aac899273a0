import { findObject, matchObjects, type StoredObject } from '../../storage/objects.ts';
import { notSupportedUri, uriNotFound } from './load-errors.ts';

/** The objects that `gs://` addresses name, `*` included, in order. Throws WarehouseError for one that names none. */
export async function sourceFiles(lakeDirectory: string, uris: readonly string[]): Promise<readonly StoredObject[]> {
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
  return found;
}
