import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { parseRange } from './byte-range.ts';
import type { Exchange } from './exchange.ts';
import type { ObjectAddress, ObjectStore } from './object-store.ts';
import type { Preconditions } from './preconditions.ts';
import type { ObjectRecord } from './records.ts';

/** Replacements that may overtake one opening before it is given up. */
const OPEN_ATTEMPTS = 10;

/** The record and its body, of the same generation even while another one replaces it. */
async function openBody(
  store: ObjectStore,
  address: ObjectAddress,
  conditions: Preconditions,
): Promise<{ readonly record: ObjectRecord; readonly body: FileHandle }> {
  for (let attempt = 1; ; attempt += 1) {
    const record = await store.get(address, conditions);
    try {
      return { record, body: await open(store.contentPath(record), 'r') };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || attempt === OPEN_ATTEMPTS) throw error;
    }
  }
}

/** The headers that the official client checks a download by. */
function headersOf(record: ObjectRecord): Record<string, string> {
  const optional = {
    'cache-control': record.cacheControl,
    'content-disposition': record.contentDisposition,
    'content-language': record.contentLanguage,
  };
  return {
    'content-type': record.contentType ?? 'application/octet-stream',
    'last-modified': new Date(record.updated).toUTCString(),
    'x-goog-generation': record.generation,
    'x-goog-metageneration': record.metageneration,
    'x-goog-hash': `crc32c=${record.crc32c},md5=${record.md5Hash}`,
    'x-goog-storage-class': record.storageClass ?? 'STANDARD',
    'x-goog-stored-content-encoding': record.contentEncoding ?? 'identity',
    'x-goog-stored-content-length': record.size,
    ...Object.fromEntries(
      Object.entries(optional).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  };
}

/**
 * Sends an object's body, or the range of it asked for. What is stored as gzip goes out as stored to a client that
 * takes gzip, else decompressed and whole, as Google's servers do.
 * @throws StorageApiError 404, 412, 304, 416
 * @see https://cloud.google.com/storage/docs/transcoding
 */
export async function sendBody(
  { request, response }: Pick<Exchange, 'request' | 'response'>,
  store: ObjectStore,
  address: ObjectAddress,
  conditions: Preconditions,
): Promise<void> {
  const { record, body } = await openBody(store, address, conditions);
  try {
    const headers = headersOf(record);
    const takesGzip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    if (record.contentEncoding === 'gzip' && !takesGzip) {
      response.writeHead(200, headers);
      await pipeline(body.createReadStream(), createGunzip(), response);
      return;
    }
    const size = Number(record.size);
    const range = parseRange(request.headers.range, size);
    if (record.contentEncoding !== undefined) headers['content-encoding'] = record.contentEncoding;
    if (range) headers['content-range'] = `bytes ${range.start}-${range.end}/${size}`;
    headers['content-length'] = String(range ? range.end - range.start + 1 : size);
    response.writeHead(range ? 206 : 200, { ...headers, 'accept-ranges': 'bytes' });
    await pipeline(body.createReadStream(range ?? {}), response);
  } finally {
    await body.close();
  }
}
