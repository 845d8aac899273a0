import { gzipSync } from 'node:zlib';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect } from 'chai';
import { type LakeWarehouse, startLakeWarehouse } from '../lake-warehouse.ts';
import { failureOf, projectId } from '../test-warehouse.ts';

interface LoadStatistics {
  readonly statistics: { readonly load: Record<string, string> };
}

describe('load jobs', () => {
  let warehouse: LakeWarehouse;
  before(async () => {
    warehouse = await startLakeWarehouse();
    await warehouse.client.createDataset('raw');
  });
  after(() => warehouse.close());

  const put = (name: string, body: string | Buffer) => warehouse.bucket.file(name).save(body, { resumable: false });
  const table = (name: string) => warehouse.client.dataset('raw').table(name);
  const load = async (uris: readonly string[], name: string, options: Record<string, unknown>) => {
    const [job] = await warehouse.client.createJob({
      configuration: {
        load: { sourceUris: [...uris], destinationTable: { projectId, datasetId: 'raw', tableId: name }, ...options },
      },
    });
    const metadata = await new Promise<LoadStatistics>((settle, reject) => {
      job.on('complete', settle).on('error', reject);
    });
    return metadata.statistics.load;
  };
  const rows = (name: string) => warehouse.query(`select * from raw.${name} order by 1`);
  const parquet = async (name: string, select: string) => {
    const file = join(warehouse.directory, 'made.parquet');
    const instance = await DuckDBInstance.create();
    const connection = await instance.connect();
    await connection.run(`COPY (${select}) TO '${file}' (FORMAT parquet)`);
    connection.closeSync();
    instance.closeSync();
    await put(name, await readFile(file));
  };

  it('loads Parquet parts by a wildcard into a table that it makes as told', async () => {
    await parquet('p/part-0.parquet', `SELECT 'a' AS id, '1' AS value`);
    await parquet('p/part-1.parquet', `SELECT 'b' AS id, NULL::VARCHAR AS value`);
    const statistics = await load(['gs://lake/p/*.parquet'], 'parts', {
      sourceFormat: 'PARQUET',
      schema: {
        fields: [
          { name: 'id', type: 'STRING', mode: 'REQUIRED', description: 'Key.' },
          { name: 'value', type: 'STRING' },
        ],
      },
      clustering: { fields: ['id'] },
    });
    expect(statistics).to.include({ inputFiles: '2', outputRows: '2', badRecords: '0' });
    expect(await rows('parts')).to.deep.equal([
      { id: 'a', value: '1' },
      { id: 'b', value: null },
    ]);
    const [metadata] = (await table('parts').getMetadata()) as unknown as [
      { clustering: object; schema: { fields: object[] } },
    ];
    expect(metadata.clustering).to.deep.equal({ fields: ['id'] });
    expect(metadata.schema.fields[0]).to.include({ mode: 'REQUIRED', description: 'Key.' });
  });

  it('appends to a table by its own columns, in whatever order the file has them', async () => {
    await warehouse.query('create table raw.own (a int64, b string, c date)');
    await parquet('own.parquet', `SELECT 'x' AS B, 7::BIGINT AS a`);
    await load(['gs://lake/own.parquet'], 'own', { sourceFormat: 'PARQUET', writeDisposition: 'WRITE_APPEND' });
    expect(await rows('own')).to.deep.equal([{ a: 7, b: 'x', c: null }]);
  });

  it('refuses a Parquet column of another type, and one the table has not', async () => {
    await warehouse.query('create table raw.typed (a int64)');
    await parquet('text.parquet', `SELECT 'x' AS a`);
    await parquet('more.parquet', `SELECT 1::BIGINT AS a, 2::BIGINT AS more`);
    const options = { sourceFormat: 'PARQUET' };
    expect((await failureOf(load(['gs://lake/text.parquet'], 'typed', options))).message).to.include(
      "column 'a' has type STRING",
    );
    expect((await failureOf(load(['gs://lake/more.parquet'], 'typed', options))).message).to.include('field: more');
    const update = { ...options, schemaUpdateOptions: ['ALLOW_FIELD_ADDITION'] };
    await load(['gs://lake/more.parquet'], 'typed', update);
    expect(await rows('typed')).to.deep.equal([{ a: 1, more: 2 }]);
  });

  it('finds the schema of Parquet', async () => {
    await parquet(
      'found.parquet',
      `SELECT 1::INTEGER AS i, 1.5::DOUBLE AS f, TIMESTAMPTZ '2024-01-01 00:00:00+00' AS t, [1, 2] AS l, {'x': DATE '2024-01-01'} AS s`,
    );
    const refused = await failureOf(load(['gs://lake/found.parquet'], 'found', { sourceFormat: 'PARQUET' }));
    expect(refused.message).to.include('enableListInference');
    const parquetOptions = { enableListInference: true };
    await load(['gs://lake/found.parquet'], 'found', { sourceFormat: 'PARQUET', parquetOptions });
    const [{ schema }] = (await table('found').getMetadata()) as unknown as [
      { schema: { fields: { type: string; mode: string }[] } },
    ];
    expect(schema.fields.map(({ type, mode }) => `${type} ${mode}`)).to.deep.equal([
      'INTEGER NULLABLE',
      'FLOAT NULLABLE',
      'TIMESTAMP NULLABLE',
      'INTEGER REPEATED',
      'RECORD NULLABLE',
    ]);
  });

  const csvSchema = {
    fields: [
      { name: 'n', type: 'INT64' },
      { name: 's', type: 'STRING' },
      { name: 'd', type: 'DATE' },
    ],
  };

  it('loads CSV, gzip too, with quotes, line breaks and empty texts', async () => {
    await put('a.csv', 'n,s,d\n1,"x,\n""y""",2024-01-02\n2,,\n3,"",2024-01-03\n');
    await put('b.csv.gz', gzipSync('n,s,d\n4,z,\n'));
    await load(['gs://lake/a.csv', 'gs://lake/b.csv.gz'], 'texts', {
      sourceFormat: 'CSV',
      skipLeadingRows: 1,
      allowQuotedNewlines: true,
      schema: csvSchema,
    });
    expect(JSON.parse(JSON.stringify(await rows('texts')))).to.deep.equal([
      { n: 1, s: 'x,\n"y"', d: { value: '2024-01-02' } },
      { n: 2, s: null, d: null },
      { n: 3, s: '', d: { value: '2024-01-03' } },
      { n: 4, s: 'z', d: null },
    ]);
  });

  it('fails on a bad CSV value and leaves no table; leaves out as many as maxBadRecords allows', async () => {
    await put('bad.csv', '1,a,2024-01-01\nx,b,2024-01-01\n3,c,soon\n4,d,2024-01-04,extra\n5,e,\n');
    const options = { sourceFormat: 'CSV', schema: csvSchema };
    const error = await failureOf(load(['gs://lake/bad.csv'], 'bad', options));
    expect(error.message).to.include('Error while reading data');
    expect(error.message).not.to.include(warehouse.directory);
    expect((await failureOf(table('bad').getMetadata())).code).to.equal(404);
    expect((await failureOf(load(['gs://lake/bad.csv'], 'bad', { ...options, maxBadRecords: 2 }))).message).to.include(
      'too many errors',
    );
    const statistics = await load(['gs://lake/bad.csv'], 'bad', { ...options, maxBadRecords: 3 });
    expect(statistics).to.include({ outputRows: '2', badRecords: '3' });
    expect((await rows('bad')).map(({ n }) => n)).to.deep.equal([1, 5]);
  });

  it('detects the schema of CSV', async () => {
    await put('detect.csv', 'n,s,at\n1,a,2024-01-01 00:00:00\n2,b,2024-01-02 00:00:00\n');
    await load(['gs://lake/detect.csv'], 'detected', { sourceFormat: 'CSV', autodetect: true });
    const [{ schema }] = (await table('detected').getMetadata()) as unknown as [
      { schema: { fields: { name: string; type: string }[] } },
    ];
    expect(schema.fields.map(({ name, type }) => `${name} ${type}`)).to.deep.equal([
      'n INTEGER',
      's STRING',
      'at TIMESTAMP',
    ]);
    expect(await rows('detected')).to.have.length(2);
  });

  it('loads newline JSON with records and lists, and refuses a key that no column has', async () => {
    await put('a.json', '{"id": 1, "tags": ["x", "y"], "place": {"lat": 47.5}}\n{"id": 2}\n');
    const schema = {
      fields: [
        { name: 'id', type: 'INTEGER' },
        { name: 'tags', type: 'STRING', mode: 'REPEATED' },
        { name: 'place', type: 'RECORD', fields: [{ name: 'lat', type: 'FLOAT' }] },
      ],
    };
    const options = { sourceFormat: 'NEWLINE_DELIMITED_JSON', schema };
    await load(['gs://lake/a.json'], 'objects', options);
    expect(await rows('objects')).to.deep.equal([
      { id: 1, tags: ['x', 'y'], place: { lat: 47.5 } },
      { id: 2, tags: [], place: null },
    ]);
    await put('unknown.json', '{"id": 3, "other": 1}\n');
    expect((await failureOf(load(['gs://lake/unknown.json'], 'objects', options))).message).to.include(
      'No such field: other',
    );
    await load(['gs://lake/unknown.json'], 'objects', { ...options, ignoreUnknownValues: true });
    expect(await rows('objects')).to.have.length(3);
  });

  it('keeps to its write and create dispositions', async () => {
    await put('one.csv', '1,a,\n');
    const options = { sourceFormat: 'CSV', schema: csvSchema };
    const uris = ['gs://lake/one.csv'];
    expect(
      (await failureOf(load(uris, 'disposed', { ...options, createDisposition: 'CREATE_NEVER' }))).message,
    ).to.include('Not found: Table');
    await load(uris, 'disposed', options);
    await load(uris, 'disposed', { ...options, writeDisposition: 'WRITE_APPEND' });
    expect(await rows('disposed')).to.have.length(2);
    expect(
      (await failureOf(load(uris, 'disposed', { ...options, writeDisposition: 'WRITE_EMPTY' }))).message,
    ).to.include('Already Exists');
    await load(uris, 'disposed', { ...options, writeDisposition: 'WRITE_TRUNCATE' });
    expect(await rows('disposed')).to.have.length(1);
  });

  it('names an object that is not there, and an address that is none', async () => {
    const options = { sourceFormat: 'PARQUET' };
    expect((await failureOf(load(['gs://lake/no.parquet'], 'x', options))).message).to.include('gs://lake/no.parquet');
    expect((await failureOf(load(['gs://lake/no/*'], 'x', options))).message).to.include('gs://lake/no/*');
    expect((await failureOf(load(['/etc/passwd'], 'x', options))).message).to.include('/etc/passwd');
  });
});
