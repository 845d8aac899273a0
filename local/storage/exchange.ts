import type { IncomingMessage, ServerResponse } from 'node:http';
import { badRequest } from './errors.ts';

/** The largest JSON body accepted, in bytes. */
const LARGEST_JSON = 1_048_576;

/** One request being answered: the parsed address, and the raw request and response for streaming. */
export interface Exchange {
  readonly method: string;
  /** Decoded parts of the path after `/storage/v1`, `/upload/storage/v1` or `/download/storage/v1`, if any. */
  readonly path: readonly string[];
  readonly kind: 'json' | 'upload' | 'download';
  readonly query: URLSearchParams;
  /** The server's own address, such as `http://127.0.0.1:4443`. */
  readonly origin: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

const PREFIX = /^\/(?:(upload|download)\/)?storage\/v1(?=\/|$)/;

/** @throws StorageApiError 400 where the path is not properly percent-encoded */
export function parseAddress(url: string): Pick<Exchange, 'path' | 'kind' | 'query'> {
  // Not `new URL`: it would resolve an object named `..` away.
  const [whole = '', ...rest] = url.split('?');
  const prefix = PREFIX.exec(whole);
  const parts = whole
    .slice(prefix?.[0].length ?? 0)
    .split('/')
    .slice(1);
  try {
    const kind = prefix?.[1] === 'upload' || prefix?.[1] === 'download' ? prefix[1] : 'json';
    return { kind, path: parts.map(decodeURIComponent), query: new URLSearchParams(rest.join('?')) };
  } catch {
    throw badRequest(`Malformed path: ${whole}`);
  }
}

export function sendJson(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=UTF-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

/** A request's body as text. @throws StorageApiError 400 where it is too large */
export async function readText(request: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request) {
    size += piece.length;
    if (size > LARGEST_JSON) throw badRequest('Request body is too large.', 'uploadTooLarge');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
