import { readFile } from 'node:fs/promises';
import { bucketRecordPath, objectRecordPath } from './layout.ts';

/** What a caller may set on an object. */
export interface ObjectAttributes {
  readonly contentType?: string;
  readonly contentEncoding?: string;
  readonly contentDisposition?: string;
  readonly contentLanguage?: string;
  readonly cacheControl?: string;
  readonly customTime?: string;
  readonly storageClass?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** An object's record, as it stands on disk beside the body. Counters and sizes are decimal text, as the API has them. */
export interface ObjectRecord extends ObjectAttributes {
  readonly bucket: string;
  readonly name: string;
  readonly generation: string;
  readonly metageneration: string;
  /** Bytes. */
  readonly size: string;
  /** Base64, big-endian. */
  readonly crc32c: string;
  /** Base64. */
  readonly md5Hash: string;
  /** RFC 3339, UTC. */
  readonly timeCreated: string;
  readonly updated: string;
}

/** A bucket's record: its name, times, and the settings it was created with, given back as they came. */
export interface BucketRecord {
  readonly name: string;
  readonly metageneration: string;
  readonly timeCreated: string;
  readonly updated: string;
  readonly location: string;
  readonly storageClass: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

async function readRecord<T>(path: string): Promise<T | undefined> {
  try {
    // Only this folder's code writes these files, whole, by rename: their shape is trusted.
    return JSON.parse(await readFile(path, 'utf8')) as T;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** The object's record, or undefined where there is no such object. */
export const readObjectRecord = (directory: string, bucket: string, name: string): Promise<ObjectRecord | undefined> =>
  readRecord(objectRecordPath(directory, bucket, name));

/** The record in a file found while listing. */
export const readObjectRecordAt = (path: string): Promise<ObjectRecord | undefined> => readRecord(path);

/** The bucket's record, or undefined where there is no such bucket. */
export const readBucketRecord = (directory: string, bucket: string): Promise<BucketRecord | undefined> =>
  readRecord(bucketRecordPath(directory, bucket));
