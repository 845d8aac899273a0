import { expect } from 'chai';
import { join } from 'node:path';
import { localProject, startLocalServices } from '../../../local/services.ts';
import { crime } from '../../acceptance/crime-process.ts';
import { clientOf } from '../../local/bigquery/test-warehouse.ts';

/** A page made from a warehouse that still answers. */
export interface WarehouseSite {
  readonly directory: string;
  /** Rows of a query on the warehouse that the page was made from. */
  readonly query: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  readonly stop: () => Promise<void>;
}

/**
 * Runs the whole pipeline on simulated rows, which ends by making the page.
 * Where the environment's PAGE_TEST_DATA names the data directory of such a run, only the page is made: for work on the specs.
 */
export async function makeWarehouseSite(folder: string): Promise<WarehouseSite> {
  const given = process.env['PAGE_TEST_DATA'];
  const dataDir = given ?? join(folder, 'data');
  const directory = given === undefined ? join(dataDir, 'page') : join(folder, 'page');
  const command = given === undefined ? ['run'] : ['dashboard', '--output', directory];
  const { exitCode, stderr } = await crime([...command, '--data-dir', dataDir, '--no-serve']);
  expect(exitCode, stderr).to.equal(0);
  const services = await startLocalServices({ dataDir, log: () => undefined });
  const warehouse = clientOf(services.bigqueryUrl, localProject);
  const query = async (sql: string) => {
    const [rows] = await warehouse.query({ query: sql, useLegacySql: false });
    return rows as readonly Readonly<Record<string, unknown>>[];
  };
  return { directory, query, stop: () => services.stop() };
}
