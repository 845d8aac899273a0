import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { expect } from 'chai';
import { type Database, openDatabase } from '../../../../local/bigquery/engine/database.ts';
import { lockHolder } from '../../../../local/bigquery/engine/duckdb-errors.ts';
import { failureOf } from '../test-warehouse.ts';

describe('openDatabase(options)', () => {
  let directory: string;
  let database: Database;
  let connection: DuckDBConnection;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'database-test-'));
    database = await openDatabase({
      directory: join(directory, 'warehouse'),
      lakeDirectory: join(directory, 'lake'),
      memoryLimitMegabytes: 128,
      prepare: () => Promise.resolve(),
    });
    await writeFile(join(directory, 'lake', 'a.csv'), 'x\n1\n');
    await writeFile(join(directory, 'secret.csv'), 'x\n1\n');
    connection = await database.connect();
  });
  after(async () => {
    connection.closeSync();
    await database.close();
    await rm(directory, { recursive: true, force: true });
  });

  it('reads the lake', async () => {
    const result = await connection.runAndReadAll(`SELECT x FROM read_csv('${directory}/lake/a.csv')`);
    expect(result.getRows()).to.deep.equal([[1n]]);
  });

  const walled = [
    'SELECT * FROM read_csv($secret)',
    'SELECT * FROM read_text($secret)',
    `SELECT * FROM read_csv('$lake/../secret.csv')`,
    `SELECT * FROM glob('/etc/*')`,
    `COPY (SELECT 1) TO $secret`,
    `ATTACH $secret AS other`,
    'INSTALL httpfs',
    'LOAD httpfs',
    `SELECT * FROM read_csv('https://example.com/a.csv')`,
    `SET memory_limit = '1TB'`,
    `SET enable_external_access = true`,
    `SET GLOBAL allowed_directories = ['/']`,
    'RESET lock_configuration',
    `EXPORT DATABASE $secret`,
  ];
  for (const statement of walled) {
    it(`refuses ${statement}`, async () => {
      const sql = statement.replace('$secret', `'${directory}/secret.csv'`).replace('$lake', join(directory, 'lake'));
      expect((await failureOf(connection.run(sql))).message).to.match(/disabled|locked|Permission|not allowed|Cannot/i);
    });
  }

  it('keeps time zone and order of nulls as BigQuery has them', async () => {
    const result = await connection.runAndReadAll(
      `SELECT CAST(TIMESTAMPTZ '2024-01-01 00:00:00+00' AS VARCHAR), list(x ORDER BY x), list(x ORDER BY x DESC) FROM (VALUES (1), (NULL)) AS t (x)`,
    );
    expect(result.getRowsJson()).to.deep.equal([['2024-01-01 00:00:00+00', [null, 1], [1, null]]]);
  });

  it('sets variables though settings are locked', async () => {
    await connection.run('SET VARIABLE slot = 5');
    const result = await connection.runAndReadAll(`SELECT getvariable('slot')`);
    expect(result.getRows()).to.deep.equal([[5]]);
  });

  it('tells a lock from other errors', async () => {
    const again = openDatabase({
      directory: join(directory, 'secret.csv'),
      lakeDirectory: join(directory, 'lake'),
      memoryLimitMegabytes: 128,
      prepare: () => Promise.resolve(),
    });
    expect(lockHolder(await failureOf(again))).to.equal(undefined);
  });
});
