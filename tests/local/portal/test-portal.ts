import { request as httpRequest } from 'node:http';
import {
  type EditableDataset,
  type EditableOptions,
  openEditableDataset,
} from '../../../local/portal/editable-dataset.ts';
import { type PortalServer, type PortalServerOptions, startPortalServer } from '../../../local/portal/server.ts';

/** A portal over a few rows. */
export interface TestPortal {
  readonly dataset: EditableDataset;
  readonly server: PortalServer;
  /** Asks for rows with these SoQL parameters. */
  readonly rows: (parameters: Readonly<Record<string, string>>) => Promise<readonly Record<string, string>[]>;
  readonly close: () => Promise<void>;
}

/** Starts a portal over `rows` offenses, numbered from 1, in the precincts North and South by turns. */
export async function startTestPortal(
  rows: number,
  options: Partial<PortalServerOptions> = {},
  shape: EditableOptions = {},
): Promise<TestPortal> {
  const dataset = await openEditableDataset({
    now: new Date('2026-07-01T13:00:00Z'),
    isClockFrozen: true,
    rows: Array.from({ length: rows }, (_, index) => ({
      offense_id: String(index + 1),
      precinct: index % 2 === 0 ? 'North' : 'South',
    })),
    ...shape,
  });
  const server = await startPortalServer({ dataset, ...options });
  return {
    dataset,
    server,
    rows: async (parameters) => {
      const answer = await fetch(resource(server, parameters));
      if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
      return (await answer.json()) as Record<string, string>[];
    },
    close: async () => {
      await server.close();
      await dataset.close();
    },
  };
}

/** Address of the rows that SoQL parameters name. */
export function resource(server: PortalServer, parameters: Readonly<Record<string, string>>, format = 'json'): string {
  return `${server.url}/resource/tazs-3rd5.${format}?${new URLSearchParams(parameters).toString()}`;
}

/** An answer as it came over the wire, or as far as it came. */
export interface RawAnswer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
  /** Code of the error that ended the connection; undefined for a whole answer. */
  readonly error: string | undefined;
}

/** Sends a request on a connection of its own, unpacks nothing and follows nothing. */
export function rawRequest(
  url: string,
  options: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  } = {},
): Promise<RawAnswer> {
  return new Promise((settle) => {
    let status: number | undefined;
    let headers: RawAnswer['headers'] = {};
    const pieces: Buffer[] = [];
    const finish = (error?: NodeJS.ErrnoException) => {
      settle({ status, headers, body: Buffer.concat(pieces), error: error === undefined ? undefined : error.code });
    };
    const request = httpRequest(
      url,
      { method: options.method ?? 'GET', headers: options.headers ?? {}, agent: false },
      (response) => {
        status = response.statusCode;
        headers = response.headers;
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('end', () => {
          finish();
        });
        response.on('error', finish);
      },
    );
    request.on('error', finish);
    request.end(options.body);
  });
}
