import { join } from 'node:path';
import { encodeComponent, encodeObjectName } from './names.ts';

/** Ends a record's file name; what stands before it is the object's stem. No encoded component holds an `@`. */
export const RECORD_SUFFIX = '@.json';

/** Folder of everything in one bucket. */
export const bucketFolder = (directory: string, bucket: string): string =>
  join(directory, 'buckets', encodeComponent(bucket));

/** The bucket's own record; the bucket exists if this file does. */
export const bucketRecordPath = (directory: string, bucket: string): string =>
  join(bucketFolder(directory, bucket), 'bucket.json');

/** Folder below which the bucket's objects lie. */
export const objectsFolder = (directory: string, bucket: string): string =>
  join(bucketFolder(directory, bucket), 'objects');

/** Folder of bodies still on their way in; its files are unfinished by definition. */
export const uploadsFolder = (directory: string): string => join(directory, 'uploads');

/** The object's record: renaming it into place is what makes a generation the object's content. */
export function objectRecordPath(directory: string, bucket: string, name: string): string {
  const { folders, stem } = encodeObjectName(name);
  return join(objectsFolder(directory, bucket), ...folders, stem + RECORD_SUFFIX);
}

/** The body of one generation. Never written again once named; the object's own extension is kept for readers. */
export function objectContentPath(directory: string, bucket: string, name: string, generation: string): string {
  const { folders, stem } = encodeObjectName(name);
  const extension = /(?:\.[a-z0-9]{1,10}){1,2}$/.exec(name)?.[0] ?? '';
  return join(objectsFolder(directory, bucket), ...folders, `${stem}@${generation}${extension}`);
}
