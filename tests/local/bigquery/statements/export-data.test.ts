import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { type LakeWarehouse, startLakeWarehouse } from '../lake-warehouse.ts';
import { outcomeOf } from './run-cases.ts';

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/export-statements */
describe('EXPORT DATA', () => {
  let warehouse: LakeWarehouse;
  before(async () => {
    warehouse = await startLakeWarehouse();
  });
  after(() => warehouse.close());

  const rows = "select n, concat('v', n) as v from unnest([1, 2]) as n order by n";
  const exported = async (options: string, query = rows) => {
    const outcome = await outcomeOf(warehouse, `export data options (${options}) as ${query}`);
    expect(outcome).to.deep.equal({ kind: 'rows', rows: [] });
    const [files] = await warehouse.bucket.getFiles();
    const [body] = await (files.at(-1) ?? warehouse.bucket.file('none')).download({ decompress: false });
    await Promise.all(files.map((file) => file.delete()));
    return body;
  };

  it('writes CSV, with a header where that is asked for', async () => {
    expect(String(await exported("uri = 'gs://lake/a/*.csv', format = 'CSV'"))).to.equal('1,v1\n2,v2\n');
    const options = "uri = 'gs://lake/a/*.csv', format = 'CSV', header = true, field_delimiter = ';'";
    expect(String(await exported(options))).to.equal('n;v\n1;v1\n2;v2\n');
  });

  it('writes JSON lines, compressed', async () => {
    const body = await exported("uri = 'gs://lake/b/*.json.gz', format = 'JSON', compression = 'GZIP'");
    expect(String(gunzipSync(body))).to.equal('{"n":"1","v":"v1"}\n{"n":"2","v":"v2"}\n');
  });

  it('writes JSON columns digit by digit', async () => {
    const query = `select json '{"id": 9007199254740993, "of": [1.50]}' as j, [json '12345678901234567890'] as js, true as b`;
    const body = await exported("uri = 'gs://lake/b/*.json', format = 'JSON'", query);
    expect(String(body)).to.equal('{"j":{"id":9007199254740993,"of":[1.5]},"js":[12345678901234567890],"b":true}\n');
  });

  it('writes Parquet', async () => {
    const body = await exported("uri = 'gs://lake/c/*.parquet', format = 'PARQUET', compression = 'SNAPPY'");
    expect(body.subarray(0, 4).toString()).to.equal('PAR1');
  });

  it('replaces what is there only where it is told to', async () => {
    const text = "export data options (uri = 'gs://lake/d/*.csv', format = 'CSV') as select 1 as x";
    expect((await outcomeOf(warehouse, text)).kind).to.equal('rows');
    const again = await outcomeOf(warehouse, text);
    expect(again.kind === 'error' && again.message).to.include('is not empty');
    expect((await outcomeOf(warehouse, text.replace("'CSV'", "'CSV', overwrite = true"))).kind).to.equal('rows');
  });

  const refused: readonly (readonly [string, string])[] = [
    ["format = 'CSV'", "Option 'uri' is required for EXPORT DATA"],
    ["uri = 'gs://lake/e/*.csv'", "Option 'format' is required for EXPORT DATA"],
    ["uri = 'gs://lake/e.csv', format = 'CSV'", "Option 'uri' must contain a single wildcard: gs://lake/e.csv"],
    ["uri = 'gs://lake/e/*', format = 'AVRO'", 'export format AVRO'],
    ["uri = 'gs://lake/e/*', format = 'CSV', nosuch = 1", 'Unknown option: nosuch'],
  ];
  for (const [options, message] of refused) {
    it(`refuses ${options}`, async () => {
      const outcome = await outcomeOf(warehouse, `export data options (${options}) as select 1 as x`);
      expect(outcome).to.include({ message });
    });
  }

  it('counts files and rows', async () => {
    const [job] = await warehouse.client.createQueryJob({
      query: `export data options (uri = 'gs://lake/f/*.csv', format = 'CSV') as ${rows}`,
    });
    await job.getQueryResults();
    const [{ statistics }] = (await job.getMetadata()) as unknown as [{ statistics: { query: object } }];
    expect(statistics.query).to.deep.include({
      statementType: 'EXPORT_DATA',
      exportDataStatistics: { fileCount: '1', rowCount: '2' },
    });
  });
});
