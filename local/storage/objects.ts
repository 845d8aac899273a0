import { objectContentPath } from './layout.ts';
import { type ObjectRecord, readObjectRecord, readObjectRecordAt } from './records.ts';
import { walkObjects } from './walk.ts';

/** A stored object and the file that holds its body, which readers may open in place and must not change. */
export interface StoredObject {
  readonly bucket: string;
  readonly name: string;
  /** Absolute if the storage directory was given absolute. Keeps the object's extension. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly generation: string;
  readonly contentType: string | undefined;
  /** `gzip` where the body is stored compressed. */
  readonly contentEncoding: string | undefined;
  /** RFC 3339, UTC. */
  readonly updated: string;
}

const asStored = (directory: string, record: ObjectRecord): StoredObject => ({
  bucket: record.bucket,
  name: record.name,
  path: objectContentPath(directory, record.bucket, record.name, record.generation),
  size: Number(record.size),
  generation: record.generation,
  contentType: record.contentType,
  contentEncoding: record.contentEncoding,
  updated: record.updated,
});

const escapeRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** The object of that name as it is now, or undefined. `directory` is the one given to `startStorageServer`. */
export async function findObject(directory: string, bucket: string, name: string): Promise<StoredObject | undefined> {
  const record = await readObjectRecord(directory, bucket, name);
  return record && asStored(directory, record);
}

/**
 * The objects whose names match `pattern`, where `*` stands for any characters, slashes too, as in the URIs of
 * BigQuery's load jobs; ordered by name, none if nothing matches.
 * @see https://cloud.google.com/bigquery/docs/batch-loading-data#load-wildcards
 */
export async function matchObjects(directory: string, bucket: string, pattern: string): Promise<StoredObject[]> {
  const parts = pattern.split('*');
  const matcher = new RegExp(`^${parts.map((part) => escapeRegExp(part)).join('.*')}$`, 'su');
  const found = await walkObjects(directory, bucket, parts[0] ?? '');
  const records = await Promise.all(
    found.filter(({ name }) => matcher.test(name)).map(({ recordPath }) => readObjectRecordAt(recordPath)),
  );
  return records.filter((record) => record !== undefined).map((record) => asStored(directory, record));
}
