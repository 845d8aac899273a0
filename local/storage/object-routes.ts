import { mergeAttributes, parseJsonBody } from './attributes.ts';
import { copyBody } from './body-writer.ts';
import { sendBody } from './download.ts';
import { type Exchange, readText, sendJson } from './exchange.ts';
import { listPage, listingQueryOf } from './listing.ts';
import type { ObjectAddress, ObjectStore } from './object-store.ts';
import { checkPreconditions, preconditionsOf } from './preconditions.ts';
import { type ObjectRecord, readObjectRecordAt } from './records.ts';
import { objectResource } from './resources.ts';
import { walkObjects } from './walk.ts';

const addressOf = ({ path, query }: Exchange): ObjectAddress => ({
  bucket: path[1] ?? '',
  name: path[3] ?? '',
  generation: query.get('generation') ?? undefined,
});

/** @see https://cloud.google.com/storage/docs/json_api/v1/objects/get */
export async function getObject(exchange: Exchange, store: ObjectStore): Promise<void> {
  const conditions = preconditionsOf(exchange.query);
  if (exchange.kind === 'download' || exchange.query.get('alt') === 'media') {
    await sendBody(exchange, store, addressOf(exchange), conditions);
    return;
  }
  const record = await store.get(addressOf(exchange), conditions);
  sendJson(exchange.response, 200, objectResource(exchange.origin, record));
}

/** @see https://cloud.google.com/storage/docs/json_api/v1/objects/list */
export async function listObjects({ path, query, origin, response }: Exchange, store: ObjectStore): Promise<void> {
  const { name: bucket } = await store.buckets.get(path[1] ?? '');
  const asked = listingQueryOf(query);
  const found = new Map(
    (await walkObjects(store.directory, bucket, asked.prefix)).map((each) => [each.name, each.recordPath]),
  );
  const { names, prefixes, nextPageToken } = listPage([...found.keys()], asked);
  const records = await Promise.all(names.map((name) => readObjectRecordAt(found.get(name) ?? '')));
  const items = records.filter((record) => record !== undefined).map((record) => objectResource(origin, record));
  sendJson(response, 200, {
    kind: 'storage#objects',
    ...(nextPageToken !== undefined && { nextPageToken }),
    ...(prefixes.length > 0 && { prefixes }),
    ...(items.length > 0 && { items }),
  });
}

/** PATCH keeps what it does not name, PUT does not. @see https://cloud.google.com/storage/docs/json_api/v1/objects/patch */
export async function changeObject(exchange: Exchange, store: ObjectStore): Promise<void> {
  const resource = parseJsonBody(await readText(exchange.request));
  const base = exchange.method === 'PUT' ? 'empty' : 'current';
  const record = await store.patch(addressOf(exchange), resource, preconditionsOf(exchange.query), base);
  sendJson(exchange.response, 200, objectResource(exchange.origin, record));
}

/** @see https://cloud.google.com/storage/docs/json_api/v1/objects/delete */
export async function deleteObject(exchange: Exchange, store: ObjectStore): Promise<void> {
  await store.delete(addressOf(exchange), preconditionsOf(exchange.query));
  exchange.response.writeHead(204).end();
}

async function copy(exchange: Exchange, store: ObjectStore): Promise<ObjectRecord> {
  const { path, query } = exchange;
  const resource = parseJsonBody(await readText(exchange.request));
  const generation = query.get('sourceGeneration') ?? undefined;
  const source = await store.get({ bucket: path[1] ?? '', name: path[3] ?? '', generation });
  checkPreconditions(preconditionsOf(query, 'ifSource'), source, 'write');
  const target = { bucket: path[6] ?? '', name: path[8] ?? '' };
  await store.checkUpload(target, preconditionsOf(query));
  // A resource in the request replaces the source's attributes; without one they are copied.
  const attributes = mergeAttributes(Object.keys(resource).length > 0 ? {} : source, resource);
  const body = await copyBody(store.directory, store.contentPath(source), { ...source, size: Number(source.size) });
  return store.put(target, body, { contentType: source.contentType ?? '', ...attributes }, preconditionsOf(query));
}

/** @see https://cloud.google.com/storage/docs/json_api/v1/objects/copy */
export async function copyObject(exchange: Exchange, store: ObjectStore): Promise<void> {
  sendJson(exchange.response, 200, objectResource(exchange.origin, await copy(exchange, store)));
}

/** Always done in one call. @see https://cloud.google.com/storage/docs/json_api/v1/objects/rewrite */
export async function rewriteObject(exchange: Exchange, store: ObjectStore): Promise<void> {
  const record = await copy(exchange, store);
  sendJson(exchange.response, 200, {
    kind: 'storage#rewriteResponse',
    totalBytesRewritten: record.size,
    objectSize: record.size,
    done: true,
    resource: objectResource(exchange.origin, record),
  });
}
