import { createReadStream } from 'node:fs';
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { Storage } from '@google-cloud/storage';
import type { LakeAddress } from '../core/load-names.ts';
import type { ManifestObject } from '../core/manifest.ts';
import { LakeError } from '../errors.ts';
import type { IngestEffects } from '../options.ts';
import { attempts } from './retrying.ts';

/** An object as the lake holds it; names are within the lake's prefix. */
export interface LakeObject extends ManifestObject {
  readonly generation: string;
  /** When this generation was written, in milliseconds since 1970 by the storage's clock. */
  readonly writtenAt: number;
}

/** What the ingester needs of a lake. */
export interface Lake {
  /** The object's `gs://` address. */
  readonly addressOf: (name: string) => string;
  /** Name of an object within the bucket: with the lake's prefix. */
  readonly bucketName: (name: string) => string;
  /** @throws LakeError */
  readonly find: (name: string) => Promise<LakeObject | undefined>;
  /** @throws LakeError */
  readonly readText: (name: string) => Promise<string | undefined>;
  /** Objects below a folder. @throws LakeError */
  readonly list: (folder: string) => Promise<readonly LakeObject[]>;
  /** Names of the folders directly below one, each with its slash. @throws LakeError */
  readonly folders: (folder: string) => Promise<readonly string[]>;
  /** Puts a file where no object is, or in the place of one of the given generation. `taken` if that is not so. */
  readonly put: (path: string, name: string, over?: string) => Promise<LakeObject | 'taken'>;
  /** Writes a text where no object is, or in the place of one of the given generation. `taken` if that is not so. */
  readonly putText: (text: string, name: string, over?: string) => Promise<LakeObject | 'taken'>;
  /** Brings an object's content into a file. @throws LakeError, also where it is gone */
  readonly fetch: (name: string, path: string) => Promise<void>;
  /** Deletes the given generation; one that is gone is fine. @throws LakeError */
  readonly remove: (object: LakeObject) => Promise<void>;
}

/** MD5 of a file, base64, as Cloud Storage gives it. */
export async function md5OfFile(path: string): Promise<string> {
  const hash = createHash('md5');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('base64');
}

interface ObjectMetadata {
  readonly name?: string;
  readonly size?: string | number;
  readonly md5Hash?: string;
  readonly crc32c?: string;
  readonly generation?: string | number;
  readonly timeCreated?: string;
}

const MISSING = 404;
const TAKEN = 412;
/** For calls of which every refusal is a failure. */
const NEVER = 0;

/**
 * A lake in Cloud Storage. Every write says what it expects to find, so all may be repeated, and the client's own
 * uneven retries are off. @see https://cloud.google.com/storage/docs/request-preconditions
 */
export function connectLake(address: LakeAddress, projectId: string | undefined, effects: IngestEffects): Lake {
  const storage = new Storage({ ...(projectId !== undefined && { projectId }), retryOptions: { autoRetry: false } });
  const bucket = storage.bucket(address.bucket);
  const bucketName = (name: string): string => address.prefix + name;
  const addressOf = (name: string): string => `gs://${address.bucket}/${bucketName(name)}`;
  const file = (name: string): ReturnType<typeof bucket.file> => bucket.file(bucketName(name));

  const asObject = (found: ObjectMetadata): LakeObject => ({
    name: (found.name ?? '').slice(address.prefix.length),
    size: Number(found.size),
    md5Hash: found.md5Hash ?? '',
    crc32c: found.crc32c ?? '',
    generation: String(found.generation),
    writtenAt: Date.parse(found.timeCreated ?? ''),
  });

  const attempt = attempts(
    effects,
    (at, explanation, cause) => new LakeError(at, explanation, cause),
    // A missing bucket and a missing object have the same status.
    (message) => !/bucket does not exist/i.test(message),
  );

  const write = async (
    name: string,
    over: string,
    call: (options: object) => Promise<unknown>,
  ): Promise<LakeObject | 'taken'> => {
    const outcome = await attempt(
      'write',
      addressOf(name),
      async () => {
        const preconditionOpts = { ifGenerationMatch: over };
        return asObject((await call({ resumable: false, validation: 'crc32c', preconditionOpts })) as ObjectMetadata);
      },
      TAKEN,
      'taken' as const,
    );
    await effects.onStep?.(`write ${basename(name)}`);
    return outcome;
  };

  return {
    addressOf,
    bucketName,
    find: (name) =>
      attempt(
        'read',
        addressOf(name),
        async () => asObject((await file(name).getMetadata())[0] as ObjectMetadata),
        MISSING,
        undefined,
      ),
    readText: (name) =>
      attempt(
        'read',
        addressOf(name),
        async () => (await file(name).download())[0].toString('utf8'),
        MISSING,
        undefined,
      ),
    list: async (folder) => {
      const found = await attempt(
        'list',
        addressOf(folder),
        () => bucket.getFiles({ prefix: bucketName(folder) }),
        MISSING,
        undefined,
      );
      return (found?.[0] ?? []).map(({ metadata }) => asObject(metadata as ObjectMetadata));
    },
    folders: async (folder) => {
      const names: string[] = [];
      let query: object | null = { prefix: bucketName(folder), delimiter: '/', autoPaginate: false };
      while (query) {
        const current: object = query;
        const page = await attempt('list', addressOf(folder), () => bucket.getFiles(current), MISSING, undefined);
        const [, next, answer] = (page ?? []) as [unknown?, (object | null)?, { prefixes?: string[] }?];
        names.push(...(answer?.prefixes ?? []).map((prefix) => prefix.slice(address.prefix.length)));
        query = next ?? null;
      }
      return names;
    },
    put: (path, name, over = '0') =>
      write(name, over, async (options) => {
        const contentType = 'application/vnd.apache.parquet';
        const [, stored] = await bucket.upload(path, {
          ...options,
          destination: bucketName(name),
          metadata: { contentType },
        });
        return stored;
      }),
    fetch: async (name, path) => {
      await attempt(
        'read',
        addressOf(name),
        () => file(name).download({ destination: path, validation: 'crc32c' }),
        NEVER,
        undefined,
      );
    },
    putText: (text, name, over = '0') =>
      write(name, over, async (options) => {
        const written = file(name);
        await written.save(text, { ...options, contentType: 'application/json' });
        return written.metadata;
      }),
    remove: async ({ name, generation }) => {
      await attempt(
        'delete',
        addressOf(name),
        () => file(name).delete({ ifGenerationMatch: generation }),
        MISSING,
        undefined,
      );
      await effects.onStep?.(`remove ${basename(name)}`);
    },
  };
}
