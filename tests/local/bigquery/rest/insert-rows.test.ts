import { expect } from 'chai';
import { failureOf, projectId, send, startTestWarehouse, type TestWarehouse } from '../test-warehouse.ts';

interface Answer {
  readonly insertErrors?: readonly {
    readonly index: number;
    readonly errors: readonly { readonly reason: string; readonly location: string; readonly message: string }[];
  }[];
}

// https://cloud.google.com/bigquery/docs/reference/rest/v2/tabledata/insertAll
describe('rows that are inserted by request', () => {
  let warehouse: TestWarehouse;
  before(async () => {
    warehouse = await startTestWarehouse();
    await warehouse.client.createDataset('d');
  });
  after(() => warehouse.close());

  const make = (name: string, columns: string) => warehouse.query(`create table d.${name} (${columns})`);
  const insert = async (name: string, rows: readonly object[], options: object = {}) => {
    const url = `${warehouse.url}/projects/${projectId}/datasets/d/tables/${name}/insertAll`;
    const given = rows.map((json) => ({ json }));
    return (await send(url, { method: 'POST', body: JSON.stringify({ rows: given, ...options }) })).body as Answer;
  };
  const rowsOf = async (name: string) => {
    const rows = await warehouse.query(`select to_json_string(t) as json from d.${name} as t order by 1`);
    return rows.map(({ json }) => JSON.parse(String(json)) as unknown);
  };

  it('takes values of every type from the official client', async () => {
    await make(
      'all_types',
      'i int64, f float64, b bool, s string, y bytes, d date, t timestamp, l array<int64>, r struct<x date>, j json',
    );
    const { client } = warehouse;
    await client
      .dataset('d')
      .table('all_types')
      .insert([
        {
          i: 1,
          f: 0.5,
          b: true,
          s: 'ß',
          y: Buffer.from([0, 255]),
          d: client.date('2024-02-29'),
          t: new Date(0),
          l: [1, 2],
          r: { x: '2024-01-02' },
          j: '{"b": 1}',
        },
      ]);
    expect(await rowsOf('all_types')).to.deep.equal([
      {
        ...{ i: 1, f: 0.5, b: true, s: 'ß', y: 'AP8=', d: '2024-02-29', t: '1970-01-01T00:00:00Z' },
        ...{ l: [1, 2], r: { x: '2024-01-02' }, j: { b: 1 } },
      },
    ]);
  });

  it('tells what is wrong with each row, and inserts none', async () => {
    await make('strict', 'n int64 not null, s string(2)');
    const rows = [{ n: 1 }, { n: 'x' }, { s: 'a' }, { n: 2, other: 1 }, { n: 3, s: 'abc' }];
    const { insertErrors = [] } = await insert('strict', rows);
    const told = insertErrors.map(({ index, errors }) => [
      index,
      errors[0]?.reason,
      errors[0]?.location,
      errors[0]?.message,
    ]);
    expect(told).to.deep.equal([
      [1, 'invalid', 'n', 'Cannot convert value to integer (bad value): x'],
      [2, 'invalid', 'n', 'Missing required field: n.'],
      [3, 'invalid', 'other', 'no such field: other.'],
      [4, 'invalid', 's', 'Cannot convert value to string (bad value): abc'],
      [0, 'stopped', '', ''],
    ]);
    expect(await rowsOf('strict')).to.deep.equal([]);
  });

  it('gives the client its rows back with what is wrong with them', async () => {
    await make('client', 'n int64');
    const error = await failureOf(
      warehouse.client
        .dataset('d')
        .table('client')
        .insert([{ n: 'x' }]),
    );
    expect(error).to.include({ name: 'PartialFailureError' });
  });

  it('leaves out wrong rows and unknown values where it is told to', async () => {
    await make('lenient', 'n int64');
    const { insertErrors = [] } = await insert('lenient', [{ n: 1, x: 1 }, { n: 'x' }], {
      skipInvalidRows: true,
      ignoreUnknownValues: true,
    });
    expect(insertErrors.map(({ index }) => index)).to.deep.equal([1]);
    expect(await rowsOf('lenient')).to.deep.equal([{ n: 1 }]);
  });

  it('inserts a row that is sent again once', async () => {
    await make('once', 'n int64');
    const rows = [{ insertId: 'a', json: { n: 1 } }];
    await insert('once', [], { rows });
    await insert('once', [], { rows });
    expect(await rowsOf('once')).to.have.length(1);
  });

  it('fills in what columns have by default', async () => {
    await make('filled', 'n int64, s string default "new"');
    await insert('filled', [{ n: 1 }, { n: 2, s: null }]);
    expect(await rowsOf('filled')).to.deep.equal([
      { n: 1, s: 'new' },
      { n: 2, s: null },
    ]);
  });

  it('refuses a request without rows, a table that is not there and a view', async () => {
    await warehouse.query('create view d.seen as select 1 as n');
    expect(JSON.stringify(await insert('filled', []))).to.include('No rows present in the request.');
    expect(JSON.stringify(await insert('nothing', [{ n: 1 }]))).to.include(`Not found: Table ${projectId}:d.nothing`);
    expect(JSON.stringify(await insert('seen', [{ n: 1 }]))).to.include('type VIEW');
  });
});
