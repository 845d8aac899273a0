import { parseJsonBody } from './attributes.ts';
import { type Exchange, readText, sendJson } from './exchange.ts';
import { listPage, listingQueryOf } from './listing.ts';
import type { ObjectStore } from './object-store.ts';
import { bucketResource } from './resources.ts';

/** @see https://cloud.google.com/storage/docs/json_api/v1/buckets/insert */
export async function createBucket({ request, response, origin }: Exchange, { buckets }: ObjectStore): Promise<void> {
  const record = await buckets.create(parseJsonBody(await readText(request)));
  sendJson(response, 200, bucketResource(origin, record));
}

/** @see https://cloud.google.com/storage/docs/json_api/v1/buckets/list */
export async function listBuckets({ query, response, origin }: Exchange, { buckets }: ObjectStore): Promise<void> {
  const records = new Map((await buckets.list()).map((record) => [record.name, record]));
  const { names, nextPageToken } = listPage([...records.keys()], listingQueryOf(query));
  const items = names.flatMap((name) => records.get(name) ?? []).map((record) => bucketResource(origin, record));
  sendJson(response, 200, { kind: 'storage#buckets', ...(nextPageToken !== undefined && { nextPageToken }), items });
}

/** @see https://cloud.google.com/storage/docs/json_api/v1/buckets/get */
export async function getBucket({ path, response, origin }: Exchange, { buckets }: ObjectStore): Promise<void> {
  sendJson(response, 200, bucketResource(origin, await buckets.get(path[1] ?? '')));
}

/** @see https://cloud.google.com/storage/docs/json_api/v1/buckets/patch */
export async function changeBucket({ path, request, response, origin }: Exchange, store: ObjectStore): Promise<void> {
  const record = await store.buckets.patch(path[1] ?? '', parseJsonBody(await readText(request)));
  sendJson(response, 200, bucketResource(origin, record));
}

/** @see https://cloud.google.com/storage/docs/json_api/v1/buckets/delete */
export async function deleteBucket({ path, response }: Exchange, { buckets }: ObjectStore): Promise<void> {
  await buckets.delete(path[1] ?? '');
  response.writeHead(204).end();
}
