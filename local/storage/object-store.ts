import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { mergeAttributes } from './attributes.ts';
import type { FinishedBody } from './body-writer.ts';
import { BucketStore } from './bucket-store.ts';
import type { Checksums } from './checksums.ts';
import { moveIntoPlace, removeEmptyFolders, removeFile, writeRecord } from './durable.ts';
import { badRequest, noSuchBucket, noSuchObject } from './errors.ts';
import { RECORD_SUFFIX, objectContentPath, objectRecordPath, objectsFolder, uploadsFolder } from './layout.ts';
import { KeyedQueue } from './keyed-queue.ts';
import { bucketNameFault, objectNameFault } from './names.ts';
import { type Preconditions, checkPreconditions } from './preconditions.ts';
import {
  type ObjectAttributes,
  type ObjectRecord,
  readBucketRecord,
  readObjectRecord,
  readObjectRecordAt,
} from './records.ts';

/** Which object, and which generation of it if one was asked for. */
export interface ObjectAddress {
  readonly bucket: string;
  readonly name: string;
  readonly generation?: string | undefined;
}

/**
 * The objects below one directory. Changes of one bucket are made one after the other; each is a rename, so a reader
 * in another process, or after a kill, sees the object before the change or after it.
 */
export class ObjectStore {
  readonly directory: string;
  readonly buckets: BucketStore;
  readonly #now: () => number;
  readonly #queue = new KeyedQueue();
  #lastGeneration = 0n;

  constructor(directory: string, now: () => number) {
    this.directory = directory;
    this.#now = now;
    this.buckets = new BucketStore(directory, this.#queue, now);
  }

  /** Readies the folders, clearing away what a kill left: bodies that never became objects, or whose object was replaced. */
  async sweep(): Promise<void> {
    await rm(uploadsFolder(this.directory), { recursive: true, force: true });
    await mkdir(uploadsFolder(this.directory), { recursive: true });
    for (const { name } of await this.buckets.list()) {
      const root = objectsFolder(this.directory, name);
      for (const entry of await readdir(root, { recursive: true, withFileTypes: true }).catch(() => [])) {
        if (!entry.isFile() || entry.name.endsWith(RECORD_SUFFIX)) continue;
        const [stem = ''] = entry.name.split('@');
        const record = await readObjectRecordAt(join(entry.parentPath, stem + RECORD_SUFFIX));
        const path = join(entry.parentPath, entry.name);
        if (record === undefined || this.contentPath(record) !== path) await removeFile(path);
      }
    }
  }

  /** File of the object's body. */
  contentPath(record: ObjectRecord): string {
    return objectContentPath(this.directory, record.bucket, record.name, record.generation);
  }

  /** The object as it is. @throws StorageApiError 404 for the bucket, the object or the generation; 412; 304 */
  async get(address: ObjectAddress, conditions: Preconditions = {}): Promise<ObjectRecord> {
    const current = await this.#find(address);
    if (current === undefined) throw noSuchObject(address.bucket, address.name);
    checkPreconditions(conditions, current, 'read');
    return current;
  }

  /** Refuses at the start of an upload what would be refused at its end. @throws StorageApiError 400, 404, 412 */
  async checkUpload({ bucket, name }: ObjectAddress, conditions: Preconditions): Promise<void> {
    const fault = objectNameFault(name);
    if (fault !== undefined) throw badRequest(fault);
    checkPreconditions(conditions, await this.#find({ bucket, name }), 'write');
  }

  /**
   * Makes a finished body the object's content; the body is gone afterwards, whatever happens.
   * @throws StorageApiError 400 where the claimed checksums are not the body's, 404, 412
   */
  async put(
    { bucket, name }: ObjectAddress,
    body: FinishedBody,
    attributes: ObjectAttributes,
    conditions: Preconditions,
    claimed: Partial<Checksums> = {},
  ): Promise<ObjectRecord> {
    try {
      checkClaim('crc32c', claimed.crc32c, body.crc32c);
      checkClaim('MD5', claimed.md5Hash, body.md5Hash);
      return await this.#queue.run(bucket, async () => {
        await this.checkUpload({ bucket, name }, conditions);
        const before = await readObjectRecord(this.directory, bucket, name);
        const time = new Date(this.#now()).toISOString();
        const record: ObjectRecord = {
          ...{ contentType: 'application/octet-stream', storageClass: 'STANDARD', ...attributes },
          ...{ bucket, name, generation: this.#nextGeneration(before), metageneration: '1' },
          ...{ size: String(body.size), crc32c: body.crc32c, md5Hash: body.md5Hash, timeCreated: time, updated: time },
        };
        await moveIntoPlace(body.path, this.contentPath(record));
        await writeRecord(this.directory, objectRecordPath(this.directory, bucket, name), record);
        if (before) await removeFile(this.contentPath(before));
        return record;
      });
    } finally {
      await removeFile(body.path);
    }
  }

  /** Lays a resource's attributes over the object's. @throws StorageApiError 400, 404, 412 */
  async patch(
    address: ObjectAddress,
    resource: Readonly<Record<string, unknown>>,
    conditions: Preconditions,
    base: 'current' | 'empty' = 'current',
  ): Promise<ObjectRecord> {
    return this.#queue.run(address.bucket, async () => {
      const current = await this.#findToChange(address, conditions);
      const { bucket, name, generation, size, crc32c, md5Hash, timeCreated, contentType, storageClass } = current;
      const kept =
        base === 'current' ? current : { ...(storageClass && { storageClass }), ...(contentType && { contentType }) };
      const record: ObjectRecord = {
        ...mergeAttributes(kept, resource),
        ...{ bucket, name, generation, size, crc32c, md5Hash, timeCreated },
        metageneration: String(BigInt(current.metageneration) + 1n),
        updated: new Date(this.#now()).toISOString(),
      };
      await writeRecord(this.directory, objectRecordPath(this.directory, bucket, name), record);
      return record;
    });
  }

  /** @throws StorageApiError 404, 412 */
  async delete(address: ObjectAddress, conditions: Preconditions): Promise<void> {
    await this.#queue.run(address.bucket, async () => {
      const current = await this.#findToChange(address, conditions);
      const recordPath = objectRecordPath(this.directory, current.bucket, current.name);
      await removeFile(recordPath);
      await removeFile(this.contentPath(current));
      await removeEmptyFolders(dirname(recordPath), objectsFolder(this.directory, current.bucket));
    });
  }

  async #find({ bucket, name, generation }: ObjectAddress): Promise<ObjectRecord | undefined> {
    const isBucket = bucketNameFault(bucket) === undefined && (await readBucketRecord(this.directory, bucket));
    if (!isBucket) throw noSuchBucket();
    const record = await readObjectRecord(this.directory, bucket, name);
    // Only the newest generation is kept: an older one is gone, as in a bucket without versioning.
    return generation === undefined || record?.generation === generation ? record : undefined;
  }

  async #findToChange(address: ObjectAddress, conditions: Preconditions): Promise<ObjectRecord> {
    const current = await this.#find(address);
    if (current === undefined) throw noSuchObject(address.bucket, address.name);
    checkPreconditions(conditions, current, 'write');
    return current;
  }

  /** Microseconds of the clock as Google's are, but always above those given before. */
  #nextGeneration(before: ObjectRecord | undefined): string {
    const candidates = [BigInt(this.#now()) * 1000n, this.#lastGeneration + 1n, BigInt(before?.generation ?? 0) + 1n];
    this.#lastGeneration = candidates.reduce((highest, each) => (each > highest ? each : highest));
    return String(this.#lastGeneration);
  }
}

function checkClaim(kind: 'crc32c' | 'MD5', claimed: string | undefined, computed: string): void {
  if (claimed === undefined || claimed === computed) return;
  throw badRequest(`Provided ${kind} hash "${claimed}" doesn't match calculated ${kind} hash "${computed}".`);
}
