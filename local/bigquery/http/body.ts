import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import { WarehouseError } from '../errors.ts';

/** Bytes that a request's body may have, after unpacking: twice BigQuery's own limit of 10 MB for streamed rows. */
export const maximumBodyBytes = 20 * 1024 * 1024;

/** Objects and lists that may stand in one another. Everything that reads a body may then follow it down. */
const maximumNesting = 100;

/** JSON of an object, not yet understood. */
export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * The JSON object that a request carries, gzip or plain; empty where there is no body.
 * @throws WarehouseError where it is too large, no JSON, or no object.
 */
export async function readJsonBody(request: IncomingMessage): Promise<JsonObject> {
  return parseJsonObject(await readText(request));
}

/** The object that `text` holds; empty where there is no text. Throws WarehouseError where it is none. */
export function parseJsonObject(text: string): JsonObject {
  if (text.trim() === '') return {};
  if (nestsTooDeep(text)) {
    throw new WarehouseError(
      'invalid',
      `Invalid JSON payload received. It nests more than ${maximumNesting} levels deep.`,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new WarehouseError('invalid', 'Invalid JSON payload received.', undefined, { cause });
  }
  if (!isJsonObject(value)) throw new WarehouseError('invalid', 'The request body must be a JSON object.');
  return value;
}

/** Whether `value` is a JSON object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Looked for before the text is parsed, and without its strings. */
function nestsTooDeep(json: string): boolean {
  let depth = 0;
  for (let at = 0; at < json.length; at += 1) {
    const mark = json.charCodeAt(at);
    if (mark === quote) at = endOfString(json, at);
    // A bracket and a brace differ in the one bit that is masked.
    else if ((mark & ~0x20) === 0x5b) depth += 1;
    else if ((mark & ~0x20) === 0x5d) depth -= 1;
    if (depth > maximumNesting) return true;
  }
  return false;
}

const quote = 0x22;

/** Where the quote stands that ends the string which begins at `start`, or the text ends. */
function endOfString(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at += 1) {
    const mark = json.charCodeAt(at);
    if (mark === quote) return at;
    if (mark === 0x5c) at += 1;
  }
  return json.length;
}

async function readText(request: IncomingMessage): Promise<string> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity' && encoding !== 'gzip') {
    throw new WarehouseError('invalid', `Content-Encoding ${encoding} is not supported.`);
  }
  const stream = encoding === 'gzip' ? request.pipe(createGunzip()) : request;
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maximumBodyBytes) break;
      chunks.push(chunk);
    }
  } catch (cause) {
    throw new WarehouseError('invalid', 'The request body could not be read.', undefined, { cause });
  }
  if (size > maximumBodyBytes) {
    throw new WarehouseError('responseTooLarge', `Request payload size exceeds the limit: ${maximumBodyBytes} bytes.`);
  }
  return Buffer.concat(chunks).toString('utf8');
}
