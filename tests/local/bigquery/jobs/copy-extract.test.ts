import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { type LakeWarehouse, startLakeWarehouse } from '../lake-warehouse.ts';
import { failureOf, projectId } from '../test-warehouse.ts';

describe('copy and extract jobs', () => {
  let warehouse: LakeWarehouse;
  before(async () => {
    warehouse = await startLakeWarehouse();
    await warehouse.client.createDataset('d');
    await warehouse.query(
      'create table d.source (n int64 not null, day date) partition by day cluster by n options (description = "Some.")',
    );
    await warehouse.query('insert into d.source (n, day) values (1, "2024-01-02"), (2, null)');
  });
  after(() => warehouse.close());

  const table = (name: string) => warehouse.client.dataset('d').table(name);
  const countOf = async (name: string) => (await warehouse.query(`select count(*) as n from d.${name}`))[0]?.['n'];
  const text = async (name: string) => (await warehouse.bucket.file(name).download())[0].toString();

  it('copies rows and what is known of the table', async () => {
    const [job] = await table('source').copy(table('copied'));
    expect(job.statistics?.copy).to.include({ copiedRows: '2' });
    const [metadata] = (await table('copied').getMetadata()) as unknown as [Record<string, object>];
    expect(metadata).to.deep.include({
      description: 'Some.',
      timePartitioning: { type: 'DAY', field: 'day' },
      clustering: { fields: ['n'] },
    });
  });

  it('copies several tables into one, and keeps to its dispositions', async () => {
    await table('many').copyFrom([table('source'), table('copied')]);
    expect(await countOf('many')).to.equal(4);
    expect((await failureOf(table('source').copy(table('many')))).message).to.include('Already Exists: Table');
    await table('source').copy(table('many'), { writeDisposition: 'WRITE_APPEND' });
    expect(await countOf('many')).to.equal(6);
    await table('source').copy(table('many'), { writeDisposition: 'WRITE_TRUNCATE' });
    expect(await countOf('many')).to.equal(2);
    const error = await failureOf(table('source').copy(table('never'), { createDisposition: 'CREATE_NEVER' }));
    expect(error.message).to.include(`Not found: Table ${projectId}:d.never`);
  });

  it('refuses to copy a view, what is not there, and rows of another schema', async () => {
    await warehouse.query('create view d.seen as select 1 as n');
    await warehouse.query('create table d.other as select "x" as n');
    expect((await failureOf(table('seen').copy(table('x')))).message).to.include('currently a VIEW');
    expect((await failureOf(table('gone').copy(table('x')))).message).to.include(
      `Not found: Table ${projectId}:d.gone`,
    );
    const append = { writeDisposition: 'WRITE_APPEND' };
    expect((await failureOf(table('other').copy(table('many'), append))).message).to.include('does not match');
  });

  it('writes CSV with a header, quotes and times as the service writes them', async () => {
    await warehouse.query(`create table d.texts as select 1 as n, 'a,"b"' as s, timestamp '2024-01-02 03:04:05.5+00' as t,
      numeric '1.50' as d, cast(null as string) as z, '' as e`);
    const [job] = await table('texts').extract(warehouse.bucket.file('out/texts.csv'));
    expect(job.statistics?.extract).to.deep.include({ destinationUriFileCounts: ['1'] });
    expect(await text('out/texts.csv')).to.equal('n,s,t,d,z,e\n1,"a,""b""",2024-01-02 03:04:05.500000 UTC,1.5,,""\n');
    await table('texts').extract(warehouse.bucket.file('out/bare-*.csv'), {
      printHeader: false,
      fieldDelimiter: '|',
    } as object);
    expect(await text('out/bare-000000000000.csv')).to.match(/^1\|"a,""b"""\|/);
  });

  it('writes JSON lines, gzip too, with whole numbers as texts', async () => {
    await warehouse.query(
      'create table d.nested as select 1 as n, 0.5 as f, [struct("x" as a)] as l, cast(null as date) as z',
    );
    await table('nested').extract(warehouse.bucket.file('out/nested.json.gz'), { format: 'JSON', gzip: true });
    const [bytes] = await warehouse.bucket.file('out/nested.json.gz').download({ decompress: false });
    expect(gunzipSync(bytes).toString()).to.equal('{"n":"1","f":0.5,"l":[{"a":"x"}]}\n');
    expect((await failureOf(table('nested').extract(warehouse.bucket.file('out/nested.csv')))).message).to.include(
      'nested schema',
    );
  });

  it('writes Parquet that a load reads back', async () => {
    await table('source').extract(warehouse.bucket.file('out/source.parquet'), { format: 'PARQUET' });
    await table('back').load(warehouse.bucket.file('out/source.parquet'), { sourceFormat: 'PARQUET' });
    expect(JSON.stringify(await warehouse.query('select * from d.back order by n'))).to.equal(
      '[{"n":1,"day":{"value":"2024-01-02"}},{"n":2,"day":null}]',
    );
  });

  it('names a bucket that is not there and a format that is not written', async () => {
    const run = (extract: object) =>
      failureOf(
        warehouse.client
          .createJob({ configuration: { extract: { sourceTable: { datasetId: 'd', tableId: 'source' }, ...extract } } })
          .then(([job]) => job.promise()),
      );
    expect((await run({ destinationUris: ['gs://nowhere/x'] })).message).to.include('Not found: Bucket nowhere');
    expect((await run({ destinationUris: ['/tmp/x'] })).message).to.include('Google Storage path');
    expect((await run({ destinationUris: ['gs://lake/x'], destinationFormat: 'AVRO' })).message).to.include('AVRO');
  });
});
