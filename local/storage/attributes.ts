import { badRequest } from './errors.ts';
import type { ObjectAttributes } from './records.ts';

const TEXTS = [
  'contentType',
  'contentEncoding',
  'contentDisposition',
  'contentLanguage',
  'cacheControl',
  'customTime',
  'storageClass',
] as const;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A JSON body as an object; an empty one as `{}`. @throws StorageApiError 400 where it is neither */
export function parseJsonBody(text: string): Readonly<Record<string, unknown>> {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Answered below, as for a body that is JSON but no object.
  }
  throw badRequest('Parse Error', 'parseError');
}

function customMetadata(value: unknown, before: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (value === null) return {};
  if (!isObject(value)) throw badRequest('Invalid value for: metadata');
  const merged = new Map(Object.entries(before));
  for (const [key, each] of Object.entries(value)) {
    if (each === null) merged.delete(key);
    else if (typeof each === 'string') merged.set(key, each);
    else throw badRequest(`Invalid value for: metadata.${key}`);
  }
  return Object.fromEntries(merged);
}

/**
 * The attributes after a request's resource is laid over those before: what it does not name stays, null removes, and
 * custom metadata is merged key by key. Fields that the server sets itself are passed over, as Google's does.
 * @throws StorageApiError 400 where a value is of the wrong type
 */
export function mergeAttributes(
  before: ObjectAttributes,
  resource: Readonly<Record<string, unknown>>,
): ObjectAttributes {
  const merged = new Map<string, unknown>(TEXTS.map((name) => [name, before[name]]));
  for (const name of TEXTS) {
    const value = resource[name];
    if (value === undefined) continue;
    if (value !== null && typeof value !== 'string') throw badRequest(`Invalid value for: ${name}`);
    merged.set(name, value ?? undefined);
  }
  const metadata =
    resource['metadata'] === undefined ? before.metadata : customMetadata(resource['metadata'], before.metadata ?? {});
  if (metadata && Object.keys(metadata).length > 0) merged.set('metadata', metadata);
  return Object.fromEntries([...merged].filter(([, value]) => value !== undefined));
}
