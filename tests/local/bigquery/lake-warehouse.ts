import { Storage } from '@google-cloud/storage';
import { startStorageServer } from '../../../local/storage/server.ts';
import { projectId, startTestWarehouse, type TestWarehouse } from './test-warehouse.ts';

/** A warehouse whose lake has a bucket, with the official client of its storage. */
export interface LakeWarehouse extends TestWarehouse {
  /** `gs://lake`. */
  readonly bucket: ReturnType<Storage['bucket']>;
}

/** Starts a warehouse and the storage of its lake in a temporary folder. */
export async function startLakeWarehouse(): Promise<LakeWarehouse> {
  const warehouse = await startTestWarehouse();
  const storage = await startStorageServer({ directory: warehouse.lakeDirectory });
  const bucket = new Storage({ projectId, apiEndpoint: storage.url }).bucket('lake');
  await bucket.create();
  return {
    ...warehouse,
    bucket,
    close: async () => {
      await storage.close();
      await warehouse.close();
    },
  };
}
