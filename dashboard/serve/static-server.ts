import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { contentSecurityPolicyHeader } from '../content-security-policy.ts';

/** What to serve and where. */
export interface ServeOptions {
  /** A folder that `buildDashboard` wrote. */
  readonly directory: string;
  /** By default a free one. */
  readonly port?: number;
}

/** A site that is served. */
export interface ServedSite {
  /** `http://127.0.0.1:PORT/`. */
  readonly url: string;
  /** Ends the serving; open connections are closed. */
  stop(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.parquet': 'application/vnd.apache.parquet',
};

const safetyHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicyHeader,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/**
 * Serves the site on 127.0.0.1 until stopped.
 * @throws Error with `code: 'EADDRINUSE'` where another program has the port.
 */
export async function serveDashboard({ directory, port = 0 }: ServeOptions): Promise<ServedSite> {
  const server = createServer((request, response) => {
    answer(directory, request)
      .then((given) => {
        send(request, response, given);
      })
      .catch(() => {
        response.writeHead(500, safetyHeaders).end();
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: given } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${given}/`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** An answer before it goes out. */
interface Answer {
  readonly status: number;
  readonly type: string;
  readonly content: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

async function answer(directory: string, request: IncomingMessage): Promise<Answer> {
  if (!isForThisMachine(request)) return refusal(403, 'Only 127.0.0.1 and localhost are served.');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return { ...refusal(405, 'Only GET and HEAD are answered.'), headers: { Allow: 'GET, HEAD' } };
  }
  const path = pathOf(request.url ?? '/');
  const found = path === undefined ? undefined : await readAsAccepted(join(directory, path), request);
  if (path !== undefined && found !== undefined) {
    const headers = { 'Cache-Control': cacheControl(path), Vary: 'Accept-Encoding', ...found.headers };
    return { status: 200, type: extname(path), content: found.content, headers };
  }
  const page = await readFile(join(directory, '404.html')).catch(() => undefined);
  return page === undefined ? refusal(404, 'Not found.') : { status: 404, type: '.html', content: fromRoot(page) };
}

/**
 * The page with its links led from the root, where this server has the site: it stands for an address at any depth, from
 * which links that are relative would miss.
 */
function fromRoot(page: Buffer): Buffer {
  return Buffer.from(page.toString('utf8').replaceAll(/\b(href|src)="(?![a-z][a-z\d+.-]*:|[/#])/gi, '$1="/'));
}

function refusal(status: number, text: string): Answer {
  return { status, type: '.txt', content: Buffer.from(`${text}\n`) };
}

/** A page elsewhere could otherwise reach this server through a host name of its own that resolves to 127.0.0.1. */
function isForThisMachine({ headers: { host } }: IncomingMessage): boolean {
  return /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i.test(host ?? '');
}

/** The file that an address means; none where it is no path of the site. */
function pathOf(address: string): string | undefined {
  try {
    const path = decodeURIComponent(new URL(address, 'http://localhost').pathname).slice(1);
    if (path.split(/[/\\]/).includes('..') || path.includes('\0')) return undefined;
    return path === '' || path.endsWith('/') ? `${path}index.html` : path;
  } catch {
    return undefined;
  }
}

async function readAsAccepted(file: string, { headers }: IncomingMessage) {
  if (/\bgzip\b/.test(headers['accept-encoding'] ?? '')) {
    const content = await readFile(`${file}.gz`).catch(() => undefined);
    if (content !== undefined) return { content, headers: { 'Content-Encoding': 'gzip' } };
  }
  const content = await readFile(file).catch(() => undefined);
  return content === undefined ? undefined : { content, headers: {} };
}

/** Names under assets/ change with their content; all else is asked for again, and answered by 304 where it is the same. */
function cacheControl(path: string): string {
  return path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
}

function send({ method, headers: asked }: IncomingMessage, response: ServerResponse, given: Answer): void {
  const { status, type, content, headers } = given;
  const tag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
  const all = { ...safetyHeaders, 'Content-Type': types[type] ?? 'application/octet-stream', ETag: tag, ...headers };
  if (status === 200 && asked['if-none-match'] === tag) {
    response.writeHead(304, all).end();
    return;
  }
  response.writeHead(status, { ...all, 'Content-Length': content.length });
  response.end(method === 'HEAD' ? undefined : content);
}
