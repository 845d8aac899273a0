import { BigQuery, type QueryResultsOptions, type QueryRowsResponse } from '@google-cloud/bigquery';
import { startLocalServices } from '../../local/services.ts';
import { measureScript } from './measured-process.ts';
import { medianMilliseconds, type Measurement } from './measurement.ts';
import type { DuckDbStatementsAnswer } from './processes/duckdb-statements.ts';
import { treeMegabytes } from './process-memory.ts';
import { repeats, statements } from './statements.ts';

const part = 'warehouse';

/** Jobs sent at once, as `dataform run` sends them. */
const jobsAtOnce = 30;
/** Rows of the answer that is read whole, and of one page. */
const readRows = 1_000_000;
const pageRows = 50_000;

interface ClientTimes {
  /** Milliseconds for each of {@link statements}. */
  readonly statements: readonly number[];
  /** Milliseconds until the last of {@link jobsAtOnce} is done. */
  readonly atOnce: number;
  /** Megabytes of the services: at rest, and at most while {@link readRows} rows are read. */
  readonly memory: { readonly rest: number | undefined; readonly reading: number | undefined };
}

/** Statements through the official client, and in DuckDB on the same file once the warehouse has let go of it. */
export async function measureWarehouse(dataDir: string, log: (line: string) => void): Promise<readonly Measurement[]> {
  const throughClient = await measureClient(dataDir, log);
  const { stdout } = await measureScript('duckdb-statements.ts', dataDir);
  const answer = JSON.parse(stdout) as DuckDbStatementsAnswer;
  return [
    ...statements.map(({ name }, index): Measurement => {
      const [value, floor] = [throughClient.statements[index], answer.statements[index]];
      return { part, name: `${name}, by the client`, unit: 'ms', value, floor };
    }),
    { part, name: `${jobsAtOnce} jobs at once`, unit: 'ms', value: throughClient.atOnce, floor: answer.atOnce },
    {
      part,
      name: `services while ${readRows} rows are read; floor: at rest`,
      unit: 'MB',
      value: throughClient.memory.reading,
      floor: throughClient.memory.rest,
    },
    ...answer.compilations.map(({ bytes, compile, prepare }): Measurement => {
      const name = `compiling ${bytes} bytes; floor: DuckDB prepares`;
      return { part, name, unit: 'ms', value: compile, floor: prepare };
    }),
  ];
}

async function measureClient(dataDir: string, log: (line: string) => void): Promise<ClientTimes> {
  const services = await startLocalServices({ dataDir, log });
  try {
    process.env['METADATA_SERVER_DETECTION'] = 'none';
    const apiEndpoint = new URL(services.bigqueryUrl).origin;
    const client = new BigQuery({ projectId: services.environment['GOOGLE_CLOUD_PROJECT'] ?? '', apiEndpoint });
    const times: number[] = [];
    for (const { sql } of statements) {
      times.push(await medianMilliseconds(repeats, () => client.query({ query: sql, useQueryCache: false })));
    }
    const jobs = Array.from({ length: jobsAtOnce }, (_, index) => statements[index % statements.length]?.sql ?? '');
    const atOnce = await medianMilliseconds(1, () => Promise.all(jobs.map((query) => client.query({ query }))));
    return { statements: times, atOnce, memory: await measureReading(client) };
  } finally {
    await services.stop();
  }
}

async function measureReading(client: BigQuery): Promise<ClientTimes['memory']> {
  const query = `select n, cast(n as string) as text, mod(n, 7) as rest from unnest(generate_array(1, ${readRows})) as n`;
  const rest = await servicesMegabytes();
  let reading = rest;
  const [job] = await client.createQueryJob({ query });
  let options: QueryResultsOptions | null = { autoPaginate: false, maxResults: pageRows, skipParsing: true };
  while (options !== null) {
    const [, next]: QueryRowsResponse = await job.getQueryResults(options);
    const now = await servicesMegabytes();
    reading = now === undefined ? undefined : Math.max(reading ?? 0, now);
    options = next ?? null;
  }
  return { rest, reading };
}

/** What this process started, without itself. */
async function servicesMegabytes(): Promise<number | undefined> {
  const whole = await treeMegabytes(process.pid);
  return whole === undefined ? undefined : whole - process.memoryUsage().rss / 1e6;
}
