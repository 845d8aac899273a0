import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { Answer } from './answer.ts';

const compress = promisify(gzip);
/** Bytes below which an answer is not worth packing. */
const smallest = 1000;

/** The answer as it goes over the wire: packed if the client takes that, and with its length. */
export async function encode(request: IncomingMessage, answer: Answer): Promise<Answer> {
  const headers = { ...answer.headers, Vary: 'Accept-Encoding' };
  const accepted = request.headers['accept-encoding'];
  const isPacked = typeof accepted === 'string' && takesGzip(accepted) && answer.body.length >= smallest;
  if (!isPacked) return { ...answer, headers: { ...headers, 'Content-Length': String(answer.body.length) } };
  const body = await compress(answer.body, { level: constants.Z_BEST_SPEED });
  return {
    ...answer,
    body,
    headers: { ...headers, 'Content-Encoding': 'gzip', 'Content-Length': String(body.length) },
  };
}

/** Sends an encoded answer. */
export function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  // The rest of a refused body is not read: the connection ends with the answer.
  if (!request.complete) response.setHeader('Connection', 'close');
  response.writeHead(answer.status, answer.headers);
  response.end(answer.status === 304 ? undefined : answer.body);
}

/** Whether an `Accept-Encoding` takes gzip: https://www.rfc-editor.org/rfc/rfc9110#field.accept-encoding. */
function takesGzip(accepted: string): boolean {
  return accepted.split(',').some((part) => {
    const [coding = '', ...weights] = part.split(';').map((text) => text.trim().toLowerCase());
    return (coding === 'gzip' || coding === '*') && !weights.some((weight) => /^q=0(\.0*)?$/.test(weight));
  });
}
