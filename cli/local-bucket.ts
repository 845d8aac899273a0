import { Storage } from '@google-cloud/storage';
import type { Place } from './place.ts';
import { requireLake } from './place.ts';

/** Makes the lake's bucket on this machine if it is missing; in the cloud Terraform owns the bucket. */
export async function ensureLocalBucket(place: Place): Promise<void> {
  if (!place.isLocal) return;
  const bucket = new Storage({ projectId: place.projectId }).bucket(new URL(requireLake(place)).hostname);
  const [exists] = await bucket.exists();
  if (!exists) await bucket.create();
}
