import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeRecord } from './durable.ts';
import { badRequest, conflict, noSuchBucket } from './errors.ts';
import type { KeyedQueue } from './keyed-queue.ts';
import { bucketFolder, bucketRecordPath } from './layout.ts';
import { bucketNameFault, decodeComponent } from './names.ts';
import { type BucketRecord, readBucketRecord } from './records.ts';
import { compareNames, walkObjects } from './walk.ts';

/** Fields of a bucket's resource that the server sets itself. */
const OWN_FIELDS = new Set(['kind', 'id', 'selfLink', 'name', 'etag', 'metageneration', 'timeCreated', 'updated']);

const settingsOf = (resource: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(resource).filter(([name]) => !OWN_FIELDS.has(name)));

/** The buckets below one directory. */
export class BucketStore {
  readonly #directory: string;
  readonly #queue: KeyedQueue;
  readonly #now: () => number;

  constructor(directory: string, queue: KeyedQueue, now: () => number) {
    this.#directory = directory;
    this.#queue = queue;
    this.#now = now;
  }

  /** @throws StorageApiError 404 */
  async get(bucket: string): Promise<BucketRecord> {
    const isNamed = bucketNameFault(bucket) === undefined;
    const record = isNamed ? await readBucketRecord(this.#directory, bucket) : undefined;
    if (record === undefined) throw noSuchBucket();
    return record;
  }

  /** All buckets, by name. */
  async list(): Promise<BucketRecord[]> {
    const folders = await readdir(join(this.#directory, 'buckets')).catch(() => []);
    const records = await Promise.all(
      folders.map((folder) => readBucketRecord(this.#directory, decodeComponent(folder))),
    );
    return records.filter((each) => each !== undefined).sort((left, right) => compareNames(left.name, right.name));
  }

  /** @throws StorageApiError 400 for a bad name, 409 where the bucket exists */
  async create(resource: Readonly<Record<string, unknown>>): Promise<BucketRecord> {
    const name = resource['name'];
    if (typeof name !== 'string') throw badRequest('Required', 'required');
    const fault = bucketNameFault(name);
    if (fault !== undefined) throw badRequest(fault);
    return this.#queue.run(name, async () => {
      if (await readBucketRecord(this.#directory, name)) {
        throw conflict('Your previous request to create the named bucket succeeded and you already own it.');
      }
      return this.#write({ name, metageneration: '1', timeCreated: this.#time(), settings: settingsOf(resource) });
    });
  }

  /** Lays a resource's settings over the bucket's; null removes one. @throws StorageApiError 404 */
  async patch(bucket: string, resource: Readonly<Record<string, unknown>>): Promise<BucketRecord> {
    return this.#queue.run(bucket, async () => {
      const current = await this.get(bucket);
      const merged = Object.entries({ ...current.settings, ...settingsOf(resource) }).filter(
        ([, value]) => value !== null,
      );
      const metageneration = String(BigInt(current.metageneration) + 1n);
      return this.#write({ ...current, metageneration, settings: Object.fromEntries(merged) });
    });
  }

  /** @throws StorageApiError 404, or 409 where the bucket holds objects */
  async delete(bucket: string): Promise<void> {
    await this.#queue.run(bucket, async () => {
      await this.get(bucket);
      const found = await walkObjects(this.#directory, bucket, '');
      if (found.length > 0) throw conflict('The bucket you tried to delete is not empty.');
      await rm(bucketRecordPath(this.#directory, bucket));
      await rm(bucketFolder(this.#directory, bucket), { recursive: true, force: true });
    });
  }

  async #write(draft: Omit<BucketRecord, 'updated' | 'location' | 'storageClass'>): Promise<BucketRecord> {
    const { location = 'US', storageClass = 'STANDARD' } = draft.settings as {
      location?: string;
      storageClass?: string;
    };
    const record = { ...draft, location: location.toUpperCase(), storageClass, updated: this.#time() };
    await writeRecord(this.#directory, bucketRecordPath(this.#directory, draft.name), record);
    return record;
  }

  #time(): string {
    return new Date(this.#now()).toISOString();
  }
}
