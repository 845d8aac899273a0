import { type IncomingMessage, type Server, createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a service answered, as far as it is passed on. */
interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Stands before a service, on loopback. */
export interface StrikingProxy {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

function forward(target: URL, { method, url, headers }: IncomingMessage, body: Buffer): Promise<Answer> {
  return new Promise((settle, fail) => {
    const { hostname, port } = target;
    const sent = send({ hostname, port, method, path: url, headers }, (response) => {
      const { statusCode: status = 502, headers: given } = response;
      bodyOf(response).then((received) => {
        settle({ status, headers: given, body: received });
      }, fail);
    });
    sent.on('error', fail);
    sent.end(body);
  });
}

/** What a request changes for good, in words: an object written or removed, a load job started; undefined for any other. */
function durableStep({ method, url = '' }: IncomingMessage, body: Buffer): string | undefined {
  const address = decodeURIComponent(url);
  const name = /"name":\s*"([^"]+)"/.exec(body.subarray(0, 2000).toString('latin1'))?.[1];
  if (method === 'POST' && url.startsWith('/upload/'))
    return `write ${/[?&]name=([^&]+)/.exec(address)?.[1] ?? name ?? ''}`;
  if (method === 'DELETE' && /\/o\//.test(url)) return `remove ${/\/o\/([^?]+)/.exec(address)?.[1] ?? ''}`;
  const isJob = method === 'POST' && /\/jobs(?:\?|$)/.test(url) && body.includes('"load"');
  return isJob ? 'job' : undefined;
}

/**
 * Passes requests on to a service.
 * @param onStep told of each durable step once the service has done it, before the client hears of it; where it gives
 * false the client never does
 * @param beforeRequest awaited before a request is passed on
 */
export async function startStrikingProxy(
  service: string,
  onStep: (step: string) => boolean,
  beforeRequest: (request: IncomingMessage) => Promise<void> = () => Promise.resolve(),
): Promise<StrikingProxy> {
  const target = new URL(service);
  const server: Server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const body = await bodyOf(request);
      await beforeRequest(request);
      const answered = await forward(target, request, body);
      const step = answered.status < 300 ? durableStep(request, body) : undefined;
      if (step !== undefined && !onStep(step)) response.destroy();
      else response.writeHead(answered.status, answered.headers).end(answered.body);
    };
    answer().catch(() => response.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => {
          closed();
        });
        server.closeAllConnections();
      }),
  };
}
