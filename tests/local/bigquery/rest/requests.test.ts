import { expect } from 'chai';
import { failureOf, projectId, send, startTestWarehouse, type TestWarehouse } from '../test-warehouse.ts';

type Json = Record<string, unknown>;

// https://cloud.google.com/bigquery/docs/reference/rest
describe('what requests may ask for besides', () => {
  let warehouse: TestWarehouse;
  let base: string;
  before(async () => {
    warehouse = await startTestWarehouse();
    base = `${warehouse.url}/projects/${projectId}`;
    await warehouse.client.createDataset('d', { labels: { team: 'crime', old: 'yes' } });
    await warehouse.client.createDataset('e', { labels: { team: 'parks' } });
    await warehouse.query(
      'create table d.t as select 1 as n, "ab" as s, timestamp "2024-01-02" as t union all select 2, null, null',
    );
  });
  after(() => warehouse.close());

  const post = (path: string, body: object) => send(`${base}${path}`, { method: 'POST', body: JSON.stringify(body) });
  const patch = (path: string, body: object) => send(`${base}${path}`, { method: 'PATCH', body: JSON.stringify(body) });

  it('lists datasets by their labels', async () => {
    const ids = async (filter: string) =>
      (
        ((await send(`${base}/datasets?filter=${encodeURIComponent(filter)}`)).body['datasets'] as
          Json[] | undefined) ?? []
      ).map(({ datasetReference }) => (datasetReference as Json)['datasetId']);
    expect(await ids('labels.team:crime')).to.deep.equal(['d']);
    expect(await ids('labels.team labels.old:yes')).to.deep.equal(['d']);
    expect(await ids('labels.team')).to.deep.equal(['d', 'e']);
    expect((await send(`${base}/datasets?filter=name:d`)).status).to.equal(400);
  });

  it('keeps the access of a dataset, and refuses what would change answers', async () => {
    const access = [{ role: 'READER', specialGroup: 'allAuthenticatedUsers' }];
    expect((await patch('/datasets/e', { access })).body['access']).to.deep.equal(access);
    expect((await patch('/datasets/e', { defaultCollation: 'und:ci' })).status).to.equal(400);
  });

  it('analyses a view’s new query and tells of a wrong one', async () => {
    await warehouse.query('create view d.seen as select n from d.t');
    const { body } = await patch('/datasets/d/tables/seen', {
      view: { query: 'select s from d.t', useLegacySql: false },
    });
    expect((body['schema'] as { fields: Json[] }).fields.map(({ name }) => name)).to.deep.equal(['s']);
    expect((await patch('/datasets/d/tables/seen', { view: { query: 'select x from d.t' } })).status).to.equal(400);
    expect(await warehouse.query('select * from d.seen order by 1')).to.deep.equal([{ s: null }, { s: 'ab' }]);
  });

  it('takes clustering away, and leaves partitioning as it was made', async () => {
    await warehouse.query('create table d.laid (day date, n int64) partition by day cluster by n');
    const { body } = await patch('/datasets/d/tables/laid', { clustering: null });
    expect(body).not.to.have.property('clustering');
    const time = { timePartitioning: { type: 'MONTH', field: 'day' } };
    expect((await patch('/datasets/d/tables/laid', time)).status).to.equal(400);
    const kept = { timePartitioning: { type: 'DAY', field: 'day', expirationMs: '1000' } };
    expect((await patch('/datasets/d/tables/laid', kept)).body).to.deep.include(kept);
  });

  it('counts the bytes of the columns that are read, as the types’ sizes are documented', async () => {
    const bytes = async (query: string) => {
      const dry = (await post('/queries', { query, useLegacySql: false, dryRun: true })).body['totalBytesProcessed'];
      const real = (await post('/queries', { query, useLegacySql: false })).body['totalBytesProcessed'];
      expect(real).to.equal(dry);
      return dry;
    };
    expect(await bytes('select n from d.t')).to.equal('16');
    expect(await bytes('select s from d.t')).to.equal('4');
    expect(await bytes('select * from d.t where n = 1')).to.equal('28');
    expect(await bytes('select count(*) from d.t')).to.equal('0');
    expect((await send(`${base}/datasets/d/tables/t`)).body).to.include({ numBytes: '28', numRows: '2' });
  });

  it('gives the rows of a table by columns and in either form of time', async () => {
    const rows = async (query: string) => (await send(`${base}/datasets/d/tables/t/data?${query}`)).body['rows'];
    expect(await rows('selectedFields=t,n&maxResults=1')).to.deep.equal([{ f: [{ v: '1' }, { v: '1.7041536E9' }] }]);
    expect(await rows('selectedFields=t&maxResults=1&formatOptions.useInt64Timestamp=true')).to.deep.equal([
      { f: [{ v: '1704153600000000' }] },
    ]);
    expect((await send(`${base}/datasets/d/tables/t/data?selectedFields=x`)).status).to.equal(400);
  });

  it('refuses by name what it has not', async () => {
    const refused: readonly object[] = [
      { createSession: true },
      { connectionProperties: [{ key: 'session_id', value: 'x' }] },
      { connectionProperties: [{ key: 'time_zone', value: 'America/Los_Angeles' }] },
      { continuous: true },
    ];
    for (const options of refused) {
      const { status, body } = await post('/queries', { query: 'select 1', useLegacySql: false, ...options });
      expect(status).to.equal(501);
      expect(JSON.stringify(body)).to.include('not supported by the local warehouse');
    }
  });

  it('answers for what there is none of', async () => {
    expect((await send(`${base}/datasets/d/models`)).body).to.deep.equal({});
    expect((await send(`${base}/datasets/d/tables/t/rowAccessPolicies`)).body).to.deep.equal({});
    expect((await send(`${warehouse.url}/projects`)).body).to.include({ kind: 'bigquery#projectList' });
    expect((await send(`${base}/serviceAccount`)).body).to.have.property('email');
    expect((await post('/datasets/d/tables/t:getIamPolicy', {})).status).to.equal(200);
    expect((await post('/datasets/d/tables/t:setIamPolicy', {})).status).to.equal(501);
  });

  it('adds a query’s rows to a table of the same columns only, unless told to add columns', async () => {
    await warehouse.query('create table d.target as select 1 as n');
    const destination = warehouse.client.dataset('d').table('target');
    const add = async (query: string, options: object = {}) => {
      const [job] = await warehouse.client.createQueryJob({
        query,
        destination,
        writeDisposition: 'WRITE_APPEND',
        ...options,
      });
      await job.getQueryResults();
    };
    expect((await failureOf(add('select 1.5 as n'))).message).to.include('changed type from INTEGER to FLOAT');
    expect((await failureOf(add('select 1 as n, 2 as m'))).message).to.include('Cannot add fields (field: m)');
    await add('select 3 as n, 2 as m', { schemaUpdateOptions: ['ALLOW_FIELD_ADDITION'] });
    expect(await warehouse.query('select n, m from d.target order by n')).to.deep.equal([
      { n: 1, m: null },
      { n: 3, m: 2 },
    ]);
  });

  it('cancels a job that waits for others', async () => {
    const endless =
      'select count(*) from unnest(generate_array(1, 100000)) a, unnest(generate_array(1, 100000)) b where mod(a * b, 7) = 3';
    const jobs = await Promise.all([1, 2, 3].map(() => warehouse.client.createQueryJob({ query: endless })));
    const failures = jobs.map(([job]) => failureOf(job.getQueryResults()));
    for (const [job] of [...jobs].reverse()) await job.cancel();
    for (const { message } of await Promise.all(failures)) expect(message).to.include('cancel');
    expect(await warehouse.query('select 1 as x')).to.deep.equal([{ x: 1 }]);
  });

  it('lists jobs without their configuration unless all is asked for', async () => {
    const jobs = async (query: string) => (await send(`${base}/jobs?${query}`)).body['jobs'] as Json[];
    expect((await jobs('maxResults=1'))[0]).not.to.have.property('configuration');
    expect((await jobs('maxResults=1&projection=full'))[0]).to.have.property('configuration');
  });
});
