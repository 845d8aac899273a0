import type { IncomingMessage } from 'node:http';
import { invalidRequest, plainError } from './api-errors.ts';

/** Bytes that a request's body may have. */
const largestBody = 1_048_576;

/** The JSON of a request's body. @throws PortalApiError where it is none, or too large. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > largestBody) throw plainError(413, 'invalid_request', `A body has at most ${largestBody} bytes`);
    pieces.push(piece);
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8')) as unknown;
  } catch {
    throw invalidRequest('The request body is not JSON');
  }
}
