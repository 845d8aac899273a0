import { BodyWriter } from './body-writer.ts';
import { mergeAttributes, parseJsonBody } from './attributes.ts';
import { type Checksums, parseHashHeader } from './checksums.ts';
import { badRequest, notSupported } from './errors.ts';
import { type Exchange, readText, sendJson } from './exchange.ts';
import { readRelated } from './multipart.ts';
import type { ObjectStore } from './object-store.ts';
import { preconditionsOf } from './preconditions.ts';
import { objectResource } from './resources.ts';
import type { ResumableUploads, UploadPlan } from './resumable.ts';

/** What an upload is to become, from its query and the resource sent with it. */
function planOf(
  { query, request, path }: Exchange,
  resource: Readonly<Record<string, unknown>>,
  mediaType: string | undefined,
): UploadPlan {
  const name = query.get('name') ?? resource['name'];
  if (typeof name !== 'string') throw badRequest('Required', 'required');
  const given = mergeAttributes({}, resource);
  const contentEncoding = query.get('contentEncoding') ?? given.contentEncoding;
  const claimed: Partial<Checksums> = {
    ...(typeof resource['crc32c'] === 'string' && { crc32c: resource['crc32c'] }),
    ...(typeof resource['md5Hash'] === 'string' && { md5Hash: resource['md5Hash'] }),
    ...parseHashHeader(request.headers['x-goog-hash'] as string | undefined),
  };
  return {
    address: { bucket: path[1] ?? '', name },
    attributes: { ...(mediaType && { contentType: mediaType }), ...given, ...(contentEncoding && { contentEncoding }) },
    conditions: preconditionsOf(query),
    claimed,
  };
}

/** Takes a whole body and makes the object. */
async function storeWhole(
  exchange: Exchange,
  store: ObjectStore,
  plan: UploadPlan,
  media: AsyncIterable<Buffer>,
): Promise<void> {
  await store.checkUpload(plan.address, plan.conditions);
  const writer = await BodyWriter.create(store.directory);
  try {
    for await (const chunk of media) await writer.write(chunk);
  } catch (error) {
    await writer.discard();
    throw error;
  }
  const record = await store.put(plan.address, await writer.finish(), plan.attributes, plan.conditions, plan.claimed);
  sendJson(exchange.response, 200, objectResource(exchange.origin, record));
}

/**
 * `POST /upload/…/b/BUCKET/o`: a simple or multipart upload, or the start of a resumable one.
 * @see https://cloud.google.com/storage/docs/json_api/v1/objects/insert
 */
export async function insertObject(exchange: Exchange, store: ObjectStore, uploads: ResumableUploads): Promise<void> {
  const { query, request, response, origin } = exchange;
  const uploadType = query.get('uploadType');
  if (uploadType === 'media') {
    await storeWhole(exchange, store, planOf(exchange, {}, request.headers['content-type']), request);
  } else if (uploadType === 'multipart') {
    const parts = await readRelated(request.headers['content-type'], request);
    await storeWhole(exchange, store, planOf(exchange, parseJsonBody(parts.metadata), parts.mediaType), parts.media);
  } else if (uploadType === 'resumable') {
    const resource = parseJsonBody(await readText(request));
    const mediaType = request.headers['x-upload-content-type'] as string | undefined;
    const plan = planOf(exchange, resource, mediaType);
    const session = new URLSearchParams({ uploadType, name: plan.address.name, upload_id: await uploads.open(plan) });
    const location = `${origin}/upload/storage/v1/b/${plan.address.bucket}/o?${session.toString()}`;
    response.writeHead(200, { location, 'content-length': 0 }).end();
  } else {
    throw notSupported(`uploadType=${uploadType ?? ''}`);
  }
}

/** `PUT /upload/…?upload_id=`: bytes of a resumable upload, or a question how many have arrived. */
export async function continueUpload(
  { query, request, response, origin }: Exchange,
  uploads: ResumableUploads,
): Promise<void> {
  const progress = await uploads.receive(query.get('upload_id') ?? '', request);
  if ('record' in progress) {
    sendJson(response, 200, objectResource(origin, progress.record));
  } else {
    const range = progress.received > 0 ? { range: `bytes=0-${progress.received - 1}` } : {};
    response.writeHead(308, { ...range, 'content-length': 0 }).end();
  }
}
