import { expect } from 'chai';
import { failureOf, projectId, send, startTestWarehouse, type TestWarehouse } from '../test-warehouse.ts';

interface Answer {
  readonly schema: {
    readonly fields: readonly { readonly name: string; readonly type: string; readonly mode: string }[];
  };
  readonly rows: readonly { readonly f: readonly { readonly v: unknown }[] }[];
  readonly totalRows: string;
  readonly pageToken?: string;
  readonly jobReference: { readonly jobId: string };
}

describe('queries', () => {
  let warehouse: TestWarehouse;
  before(async () => {
    warehouse = await startTestWarehouse();
    await warehouse.client.createDataset('d');
  });
  after(() => warehouse.close());

  const post = async (body: object) =>
    send(`${warehouse.url}/projects/${projectId}/queries`, {
      method: 'POST',
      body: JSON.stringify({ useLegacySql: false, ...body }),
    });
  const ask = async (query: string, more: object = {}) => (await post({ query, ...more })).body as unknown as Answer;
  const cellOf = async (expression: string, more: object = {}) => {
    const { schema, rows } = await ask(`select ${expression} as c`, more);
    return [schema.fields[0]?.type, schema.fields[0]?.mode, rows[0]?.f[0]?.v];
  };

  const cells: readonly (readonly [string, string, string, unknown])[] = [
    ['9223372036854775807', 'INTEGER', 'NULLABLE', '9223372036854775807'],
    ['1.5', 'FLOAT', 'NULLABLE', '1.5'],
    ['cast("nan" as float64)', 'FLOAT', 'NULLABLE', 'NaN'],
    ['cast("-inf" as float64)', 'FLOAT', 'NULLABLE', '-Infinity'],
    ['numeric "1.50"', 'NUMERIC', 'NULLABLE', '1.5'],
    ['true', 'BOOLEAN', 'NULLABLE', 'true'],
    ['"ß😀"', 'STRING', 'NULLABLE', 'ß😀'],
    ['b"\\x00\\xff"', 'BYTES', 'NULLABLE', 'AP8='],
    ['date "2024-02-29"', 'DATE', 'NULLABLE', '2024-02-29'],
    ['datetime "2024-02-29 01:02:03.5"', 'DATETIME', 'NULLABLE', '2024-02-29T01:02:03.500000'],
    ['time "01:02:03"', 'TIME', 'NULLABLE', '01:02:03'],
    ['interval 14 month', 'INTERVAL', 'NULLABLE', '1-2 0 0:0:0'],
    ['[1, 2]', 'INTEGER', 'REPEATED', [{ v: '1' }, { v: '2' }]],
    ['struct(1 as a, ["x"] as b)', 'RECORD', 'NULLABLE', { f: [{ v: '1' }, { v: [{ v: 'x' }] }] }],
    ['[struct(cast(null as int64) as a)]', 'RECORD', 'REPEATED', [{ v: { f: [{ v: null }] } }]],
    ['cast(null as string)', 'STRING', 'NULLABLE', null],
    ['cast(null as array<int64>)', 'INTEGER', 'REPEATED', []],
  ];
  for (const [expression, type, mode, value] of cells) {
    it(`writes ${expression}`, async () => {
      expect(await cellOf(expression)).to.deep.equal([type, mode, value]);
    });
  }

  it('writes a TIMESTAMP as float seconds, or as microseconds where asked', async () => {
    const expression = 'timestamp "2015-07-21 00:05:04+00"';
    expect(await cellOf(expression)).to.deep.equal(['TIMESTAMP', 'NULLABLE', '1.437437104E9']);
    const format = { formatOptions: { useInt64Timestamp: true } };
    expect(await cellOf(expression, format)).to.deep.equal(['TIMESTAMP', 'NULLABLE', '1437437104000000']);
  });

  it('gives the client values of every type back as its own', async () => {
    const [row] = await warehouse.query(
      'select 1 as i, [date "2024-01-02"] as d, timestamp "2024-01-02 03:04:05.000006+00" as t',
    );
    expect(JSON.parse(JSON.stringify(row))).to.deep.equal({
      i: 1,
      d: [{ value: '2024-01-02' }],
      t: { value: '2024-01-02T03:04:05.000006000Z' },
    });
  });

  it('takes named and positional parameters of every shape', async () => {
    const text = `it's "quoted" \\ \n\t\u{1f600} \${x}`;
    const params = { n: 5, text, list: ['a', 'b'], pair: { a: 1, b: 'x' }, is: true, f: 0.5, none: null };
    const [rows] = (await warehouse.client.query({
      query: 'select @n as n, @text as text, @list as list, @pair as pair, @is as is_so, @f as f, @none as none',
      params,
      types: { none: 'STRING' },
    })) as unknown as [Record<string, unknown>[]];
    const { is, ...same } = params;
    expect(rows[0]).to.deep.equal({ ...same, is_so: is });
    expect((await warehouse.client.query({ query: 'select ? + ? as sum', params: [1, 2] }))[0]).to.deep.equal([
      { sum: 3 },
    ]);
  });

  it('cannot be injected through a parameter', async () => {
    const given = `'); drop table d.t; --`;
    const [rows] = await warehouse.client.query({ query: 'select @x as x', params: { x: given } });
    expect(rows).to.deep.equal([{ x: given }]);
  });

  it('answers a wrong query with 400, BigQuery’s words and the position', async () => {
    const { status, body } = await post({ query: 'select\n  precint' });
    expect(status).to.equal(400);
    expect(body['error']).to.deep.include({ code: 400, message: 'Unrecognized name: precint at [2:3]' });
  });

  it('tells of a failure at run time without a path or an engine’s name', async () => {
    const error = await failureOf(warehouse.query('select 9223372036854775807 + n as x from unnest([1]) as n'));
    expect(error.message).to.equal('int64 overflow: 9223372036854775807 + 1');
  });

  it('pages by token and by index', async () => {
    const first = await ask('select n from unnest(generate_array(0, 9)) as n order by n', { maxResults: 4 });
    expect(first.totalRows).to.equal('10');
    expect(first.rows).to.have.length(4);
    const url = `${warehouse.url}/projects/p/queries/${first.jobReference.jobId}`;
    const second = (await send(`${url}?pageToken=${first.pageToken ?? ''}&maxResults=4`)).body as unknown as Answer;
    expect(second.rows[0]?.f[0]?.v).to.equal('4');
    const last = (await send(`${url}?startIndex=8`)).body as unknown as Answer;
    expect(last.rows.map(({ f }) => f[0]?.v)).to.deep.equal(['8', '9']);
    expect(last.pageToken).to.equal(undefined);
  });

  it('keeps the order of an answer that is larger than memory holds', async () => {
    const [rows] = (await warehouse.client.query(
      'select n from unnest(generate_array(0, 29999)) as n order by n desc',
    )) as [{ n: number }[]];
    expect(rows).to.have.length(30_000);
    expect(rows.every(({ n }, index) => n === 29_999 - index)).to.equal(true);
  });

  it('runs a repeated request once', async () => {
    await warehouse.query('create table d.counted (x int64)');
    const body = { query: 'insert into d.counted (x) values (1)', requestId: 'the-same' };
    await post(body);
    await post(body);
    expect(await warehouse.query('select count(*) as n from d.counted')).to.deep.equal([{ n: 1 }]);
  });

  it('says that a job is not complete when the time is up, and answers later', async () => {
    const slow =
      'select count(*) as n from unnest(generate_array(1, 3000)) a, unnest(generate_array(1, 3000)) b where mod(a * b, 7) = 3';
    const { body } = await post({ query: slow, timeoutMs: 1 });
    const { jobReference } = body as unknown as Answer;
    if (body['jobComplete'] === false) expect(body).not.to.have.property('rows');
    const [rows] = (await warehouse.client.job(jobReference.jobId).getQueryResults()) as [unknown[]];
    expect(rows).to.have.length(1);
  });

  it('refuses legacy SQL', async () => {
    expect((await post({ query: 'select 1', useLegacySql: true })).status).to.equal(400);
  });
});
