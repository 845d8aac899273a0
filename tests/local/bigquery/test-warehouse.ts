import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BigQuery } from '@google-cloud/bigquery';
import { startWarehouseServer, type WarehouseServer } from '../../../local/bigquery/server.ts';

/** Project that the tests' clients name. */
export const projectId = 'test-project';

/** A warehouse in a folder of its own, with the official client. */
export interface TestWarehouse {
  readonly directory: string;
  readonly lakeDirectory: string;
  readonly url: string;
  readonly client: BigQuery;
  /** Rows of a query. */
  query(text: string): Promise<Record<string, unknown>[]>;
  /** Stops the server and starts another over the same files. */
  restart(): Promise<TestWarehouse>;
  /** Stops the server and removes the folder. */
  close(): Promise<void>;
}

/** Starts a warehouse in a temporary folder. */
export async function startTestWarehouse(): Promise<TestWarehouse> {
  return open(await mkdtemp(join(tmpdir(), 'warehouse-test-')));
}

/** The official client of a server at `url` (`…/bigquery/v2`), without a look for credentials. */
export function clientOf(url: string, project = projectId): BigQuery {
  process.env['METADATA_SERVER_DETECTION'] = 'none';
  return new BigQuery({ projectId: project, apiEndpoint: url.replace(/\/bigquery\/v2$/, '') });
}

/** Sends a request without the client; gives the status and the JSON. */
export async function send(
  url: string,
  init?: RequestInit,
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const response = await fetch(url, init);
  const text = await response.text();
  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> };
}

/** What `promise` rejects with; fails where it does not. */
export async function failureOf(
  promise: Promise<unknown>,
): Promise<{ code?: number; message: string; errors?: { reason: string }[] }> {
  return promise.then(
    () => {
      throw new Error('It should have failed.');
    },
    (error: unknown) => error as { code?: number; message: string; errors?: { reason: string }[] },
  );
}

async function open(directory: string): Promise<TestWarehouse> {
  const lakeDirectory = join(directory, 'lake');
  const server: WarehouseServer = await startWarehouseServer({
    directory: join(directory, 'warehouse'),
    lakeDirectory,
    memoryLimitMegabytes: 256,
    concurrentStatements: 2,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  const client = clientOf(server.url);
  return {
    directory,
    lakeDirectory,
    url: server.url,
    client,
    query: async (text) => (await client.query(text))[0] as Record<string, unknown>[],
    restart: async () => {
      await server.close();
      return open(directory);
    },
    close: async () => {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
