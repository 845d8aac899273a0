import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import type { BigQuery } from '@google-cloud/bigquery';
import { clientOf } from '../test-warehouse.ts';

const script = `
  import { startWarehouseServer } from ${JSON.stringify(resolve(import.meta.dirname, '../../../../local/bigquery/server.ts'))};
  const [directory] = process.argv.slice(1);
  const server = await startWarehouseServer({
    directory: directory + '/warehouse', lakeDirectory: directory + '/lake', memoryLimitMegabytes: 256, concurrentStatements: 2,
  });
  console.log(server.url);
  process.once('SIGTERM', async () => { await server.close(); process.exit(0); });
`;

/** A warehouse in a process of its own, which can be killed. */
export interface WarehouseProcess {
  readonly client: BigQuery;
  readonly process: ChildProcess;
  /** Rows of a query. */
  query(text: string): Promise<Record<string, unknown>[]>;
  /** Ends it by a signal and waits for its end. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
}

/** Starts one over `directory`. `largestFile`: kilobytes beyond which the system writes none of its files further. */
export async function startWarehouseProcess(directory: string, largestFile?: number): Promise<WarehouseProcess> {
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const node = [process.execPath, '--import', loader, '--input-type=module', '--eval', script, directory];
  const limit = largestFile === undefined ? '' : `ulimit -f ${largestFile} && `;
  const child = spawn('bash', ['-c', `${limit}exec "$@"`, 'bash', ...node], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: join(import.meta.dirname, '../../../..'),
  });
  const [url] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const client = clientOf(url);
  return {
    client,
    process: child,
    query: async (text) => (await client.query(text))[0] as Record<string, unknown>[],
    end: async (signal) => {
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
  };
}
