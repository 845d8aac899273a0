import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect } from 'chai';
import { downloadNote, largestDownload, writeDownloads } from '../../../../dashboard/data/catalogue/downloads.ts';
import type { TableField } from '../../../../dashboard/data/catalogue/table-metadata.ts';
import type { DataFile } from '../../../../dashboard/data/loader.ts';
import { startLakeWarehouse, type LakeWarehouse } from '../../../local/bigquery/lake-warehouse.ts';

describe('writeDownloads(warehouse, lake, table, put)', () => {
  let warehouse: LakeWarehouse;
  let folder: string;
  before(async () => {
    warehouse = await startLakeWarehouse();
    folder = await mkdtemp(join(tmpdir(), 'crime-downloads-'));
    await warehouse.client.createDataset('mart');
    await warehouse.query(`create table mart.flat as
      select 1 as n, 'a "quoted", text' as s, date '2024-02-29' as day, datetime '2024-02-29 01:02:03.5' as started_at,
        timestamp '2024-02-29 01:02:03+00' as known_from, numeric '12.345' as amount, 0.5 as share, true as is_so
      union all select 2, null, null, null, null, null, null, null`);
    await warehouse.query(`create table mart.nested as
      select 1 as n, [1, 2] as ns, struct('x' as code, date '2024-01-02' as day) as pair, [struct(1 as a)] as rows_`);
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
    await warehouse.close();
  });

  async function downloadsOf(name: string) {
    const table = warehouse.client.dataset('mart').table(name);
    const [metadata] = (await table.getMetadata()) as unknown as [{ schema: { fields: readonly TableField[] } }];
    const files = new Map<string, Uint8Array>();
    const put = (path: string, content: DataFile): Promise<void> => {
      files.set(path, content as Uint8Array);
      return Promise.resolve();
    };
    const { bucket } = warehouse;
    const lake = { storage: bucket.storage, bucket: bucket.name, prefix: 'some/' };
    const given = { dataset: 'mart', name, fields: metadata.schema.fields };
    return { files, downloads: await writeDownloads(warehouse.client, lake, given, put) };
  }

  async function readParquet(content: Uint8Array | undefined) {
    const path = join(folder, 'read.parquet');
    await writeFile(path, content ?? '');
    const connection = await (await DuckDBInstance.create()).connect();
    const types = await connection.runAndReadAll(`describe select * from read_parquet('${path}')`);
    const rows = await connection.runAndReadAll(`select * from read_parquet('${path}') order by n`);
    return { types: types.getRowsJson().map(([column, type]) => [column, type]), rows: rows.getRowsJson() };
  }

  it('writes a table as CSV, as BigQuery writes it', async () => {
    const { files } = await downloadsOf('flat');
    const [header, ...lines] = Buffer.from(files.get('downloads/flat.csv') ?? [])
      .toString()
      .trimEnd()
      .split('\n');
    expect(header).to.equal('n,s,day,started_at,known_from,amount,share,is_so');
    expect(lines.sort()).to.deep.equal([
      '1,"a ""quoted"", text",2024-02-29,2024-02-29T01:02:03.500000,2024-02-29 01:02:03 UTC,12.345,0.5,true',
      '2,,,,,,,',
    ]);
  });

  it('writes a table as Parquet with the types that BigQuery writes', async () => {
    const { files } = await downloadsOf('flat');
    const { types, rows } = await readParquet(files.get('downloads/flat.parquet'));
    expect(types).to.deep.equal([
      ['n', 'BIGINT'],
      ['s', 'VARCHAR'],
      ['day', 'DATE'],
      ['started_at', 'TIMESTAMP'],
      ['known_from', 'TIMESTAMP WITH TIME ZONE'],
      ['amount', 'DECIMAL(38,9)'],
      ['share', 'DOUBLE'],
      ['is_so', 'BOOLEAN'],
    ]);
    expect(rows).to.have.length(2);
    expect(rows[0]?.slice(0, 4)).to.deep.equal(['1', 'a "quoted", text', '2024-02-29', '2024-02-29 01:02:03.5']);
    expect(rows[1]?.slice(1)).to.deep.equal(Array(7).fill(null));
  });

  it('writes arrays and structs as Parquet only, since CSV has none', async () => {
    const { files, downloads } = await downloadsOf('nested');
    expect(downloads.map(({ format }) => format)).to.deep.equal(['Parquet']);
    const { types, rows } = await readParquet(files.get('downloads/nested.parquet'));
    expect(types).to.deep.equal([
      ['n', 'BIGINT'],
      ['ns', 'BIGINT[]'],
      ['pair', 'STRUCT(code VARCHAR, "day" DATE)'],
      ['rows_', 'STRUCT(a BIGINT)[]'],
    ]);
    expect(rows).to.deep.equal([['1', ['1', '2'], { code: 'x', day: '2024-01-02' }, [{ a: '1' }]]]);
  });

  it('tells the files with their sizes', async () => {
    const { files, downloads } = await downloadsOf('flat');
    expect(downloads).to.deep.equal([
      { format: 'CSV', path: 'downloads/flat.csv', bytes: files.get('downloads/flat.csv')?.byteLength },
      { format: 'Parquet', path: 'downloads/flat.parquet', bytes: files.get('downloads/flat.parquet')?.byteLength },
    ]);
  });

  it('leaves nothing in the lake', async () => {
    await downloadsOf('flat');
    expect((await warehouse.bucket.getFiles())[0].map(({ name }) => name)).to.deep.equal([]);
  });

  it('leaves nothing in the lake where a file cannot be written, and names the file', async () => {
    const lake = { storage: warehouse.bucket.storage, bucket: 'lake', prefix: '' };
    const table = { dataset: 'mart', name: 'flat', fields: [] };
    const failure = await writeDownloads(warehouse.client, lake, table, () => Promise.reject(new Error('full'))).catch(
      (error: unknown) => error,
    );
    expect((failure as Error).message).to.equal('Cannot make downloads/flat.csv: full');
    expect((await warehouse.bucket.getFiles())[0]).to.deep.equal([]);
  });
});

describe('downloadNote(table, metadata, lake)', () => {
  const table = { dataset: 'mart', name: 'mart_x', layer: 'mart' };
  const metadata = { type: 'TABLE', fields: [], rows: 1, bytes: 1, modifiedAt: null };
  const lake = { bucket: 'b', prefix: '' } as Parameters<typeof downloadNote>[2];

  it('says nothing where there are files', () => {
    expect(downloadNote(table, metadata, lake)).to.equal(null);
  });

  const cases = [
    ['a view', downloadNote(table, { ...metadata, type: 'VIEW' }, lake), 'No table in the warehouse'],
    ['a step on the way', downloadNote({ ...table, layer: 'staging' }, metadata, lake), 'A step on the way'],
    ['no lake', downloadNote(table, metadata, undefined), 'without a lake'],
    [
      'too large',
      downloadNote(table, { ...metadata, bytes: largestDownload + 600_000 }, lake),
      'Of 26 MB, more than the 25',
    ],
  ] as const;
  for (const [what, note, words] of cases) {
    it(`says why not, and how to get the rows: ${what}`, () => {
      expect(note).to.include(words);
      expect(note).to.match(/npx crime query --csv "select \* from mart\.mart_x" > mart_x\.csv$/);
    });
  }
});
