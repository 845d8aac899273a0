import { BigQuery } from '@google-cloud/bigquery';
import { expect } from 'chai';
import { join } from 'node:path';
import { localProject, type LocalServices, startLocalServices } from '../../../local/services.ts';
import { buildDashboard } from '../../../dashboard/index.ts';
import { crime, dataform } from '../../acceptance/crime-process.ts';

/** A page made from a warehouse that still answers. */
export interface WarehouseSite {
  readonly directory: string;
  /** Rows of a query on the warehouse that the page was made from. */
  readonly query: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  readonly stop: () => Promise<void>;
}

/**
 * Runs the whole pipeline on simulated rows, then makes the page from its marts.
 * Where the environment's PAGE_TEST_DATA names the data directory of such a run, that one serves: for work on the specs.
 */
export async function makeWarehouseSite(folder: string): Promise<WarehouseSite> {
  const dataDir = process.env['PAGE_TEST_DATA'] ?? (await runPipeline(join(folder, 'data')));
  const services = await startLocalServices({ dataDir, log: () => undefined });
  const warehouse = clientOf(services);
  const directory = join(folder, 'warehouse-site');
  const compiled = await dataform(['compile', '--json'], {});
  expect(compiled.exitCode, compiled.stderr).to.equal(0);
  const sources = {
    warehouse,
    graph: JSON.parse(compiled.stdout) as object,
    boundaries: undefined,
    madeAt: new Date(),
  };
  await buildDashboard({ sources, outputDirectory: directory });
  const query = async (sql: string) => {
    const [rows] = await warehouse.query({ query: sql, useLegacySql: false });
    return rows as readonly Readonly<Record<string, unknown>>[];
  };
  return { directory, query, stop: () => services.stop() };
}

async function runPipeline(dataDir: string): Promise<string> {
  const { exitCode, stderr } = await crime(['run', '--data-dir', dataDir, '--no-serve']);
  expect(exitCode, stderr).to.equal(0);
  return dataDir;
}

function clientOf({ environment }: LocalServices): BigQuery {
  // The client reads the address from the environment when it is made.
  Object.assign(process.env, environment);
  return new BigQuery({ projectId: localProject });
}
