import { expect } from 'chai';
import { send, startTestWarehouse, type TestWarehouse } from '../test-warehouse.ts';

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

describe('jobs at once', () => {
  let warehouse: TestWarehouse;
  before(async () => {
    warehouse = await startTestWarehouse();
    await warehouse.client.createDataset('d');
    await warehouse.query('create table d.source as select n from unnest(generate_array(1, 20000)) as n');
  });
  after(() => warehouse.close());

  it('replaces 30 tables', async () => {
    await Promise.all(
      times(30, (i) => warehouse.query(`create or replace table d.t${i} as select n + ${i} as n from d.source`)),
    );
    const sums = await Promise.all(times(30, (i) => warehouse.query(`select sum(n) as s, count(*) as c from d.t${i}`)));
    sums.forEach(([row], i) => {
      expect(row).to.deep.equal({ s: 200_010_000 + 20_000 * i, c: 20_000 });
    });
  });

  it('lets 30 writers of one table in one after the other, and its readers see whole tables', async () => {
    await warehouse.query('create or replace table d.one as select n from d.source');
    const writers = times(30, (i) =>
      warehouse.query(`create or replace table d.one as select n + ${i} as n from d.source`),
    );
    const readers = times(30, () => warehouse.query('select count(*) as c, max(n) - min(n) as width from d.one'));
    await Promise.all(writers);
    for (const [row] of await Promise.all(readers)) expect(row).to.deep.equal({ c: 20_000, width: 19_999 });
  });

  it('adds all that 30 inserts add', async () => {
    await warehouse.query('create table d.log (n int64)');
    await Promise.all(times(30, (i) => warehouse.query(`insert into d.log (n) values (${i})`)));
    expect(await warehouse.query('select count(distinct n) as c from d.log')).to.deep.equal([{ c: 30 }]);
  });

  it('reads a table whose columns change meanwhile', async () => {
    await warehouse.query('create or replace table d.shape as select 1 as a');
    const changes = times(15, (i) =>
      warehouse.query(`create or replace table d.shape as select ${i} as a, ${i} as b${i}`),
    );
    const reads = times(15, () => warehouse.query('select a from d.shape'));
    await Promise.all([...changes, ...reads]);
  });

  it('makes and drops datasets side by side', async () => {
    await Promise.all(
      times(15, async (i) => {
        await warehouse.query(`create schema if not exists s${i % 5}`);
        await warehouse.query(`create or replace table s${i % 5}.t as select 1 as x`);
      }),
    );
    await Promise.all(times(5, (i) => warehouse.query(`drop schema s${i} cascade`)));
    const [datasets] = await warehouse.client.getDatasets();
    expect(datasets.map(({ id }) => id)).to.deep.equal(['d']);
  });

  it('counts a merge into a table that other merges write', async () => {
    await warehouse.query('create or replace table d.counters as select 1 as id, 0 as n');
    const merge = 'merge d.counters t using (select 1 as id) s on t.id = s.id when matched then update set n = t.n + 1';
    await Promise.all(times(20, () => warehouse.query(merge)));
    expect(await warehouse.query('select n from d.counters')).to.deep.equal([{ n: 20 }]);
  });

  it('answers what takes no time while long jobs fill every place', async () => {
    const long =
      'select count(*) as c from unnest(generate_array(1, 4000)) a, unnest(generate_array(1, 4000)) b where mod(a * b, 7) = 3';
    const jobs = times(4, () => warehouse.query(long));
    const answer = await send(`${warehouse.url}/projects/p/datasets/d/tables/source`);
    expect(answer.body['numRows']).to.equal('20000');
    await Promise.all(jobs);
  });

  it('answers 30 jobs of every kind that are inserted at once and waited for, as `dataform run` does', async () => {
    await warehouse.query('create schema run');
    await warehouse.query('create table run.facts (id int64, n int64)');
    await warehouse.query('create table run.log (name string, made timestamp)');
    const kinds: readonly ((i: number) => string)[] = [
      (i) => `create or replace table run.table${i} as select n + ${i} as n from d.source`,
      (i) => `create or replace view run.view${i} as select sum(n) + ${i} as s from d.source`,
      (i) => `select count(*) + ${i} as c from d.source where mod(n, 2) = 0`,
      (i) =>
        `merge run.facts t using (select n as id, ${i} as n from d.source where n <= 100) s on t.id = s.id
         when matched then update set n = t.n + s.n when not matched then insert (id, n) values (s.id, s.n)`,
      (i) => `begin
           create temp table part as select n from d.source where n <= ${i};
           insert into run.log (name, made) select concat('job ', cast(n as string)), current_timestamp() from part;
         end`,
      (i) =>
        `create schema if not exists run${i}; create table if not exists run${i}.t as select ${i} as n; drop schema run${i} cascade`,
    ];
    const texts = times(30, (i) => kinds[i % kinds.length]?.(i) ?? '');
    const jobs = await Promise.all(
      texts.map((query) => warehouse.client.createQueryJob({ query, labels: { action: 'a' } })),
    );
    const answers = await Promise.all(jobs.map(async ([job]) => (await job.getQueryResults())[0] as unknown[]));
    const numbers = (kind: number) => times(5, (turn) => kind + turn * kinds.length);
    for (const i of numbers(2)) expect(answers[i]).to.deep.equal([{ c: 10_000 + i }]);
    for (const i of numbers(0)) {
      const [row] = await warehouse.query(`select count(*) as c, sum(n) as s from run.table${i}`);
      expect(row).to.deep.equal({ c: 20_000, s: 200_010_000 + 20_000 * i });
    }
    for (const i of numbers(1)) {
      expect(await warehouse.query(`select s from run.view${i}`)).to.deep.equal([{ s: 200_010_000 + i }]);
    }
    const merged = numbers(3).reduce((sum, i) => sum + i, 0);
    expect(await warehouse.query('select count(*) as c, min(n) as least, max(n) as most from run.facts')).to.deep.equal(
      [{ c: 100, least: merged, most: merged }],
    );
    const logged = numbers(4).reduce((sum, i) => sum + i, 0);
    expect(await warehouse.query('select count(*) as c from run.log')).to.deep.equal([{ c: logged }]);
  });
});
