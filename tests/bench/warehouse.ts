import { BigQuery } from '@google-cloud/bigquery';
import { startLocalServices } from '../../local/services.ts';
import { measureScript } from './measured-process.ts';
import { medianMilliseconds, type Measurement } from './measurement.ts';
import type { DuckDbStatementsAnswer } from './processes/duckdb-statements.ts';
import { repeats, statements } from './statements.ts';

const part = 'warehouse';

/** Statements through the official client, and in DuckDB on the same file once the warehouse has let go of it. */
export async function measureWarehouse(dataDir: string, log: (line: string) => void): Promise<readonly Measurement[]> {
  const throughClient = await measureClient(dataDir, log);
  const { stdout } = await measureScript('duckdb-statements.ts', dataDir);
  const answer = JSON.parse(stdout) as DuckDbStatementsAnswer;
  return [
    ...statements.map(({ name }, index): Measurement => {
      const [value, floor] = [throughClient[index], answer.statements[index]];
      return { part, name: `${name}, by the client`, unit: 'ms', value, floor };
    }),
    ...answer.compilations.map(({ bytes, compile, prepare }): Measurement => {
      const name = `compiling ${bytes} bytes; floor: DuckDB prepares`;
      return { part, name, unit: 'ms', value: compile, floor: prepare };
    }),
  ];
}

async function measureClient(dataDir: string, log: (line: string) => void): Promise<readonly number[]> {
  const services = await startLocalServices({ dataDir, log });
  try {
    process.env['METADATA_SERVER_DETECTION'] = 'none';
    const apiEndpoint = new URL(services.bigqueryUrl).origin;
    const client = new BigQuery({ projectId: services.environment['GOOGLE_CLOUD_PROJECT'] ?? '', apiEndpoint });
    const times: number[] = [];
    for (const { sql } of statements) {
      times.push(await medianMilliseconds(repeats, () => client.query({ query: sql, useQueryCache: false })));
    }
    return times;
  } finally {
    await services.stop();
  }
}
