import type { BucketRecord, ObjectRecord } from './records.ts';

const etagOf = (...counters: string[]): string => Buffer.from(counters.join('/')).toString('base64');

/**
 * The object as the API shows it. `origin` is the server's own address, for the links.
 * @see https://cloud.google.com/storage/docs/json_api/v1/objects#resource
 */
export function objectResource(origin: string, record: ObjectRecord): object {
  const path = `b/${record.bucket}/o/${encodeURIComponent(record.name)}`;
  return {
    kind: 'storage#object',
    id: `${record.bucket}/${record.name}/${record.generation}`,
    selfLink: `${origin}/storage/v1/${path}`,
    mediaLink: `${origin}/download/storage/v1/${path}?generation=${record.generation}&alt=media`,
    ...record,
    timeStorageClassUpdated: record.timeCreated,
    timeFinalized: record.timeCreated,
    etag: etagOf(record.generation, record.metageneration),
  };
}

/** The bucket as the API shows it. @see https://cloud.google.com/storage/docs/json_api/v1/buckets#resource */
export function bucketResource(origin: string, record: BucketRecord): object {
  const { name, metageneration, timeCreated, updated, location, storageClass, settings } = record;
  return {
    ...settings,
    kind: 'storage#bucket',
    id: name,
    selfLink: `${origin}/storage/v1/b/${name}`,
    ...{ name, metageneration, timeCreated, updated, location, storageClass },
    projectNumber: '0',
    locationType: location.length === 2 ? 'multi-region' : 'region',
    etag: etagOf(metageneration),
  };
}
