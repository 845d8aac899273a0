import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { lockHolder } from '../../../../local/bigquery/engine/duckdb-errors.ts';
import { startWarehouseServer } from '../../../../local/bigquery/server.ts';
import { failureOf, startTestWarehouse, type TestWarehouse } from '../test-warehouse.ts';
import { startWarehouseProcess } from './warehouse-process.ts';

/** Takes minutes, in memory that does not grow. */
const endless =
  'select n, 1 as v from d.t where (select count(*) from unnest(generate_array(1, 100000)) a, unnest(generate_array(1, 100000)) b where mod(a * b + n, 7) = 3) > 0';
/** Takes more memory than the warehouse has: a text can't be spilled. */
const hoarding =
  "select length(string_agg(repeat('x', 1000000))) as n, 1 as v from unnest(generate_array(1, 400)) as a";

/** Statements that write `d.t`; each would leave rows whose `v` is 1. */
const writers: Readonly<Record<string, (rows: string) => string>> = {
  'a table that is replaced': (rows) => `create or replace table d.t as ${rows}`,
  'an insert': (rows) => `insert into d.t (n, v) ${rows}`,
  'a merge': (rows) =>
    `merge d.t t using (${rows}) s on t.n = s.n when matched then update set v = 1 when not matched then insert row`,
  'an update': (rows) => `update d.t set v = 1 where n in (select n from (${rows}))`,
  'a delete': (rows) => `delete from d.t where n in (select n from (${rows}))`,
  'a transaction': (rows) =>
    `begin transaction; update d.t set v = 1 where true; insert into d.t (n, v) ${rows}; commit transaction`,
};

describe('a job that is cut short', function () {
  this.timeout(60_000);
  let warehouse: TestWarehouse;
  before(async () => {
    warehouse = await startTestWarehouse();
    await warehouse.client.createDataset('d');
    await warehouse.query('create table d.t as select n, 0 as v from unnest(generate_array(1, 1000)) as n');
  });
  after(() => warehouse.close());
  afterEach(async () => {
    expect(await warehouse.query('select count(*) as `rows`, sum(v) as `sum` from d.t')).to.deep.equal([
      { rows: 1000, sum: 0 },
    ]);
  });

  for (const [what, writer] of Object.entries(writers)) {
    it(`leaves nothing when cancelled: ${what}`, async () => {
      const [job] = await warehouse.client.createQueryJob({ query: writer(endless) });
      const failure = failureOf(job.getQueryResults());
      await sleep(100);
      await job.cancel();
      expect((await failure).message).to.include('User requested cancellation');
    });

    it(`leaves nothing at its timeout: ${what}`, async () => {
      const [job] = await warehouse.client.createQueryJob({ query: writer(endless), jobTimeoutMs: 100 });
      expect((await failureOf(job.getQueryResults())).message).to.include('Job timed out after 0.1s');
    });
  }

  for (const what of ['a table that is replaced', 'an insert', 'a merge', 'a transaction']) {
    it(`says that memory did not suffice, and lets others go on: ${what}`, async () => {
      const writer = writers[what] ?? String;
      const failure = failureOf(warehouse.query(writer(hoarding)));
      const others = Array.from({ length: 8 }, (_, i) =>
        warehouse.query(`select sum(n) + ${i} as s from unnest(generate_array(1, 1000)) as n`),
      );
      const answers = await Promise.all(others);
      expect(answers).to.deep.equal(Array.from({ length: 8 }, (_, i) => [{ s: 500_500 + i }]));
      const { message, errors } = await failure;
      expect(message).to.include(
        'Resources exceeded during query execution: the local warehouse reached its memory limit.',
      );
      expect(errors?.[0]?.reason).to.equal('resourcesExceeded');
    });
  }

  it('keeps what its script had done before', async () => {
    const script = `create or replace table d.log as select 1 as x; insert into d.log values (2); create or replace table d.t as ${endless}`;
    const [job] = await warehouse.client.createQueryJob({ query: script, jobTimeoutMs: 1500 });
    expect((await failureOf(job.getQueryResults())).message).to.include('Job timed out');
    expect(await warehouse.query('select sum(x) as s from d.log')).to.deep.equal([{ s: 3 }]);
  });
});

describe('a second process', function () {
  this.timeout(60_000);

  it('is refused the data directory, and does the first no harm', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'second-'));
    const first = await startWarehouseProcess(directory);
    try {
      await first.query('create schema d');
      await first.query('create table d.t as select 1 as x');
      const second = startWarehouseServer({
        directory: join(directory, 'warehouse'),
        lakeDirectory: join(directory, 'lake'),
        memoryLimitMegabytes: 128,
        concurrentStatements: 1,
      });
      expect(lockHolder(await failureOf(second))).to.equal(first.process.pid);
      await first.query('insert into d.t values (2)');
      expect(await first.query('select sum(x) as s from d.t')).to.deep.equal([{ s: 3 }]);
    } finally {
      await first.end('SIGTERM');
      await rm(directory, { recursive: true, force: true });
    }
  });
});
