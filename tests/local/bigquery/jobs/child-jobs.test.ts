import { expect } from 'chai';
import { failureOf, send, startTestWarehouse, type TestWarehouse } from '../test-warehouse.ts';

interface Job {
  readonly jobReference: { readonly jobId: string };
  readonly statistics: Record<string, unknown> & { readonly query?: Record<string, unknown> };
  readonly status: { readonly errorResult?: { readonly message: string } };
}

/** https://cloud.google.com/bigquery/docs/multi-statement-queries#view_results */
describe('the jobs of a script’s statements', () => {
  let warehouse: TestWarehouse;
  before(async () => {
    warehouse = await startTestWarehouse();
    await warehouse.query('create schema d');
    await warehouse.query('create table d.t as select 1 as n');
  });
  after(() => warehouse.close());

  const run = async (jobId: string, query: string) => {
    const [job] = await warehouse.client.createQueryJob({ jobId, query });
    const failure = await job.getQueryResults().then(
      () => undefined,
      (error: unknown) => error as Error,
    );
    const [metadata] = (await job.getMetadata()) as unknown as [Job];
    const { body } = await send(`${warehouse.url}/projects/p/jobs?parentJobId=${jobId}&projection=full`);
    const children = ((body['jobs'] ?? []) as Job[]).reverse();
    return { metadata, children, failure };
  };

  it('are listed under it, each with its statistics and rows', async () => {
    const { metadata, children } = await run('two', 'select 1 as x;\ninsert into d.t values (2), (3);');
    expect(metadata.statistics).to.include({ numChildJobs: '2' });
    expect(metadata.statistics.query).to.include({ statementType: 'SCRIPT' });
    expect(children.map(({ statistics }) => statistics.query?.['statementType'])).to.have.members(['SELECT', 'INSERT']);
    const select = children.find(({ statistics }) => statistics.query?.['statementType'] === 'SELECT');
    expect(select?.statistics).to.deep.include({
      parentJobId: 'two',
      scriptStatistics: {
        evaluationKind: 'STATEMENT',
        stackFrames: [{ startLine: 1, startColumn: 1, endLine: 1, endColumn: 14, text: 'select 1 as x' }],
      },
    });
    const [rows] = await warehouse.client.job(select?.jobReference.jobId ?? '').getQueryResults();
    expect(rows).to.deep.equal([{ x: 1 }]);
  });

  it('tell which statement failed', async () => {
    const { metadata, children, failure } = await run('failing', "select 1; select error('boom')");
    expect(failure?.message).to.equal('Query error: boom at [1:11]');
    expect(metadata.statistics).to.include({ numChildJobs: '2' });
    const messages = children.map(({ status }) => status.errorResult?.message);
    expect(messages).to.have.members([undefined, 'boom']);
  });

  it('are left out of the list of jobs, and told of in INFORMATION_SCHEMA', async () => {
    await run('parent', 'select 1; select 2');
    const [jobs] = await warehouse.client.getJobs();
    expect(jobs.map(({ id }) => id)).to.include('parent');
    expect(jobs.filter(({ id }) => id?.startsWith('script_job_'))).to.deep.equal([]);
    const rows = await warehouse.query(
      "select statement_type, priority from `region-us`.INFORMATION_SCHEMA.JOBS where parent_job_id = 'parent'",
    );
    expect(rows).to.deep.equal([
      { statement_type: 'SELECT', priority: 'INTERACTIVE' },
      { statement_type: 'SELECT', priority: 'INTERACTIVE' },
    ]);
  });

  it('are none for a statement by itself', async () => {
    const { metadata, children } = await run('alone', 'create temp function f() as (1); select f() as x');
    expect(metadata.statistics).not.to.have.property('numChildJobs');
    expect(children).to.deep.equal([]);
  });

  it('are as many as the statements that ran, however many', async () => {
    const { metadata } = await run(
      'loop',
      'declare i int64 default 0; while i < 60 do insert into d.t values (i); set i = i + 1; end while',
    );
    expect(metadata.statistics).to.include({ numChildJobs: '60' });
  });

  it('are there after the script’s procedure failed deep inside', async () => {
    await warehouse.query("create procedure d.p() begin select 1; select error('deep'); end");
    expect((await failureOf(warehouse.query('call d.p()'))).message).to.include('deep at [test-project.d.p:1:17]');
  });
});
