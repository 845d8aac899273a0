import { expect } from 'chai';
import { failureOf, projectId, send, startTestWarehouse, type TestWarehouse } from '../test-warehouse.ts';

type Metadata = Record<string, Record<string, Record<string, unknown>>>;

describe('jobs', () => {
  let warehouse: TestWarehouse;
  before(async () => {
    warehouse = await startTestWarehouse();
    await warehouse.client.createDataset('d');
    await warehouse.query('create table d.t as select n from unnest([1, 2, 3]) as n');
  });
  after(() => warehouse.close());

  const run = async (query: string, more: object = {}) => {
    const [job] = await warehouse.client.createQueryJob({ query, ...more });
    await job.getQueryResults();
    return ((await job.getMetadata()) as unknown as [Metadata])[0];
  };

  it('refuses a second job of one id with 409', async () => {
    await run('select 1', { jobId: 'once' });
    const error = await failureOf(warehouse.client.createQueryJob({ query: 'select 2', jobId: 'once' }));
    expect(error).to.include({ code: 409, message: `Already Exists: Job ${projectId}:US.once` });
  });

  it('makes a failed query a job with an errorResult, whose results are a 400', async () => {
    const [job] = await warehouse.client.createQueryJob({ query: 'select nothing from d.t' });
    expect(await failureOf(job.getQueryResults())).to.include({
      code: 400,
      message: 'Unrecognized name: nothing at [1:8]',
    });
    const [{ status }] = (await job.getMetadata()) as unknown as [{ status: object }];
    expect(status).to.deep.include({
      state: 'DONE',
      errorResult: { reason: 'invalidQuery', location: 'query', message: 'Unrecognized name: nothing at [1:8]' },
    });
  });

  it('counts what DML changed', async () => {
    await warehouse.query('create table d.dml as select * from d.t');
    const inserted = await run('insert into d.dml (n) values (4), (5)');
    expect(inserted['statistics']?.['query']).to.deep.include({
      statementType: 'INSERT',
      numDmlAffectedRows: '2',
      dmlStats: { insertedRowCount: '2' },
    });
    expect((await run('delete from d.dml where n > 3'))['statistics']?.['query']).to.include({
      numDmlAffectedRows: '2',
    });
  });

  it('says what a statement was and which tables it read', async () => {
    const { statistics } = await run('create or replace table d.u as select * from d.t');
    expect(statistics?.['query']).to.deep.include({
      statementType: 'CREATE_TABLE_AS_SELECT',
      ddlOperationPerformed: 'CREATE',
      ddlTargetTable: { projectId, datasetId: 'd', tableId: 'u' },
      referencedTables: [{ projectId, datasetId: 'd', tableId: 't' }],
    });
  });

  it('keeps labels', async () => {
    const { configuration } = await run('select 1', { labels: { run: 'nightly' } });
    expect(configuration).to.deep.include({ labels: { run: 'nightly' } });
  });

  it('gives schema and bytes for a dry run, runs nothing and leaves no job', async () => {
    const [job] = await warehouse.client.createQueryJob({ query: 'delete from d.t where true', dryRun: true });
    expect((job.metadata as Metadata)['statistics']?.['query']).to.include({ statementType: 'DELETE' });
    expect(await warehouse.query('select count(*) as n from d.t')).to.deep.equal([{ n: 3 }]);
    expect((await failureOf(job.getQueryResults())).message).to.include('Not found: Job');
    const [select] = await warehouse.client.createQueryJob({ query: 'select n from d.t', dryRun: true });
    expect((select.metadata as Metadata)['statistics']).to.include({ totalBytesProcessed: '24' });
  });

  it('refuses a wrong query in a dry run at once', async () => {
    const error = await failureOf(warehouse.client.createQueryJob({ query: 'select nothing', dryRun: true }));
    expect(error).to.include({ code: 400 });
  });

  it('lists the newest first and deletes', async () => {
    await run('select 1', { jobId: 'listed' });
    const [jobs] = await warehouse.client.getJobs({ maxResults: 1, autoPaginate: false });
    expect(jobs[0]?.id).to.equal('listed');
    const url = `${warehouse.url}/projects/p/jobs/listed`;
    expect((await send(`${url}/delete`, { method: 'DELETE' })).status).to.equal(204);
    expect((await send(url)).status).to.equal(404);
  });

  it('cancels a job that runs, and lets others go on', async () => {
    const endless =
      'select count(*) from unnest(generate_array(1, 100000)) a, unnest(generate_array(1, 100000)) b, unnest(generate_array(1, 1000)) c where mod(a * b + c, 7) = 3';
    const [job] = await warehouse.client.createQueryJob({ query: endless });
    const failure = failureOf(job.getQueryResults());
    await job.cancel();
    expect((await failure).message).to.include('User requested cancellation');
    expect(await warehouse.query('select 1 as x')).to.deep.equal([{ x: 1 }]);
  });

  it('stops a job at its timeout', async () => {
    const body = {
      configuration: { jobTimeoutMs: '50', query: { query: 'select 1', useLegacySql: false } },
      jobReference: { jobId: 'slow' },
    };
    const url = `${warehouse.url}/projects/p`;
    body.configuration.query.query = 'declare x int64 default 0; loop set x = x + 1; end loop';
    await send(`${url}/jobs`, { method: 'POST', body: JSON.stringify(body) });
    const answer = await send(`${url}/queries/slow`);
    expect(JSON.stringify(answer.body)).to.include('Job timed out after 0.05s');
  });

  it('writes a query’s answer to a table: made, added to, replaced', async () => {
    const destination = warehouse.client.dataset('d').table('copy');
    const copy = (writeDisposition: string) => run('select n from d.t', { destination, writeDisposition });
    const count = async () => (await warehouse.query('select count(*) as n from d.copy'))[0]?.['n'];
    await copy('WRITE_EMPTY');
    expect(await count()).to.equal(3);
    await copy('WRITE_APPEND');
    expect(await count()).to.equal(6);
    await copy('WRITE_TRUNCATE');
    expect(await count()).to.equal(3);
    expect((await failureOf(copy('WRITE_EMPTY'))).message).to.include('Already Exists');
  });
});
