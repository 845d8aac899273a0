import { Storage } from '@google-cloud/storage';
import { CliError } from './errors.ts';
import { ExitCode } from './exit-codes.ts';
import type { Place } from './place.ts';
import { requireLake } from './place.ts';

/** Makes the lake's bucket on this machine if it is missing; in the cloud Terraform owns the bucket. */
export async function ensureLocalBucket(place: Place): Promise<void> {
  if (!place.isLocal) return;
  const lake = requireLake(place);
  const bucket = new Storage({ projectId: place.projectId }).bucket(new URL(lake).hostname);
  try {
    const [exists] = await bucket.exists();
    if (!exists) await bucket.create();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(`${lake}: cannot make the bucket: ${reason}`, ExitCode.lake, undefined, { cause: error });
  }
}
