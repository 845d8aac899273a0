import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bucket, Storage } from '@google-cloud/storage';
import { type StorageServer, startStorageServer } from '../../../local/storage/server.ts';

/** The official client, pointed at a server as its users point it. The constructor alone reads the variable. */
export function connectStorage(url: string): Storage {
  const before = process.env['STORAGE_EMULATOR_HOST'];
  process.env['STORAGE_EMULATOR_HOST'] = url;
  try {
    return new Storage({ projectId: 'test-project' });
  } finally {
    if (before === undefined) delete process.env['STORAGE_EMULATOR_HOST'];
    else process.env['STORAGE_EMULATOR_HOST'] = before;
  }
}

/** A server on a directory of its own, with one bucket. */
export interface StorageFixture {
  readonly directory: string;
  readonly server: StorageServer;
  readonly client: Storage;
  readonly bucket: Bucket;
  remove(): Promise<void>;
}

export async function startStorageFixture(): Promise<StorageFixture> {
  const directory = await mkdtemp(join(tmpdir(), 'storage-test-'));
  const server = await startStorageServer({ directory });
  const client = connectStorage(server.url);
  const [bucket] = await client.createBucket('test-lake');
  const remove = async (): Promise<void> => {
    await server.close();
    await rm(directory, { recursive: true });
  };
  return { directory, server, client, bucket, remove };
}
