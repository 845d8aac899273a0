import { mkdir } from 'node:fs/promises';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { StorageApiError } from './errors.ts';
import { parseAddress, sendJson } from './exchange.ts';
import { ObjectStore } from './object-store.ts';
import { ResumableUploads } from './resumable.ts';
import { type Services, route } from './routes.ts';

export interface StorageServerOptions {
  /** Where the objects are kept; made if missing. One server at a time. */
  readonly directory: string;
  /** Port on 127.0.0.1; by default a free one. */
  readonly port?: number;
  /** Milliseconds since 1970; by default the system's clock. */
  readonly now?: () => number;
}

export interface StorageServer {
  /** Such as `http://127.0.0.1:4443`: what `STORAGE_EMULATOR_HOST` is set to. */
  readonly url: string;
  /** Takes no more requests, lets those under way finish for two seconds, and gives open uploads up. */
  close(): Promise<void>;
}

const CLOSING_GRACE_MILLISECONDS = 2000;
const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i;

/**
 * Only names of this machine are answered: a page in a browser could otherwise reach the server through a host name
 * of its own that resolves to 127.0.0.1, or by posting to it from elsewhere.
 */
function checkOrigin({ headers }: IncomingMessage): void {
  const isOwnPage = headers.origin === undefined || LOOPBACK.test(headers.origin.replace(/^https?:\/\//, ''));
  if (LOOPBACK.test(headers.host ?? '') && isOwnPage) return;
  throw new StorageApiError(403, 'forbidden', 'The local storage answers only to 127.0.0.1 and localhost.');
}

function sendError(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const message = error instanceof Error ? error.message : String(error);
  const answer = error instanceof StorageApiError ? error : new StorageApiError(500, 'backendError', message);
  // The rest of a refused body is not read: the connection ends with the answer.
  if (!request.complete) response.setHeader('connection', 'close');
  const isMedia = /[?&]alt=media\b/.test(request.url ?? '');
  if (answer.status === 304) response.writeHead(304).end();
  else if (isMedia)
    response.writeHead(answer.status, { 'content-type': 'text/html; charset=UTF-8' }).end(answer.message);
  else sendJson(response, answer.status, answer.toBody());
}

async function answer(request: IncomingMessage, response: ServerResponse, services: Services): Promise<void> {
  try {
    checkOrigin(request);
    const origin = `http://${request.headers.host ?? ''}`;
    const address = parseAddress(request.url ?? '/');
    await route({ ...address, method: request.method ?? 'GET', origin, request, response }, services);
  } catch (error) {
    sendError(request, response, error);
  }
}

const closeServer = (server: Server): Promise<void> =>
  new Promise((done) => {
    const timer = setTimeout(() => {
      server.closeAllConnections();
    }, CLOSING_GRACE_MILLISECONDS);
    server.close(() => {
      clearTimeout(timer);
      done();
    });
    server.closeIdleConnections();
  });

/**
 * Serves the part of the Cloud Storage JSON API that `@google-cloud/storage` 7 uses, on 127.0.0.1 only, keeping the
 * objects as files below `directory`. @throws where the port is taken or the directory cannot be written
 * @see https://cloud.google.com/storage/docs/json_api
 */
export async function startStorageServer(options: StorageServerOptions): Promise<StorageServer> {
  const directory = resolve(options.directory);
  await mkdir(directory, { recursive: true });
  const store = new ObjectStore(directory, options.now ?? Date.now);
  await store.sweep();
  const services = { store, uploads: new ResumableUploads(store) };
  const server = createServer((request, response) => void answer(request, response, services));
  // Clients keep their connections; the default of 5 s closes them under their feet.
  server.keepAliveTimeout = 65_000;
  // A slow upload is no attack on one's own machine.
  server.requestTimeout = 0;
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(options.port ?? 0, '127.0.0.1', listening);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      await closeServer(server);
      await services.uploads.close();
    },
  };
}
