import { expect } from 'chai';
import { failureOf, startTestWarehouse, type TestWarehouse } from '../test-warehouse.ts';

describe('a warehouse that is started again', () => {
  let warehouse: TestWarehouse;
  before(async () => {
    const first = await startTestWarehouse();
    await first.client.createDataset('d', { description: 'Kept.' } as object);
    await first.query('create table d.t (x int64 options (description = "The x.")) options (description = "A table.")');
    await first.query('insert into d.t (x) values (1)');
    await first.query('create view d.v as select x + 1 as y from d.t');
    await first.query('create function d.twice(x int64) as (x * 2)');
    const finish = async (jobId: string, query: string) => {
      const [job] = await first.client.createQueryJob({ jobId, query });
      await job.getQueryResults().catch(() => undefined);
    };
    await finish('small', 'select 7 as n, timestamp "2024-01-01 00:00:00+00" as t');
    await finish('large', 'select n from unnest(generate_array(1, 30000)) as n order by n');
    await finish('failed', 'select nothing');
    warehouse = await first.restart();
  });
  after(() => warehouse.close());

  it('has its datasets, tables, views and functions', async () => {
    expect(await warehouse.query('select d.twice(y) as z from d.v')).to.deep.equal([{ z: 4 }]);
    const [metadata] = (await warehouse.client.dataset('d').table('t').getMetadata()) as unknown as [
      { description: string; schema: { fields: object[] } },
    ];
    expect(metadata.description).to.equal('A table.');
    expect(metadata.schema.fields).to.deep.equal([
      { name: 'x', type: 'INTEGER', mode: 'NULLABLE', description: 'The x.' },
    ]);
  });

  it('gives the rows of finished jobs, many or few', async () => {
    const [few] = await warehouse.client.job('small').getQueryResults();
    expect(JSON.parse(JSON.stringify(few))).to.deep.equal([{ n: 7, t: { value: '2024-01-01T00:00:00.000Z' } }]);
    const [many] = (await warehouse.client.job('large').getQueryResults()) as unknown as [{ n: number }[]];
    expect(many.map(({ n }) => n)).to.deep.equal(Array.from({ length: 30_000 }, (_, index) => index + 1));
  });

  it('remembers how a job failed', async () => {
    expect((await failureOf(warehouse.client.job('failed').getQueryResults())).message).to.include(
      'Unrecognized name: nothing',
    );
  });

  it('refuses the id of a job that was done before', async () => {
    expect((await failureOf(warehouse.client.createQueryJob({ jobId: 'small', query: 'select 1' }))).code).to.equal(
      409,
    );
  });

  it('tells of earlier jobs in INFORMATION_SCHEMA', async () => {
    const rows = await warehouse.query(
      "select job_id, error_result.reason as reason from `region-us`.INFORMATION_SCHEMA.JOBS where job_id in ('small', 'failed') order by job_id",
    );
    expect(rows).to.deep.equal([
      { job_id: 'failed', reason: 'invalidQuery' },
      { job_id: 'small', reason: null },
    ]);
  });
});
