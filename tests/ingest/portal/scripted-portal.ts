import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectPortal } from '../../../ingest/portal/connect-portal.ts';
import type { Portal, PortalLimits, SpooledPage } from '../../../ingest/portal/portal.ts';
import type { IngestEffects } from '../../../ingest/options.ts';

/** A row as the scripted portal prints it. */
export type Row = Readonly<Record<string, unknown>>;

/** Answers a request, or leaves it to what comes next by giving undefined. */
export type Step = (request: IncomingMessage, response: ServerResponse) => true | undefined;

/** What a client did and saw. */
export interface Session {
  readonly portal: Portal;
  /** Addresses asked for, in their order, decoded. */
  readonly requests: string[];
  readonly headers: IncomingMessage['headers'][];
  readonly bodies: string[];
  readonly waits: number[];
  readonly log: string[];
  readonly trace: string[];
}

export const sendJson = (response: ServerResponse, value: unknown, status = 200): true => {
  response.writeHead(status, { 'content-type': 'application/json;charset=utf-8' }).end(JSON.stringify(value));
  return true;
};

export const keyedRow = (index: number, updatedAt = '2026-01-01T00:00:00.000Z', fields: Row = {}): Row => ({
  ':id': `row-${String(index).padStart(4, '0')}`,
  ':created_at': '2026-01-01T00:00:00.000Z',
  ':updated_at': updatedAt,
  offense_id: String(index),
  ...fields,
});

/** The page of the rows that a query of SODA2 or SODA3 asks for; rows are in their order. */
export function pageOf(rows: readonly Row[], query: string, limit: number): readonly Row[] {
  const [, updated, id] = /:updated_at = '([^']*)' AND :id > '([^']*)'/.exec(query) ?? [];
  const [, idAlone] = /(?:^|\s|=|\()(?<!AND ):id > '([^']*)'/.exec(query) ?? [];
  const start = rows.findIndex((row) => {
    const [at, own] = [String(row[':updated_at']), String(row[':id'])];
    if (updated !== undefined && id !== undefined) return at > updated || (at === updated && own > id);
    return idAlone === undefined || own > idAlone;
  });
  return start === -1 ? [] : rows.slice(start, start + limit);
}

const limitOf = (query: string): number => Number(/(?:\$limit=|"pageSize":)(\d+)/.exec(query)?.[1] ?? 1000);

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/**
 * Runs the work with a client of a small portal that holds the rows; each request first takes the next of the steps, until
 * there are none left.
 */
export async function withScriptedPortal(
  rows: readonly Row[],
  steps: readonly Step[],
  work: (session: Session) => Promise<void>,
  options: { readonly limits?: Partial<PortalLimits>; readonly token?: string } = {},
): Promise<void> {
  const [requests, bodies, waits, log, trace]: [string[], string[], number[], string[], string[]] = [
    [],
    [],
    [],
    [],
    [],
  ];
  const headers: IncomingMessage['headers'][] = [];
  const left = [...steps];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const body = Buffer.concat(pieces).toString('utf8');
      const url = decodeURIComponent(request.url ?? '');
      requests.push(url);
      headers.push(request.headers);
      bodies.push(body);
      if (left.shift()?.(request, response)) return;
      if (url.includes('count(*)')) sendJson(response, [{ row_count: String(rows.length) }]);
      else sendJson(response, pageOf(rows, url + body, limitOf(url + body)));
    });
  });
  const port = await listen(server);
  const effects: IngestEffects = {
    log: (message) => void log.push(message),
    trace: (message) => void trace.push(message),
    now: Date.now,
    random: () => 1,
    sleep: (milliseconds) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
  };
  const { limits, token } = options;
  const portal = connectPortal({
    url: `http://127.0.0.1:${port}`,
    dataset: 'abcd-1234',
    effects,
    ...(token !== undefined && { token }),
    limits: { firstPageRows: 3, fewestPageRows: 3, mostPageRows: 3, ...limits },
  });
  try {
    await work({ portal, requests, headers, bodies, waits, log, trace });
  } finally {
    portal.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

export const SELECT = [':id', ':created_at', ':updated_at', 'offense_id'];

/** All pages of an iteration. */
export async function collect(pages: AsyncIterable<SpooledPage>): Promise<SpooledPage[]> {
  const found: SpooledPage[] = [];
  for await (const page of pages) found.push(page);
  return found;
}
