import { expect } from 'chai';
import { projectId, send, startTestWarehouse, type TestWarehouse } from '../test-warehouse.ts';

const within = (levels: number, open: string, close: string, inner = '1') =>
  open.repeat(levels) + inner + close.repeat(levels);
const many = (count: number, item: (index: number) => string, separator = ', ') =>
  Array.from({ length: count }, (_, index) => item(index)).join(separator);

/** Statements that would take for ever, or all memory, and what is said of them. */
const refused: Readonly<Record<string, readonly [statement: string, message: RegExp]>> = {
  parentheses: [`select ${within(100_000, '(', ')')}`, /too complex/],
  arrays: [`select ${within(100_000, '[', ']')}`, /too complex/],
  'types in types': [`select cast(null as ${within(100_000, 'array<', '>', 'int64')})`, /too complex/],
  'structs in structs': [`select cast(null as ${within(250, 'struct<a ', '>', 'int64')})`, /too complex/],
  'NOT before NOT': [`select ${'not '.repeat(100_000)} true`, /too complex/],
  'CASE in CASE': [`select ${within(10_000, 'case when true then ', ' end')}`, /too complex/],
  'calls in calls': [`select ${within(10_000, 'upper(', ')', "'a'")}`, /too complex/],
  'queries in queries': [`${'select * from ('.repeat(10_000)}select 1${')'.repeat(10_000)}`, /too complex/],
  'subqueries in subqueries': [`select ${within(100, '(select ', ')')}`, /too complex/],
  'blocks in blocks': [`${'begin '.repeat(10_000)} select 1; ${'end; '.repeat(10_000)}`, /too complex/],
  'sums without end': [`select 1 ${many(5000, () => '+ 1', ' ')}`, /too complex/],
  'joins without end': [`select 1 from d.t ${many(5000, (i) => `cross join d.t as t${i}`, ' ')}`, /too complex/],
  'pipes without end': [`from d.t ${many(5000, () => '|> where true', ' ')}`, /too complex/],
  'common tables without end': [
    `with ${many(2000, (i) => `q${i} as (select 1 as x)`)} select x from q1999`,
    /too complex/,
  ],
  'text without end': [`select '${'x'.repeat(1_100_000)}'`, /The query is too large/],
  'JSON in JSON': [`select parse_json(repeat('[', 100000))`, /nested too deep/],
  'a procedure that calls itself': [
    'create procedure d.endless() begin call d.endless(); end; call d.endless()',
    /nest|recurs|deep|depth|too complex/i,
  ],
  'a function that doubles': [
    `${many(6, (i) => `create temp function f${i + 1}(x int64) as (${i === 0 ? 'x + x' : `f${i}(f${i}(x))`});`, ' ')} select f6(1)`,
    /too complex/,
  ],
};

describe('bounds', () => {
  let warehouse: TestWarehouse;
  before(async () => {
    warehouse = await startTestWarehouse();
    await warehouse.client.createDataset('d');
    await warehouse.query('create table d.t as select 1 as x');
  });
  after(() => warehouse.close());

  const ask = (query: string, more: object = {}) => post('queries', { query, useLegacySql: false, ...more });
  const post = (path: string, body: object | string) =>
    send(`${warehouse.url}/projects/${projectId}/${path}`, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const messageOf = (body: Record<string, unknown>) =>
    (body['error'] as { message: string } | undefined)?.message ?? '';

  for (const [what, [statement, message]] of Object.entries(refused)) {
    it(`refuses ${what}`, async () => {
      const { status, body } = await ask(statement);
      expect(status).to.equal(400);
      expect(messageOf(body)).to.match(message);
      expect(messageOf(body)).not.to.match(/DuckDB|internal/);
    });
  }

  it('takes lists of 20,000 items, 900,000 characters and 1,000 columns', async () => {
    expect((await ask(`select 1 in (${many(20_000, String)})`)).status).to.equal(200);
    expect((await ask(`select length('${'x'.repeat(900_000)}')`)).status).to.equal(200);
    expect((await ask(`select ${many(1000, (i) => `${i} as c${i}`)} from d.t group by all`)).status).to.equal(200);
  });

  it('refuses bodies that nest too deep, wherever', async () => {
    const types = within(5000, '{"type":"ARRAY","arrayType":', '}', '{"type":"INT64"}');
    const fields = within(5000, '{"name":"x","type":"RECORD","fields":[', ']}', '{"name":"x","type":"INTEGER"}');
    const bodies = [
      ['queries', `{"query":"select 1","queryParameters":[{"parameterType":${types},"parameterValue":{}}]}`],
      ['datasets/d/tables', `{"tableReference":{"tableId":"n"},"schema":{"fields":[${fields}]}}`],
      ['datasets', `{"datasetReference":{"datasetId":"n"},"labels":${within(5000, '{"a":', '}')}}`],
      ['jobs', `{"configuration":${within(1_000_000, '[', ']')}}`],
      ['datasets/d/tables/t/insertAll', `{"rows":[{"json":${within(5000, '{"x":', '}')}}]}`],
    ] as const;
    for (const [path, body] of bodies) {
      const answer = await post(path, body);
      expect(answer.status).to.equal(400);
      expect(messageOf(answer.body)).to.match(/nests more than/);
    }
  });

  it('refuses records in more than 15 records', async () => {
    const schemaOf = (levels: number) =>
      `{"fields":[${within(levels, '{"name":"x","type":"RECORD","fields":[', ']}', '{"name":"x","type":"INTEGER"}')}]}`;
    const create = (name: string, levels: number) =>
      post(
        'datasets/d/tables',
        `{"tableReference":{"projectId":"${projectId}","datasetId":"d","tableId":"${name}"},"schema":${schemaOf(levels)}}`,
      );
    expect((await create('shallow', 15)).status).to.equal(200);
    expect(messageOf((await create('deep', 16)).body)).to.match(/more than 15 levels/);
  });

  it('ends what runs for ever at the job’s timeout, and is there for the next', async () => {
    for (const endless of [
      'loop select 1; end loop',
      'declare x int64 default 0; while true do set x = x + 1; end while',
      'with recursive r as (select 1 as n union all select n + 1 from r) select count(*) from r',
      `select count(*) from ${many(4, (i) => `unnest(generate_array(1, 100000)) as a${i}`)} where mod(a0 * a1 * a2 * a3, 7) = 1`,
    ]) {
      const { body } = await ask(endless, { jobTimeoutMs: '300', timeoutMs: 60_000 });
      expect(messageOf(body), endless).to.match(/timed out|too many iterations|maximum number/i);
    }
    expect((await ask('select 1')).status).to.equal(200);
  });
});
