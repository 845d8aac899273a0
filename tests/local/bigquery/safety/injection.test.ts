import { expect } from 'chai';
import { failureOf, projectId, send, startTestWarehouse, type TestWarehouse } from '../test-warehouse.ts';

/** Text that would end a literal, a name or a statement, if it were pasted into one. */
const hostile: readonly string[] = [
  ...[
    "'",
    '"',
    '`',
    "'; drop table d.canary; --",
    '"; drop table d.canary; --',
    '*/',
    '--',
    '#',
    '\\',
    "\\\\'",
    '$1',
    '%',
  ],
  ...[
    '\n',
    '\r\n',
    '\t',
    '\0',
    "a\0'b",
    '\u2028',
    '＇',
    '；',
    '\u202e',
    '\ufeff',
    '漢字',
    '😀',
    '{',
    '@x',
    '?',
    'NULL',
  ],
  ...["') or 1=1 --", "x' || (select 1) || 'x", "E'\\x27", '\\u0027; drop table d.canary'],
];

/** Plain text of DuckDB's, or of a fault. */
const leaks = /Binder|Catalog Error|Parser Error|INTERNAL|DuckDB|internal error/;

/** A name as GoogleSQL quotes it. */
const quoted = (name: string): string =>
  `\`${name.replace(/[\\`]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\0', '\\x00')}\``;

/** A text as a GoogleSQL literal. */
const literal = (text: string): string =>
  `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\0', '\\x00')}"`;

describe('names and values', () => {
  let warehouse: TestWarehouse;
  before(async () => {
    warehouse = await startTestWarehouse();
    await warehouse.client.createDataset('d');
    await warehouse.query('create table d.canary as select 1 as x');
  });
  afterEach('leave what is there alone', async () => {
    expect(await warehouse.query('select x from d.canary')).to.deep.equal([{ x: 1 }]);
    const [tables] = await warehouse.client.dataset('d').getTables();
    for (const { id } of tables)
      if (id !== 'canary')
        await warehouse.client
          .dataset('d')
          .table(id ?? '')
          .delete();
  });
  after(() => warehouse.close());

  /** The answer, or the error's message, which must be one that the warehouse means to give. */
  const answerOf = async (work: Promise<unknown>): Promise<unknown> => {
    try {
      return await work;
    } catch (error) {
      const { message, code } = error as { message: string; code?: number };
      expect(message).not.to.match(leaks);
      expect(code).to.be.oneOf([400, 404, 409, undefined]);
      return undefined;
    }
  };
  const post = (path: string, body: object, method = 'POST') =>
    send(`${warehouse.url}/projects/${projectId}${path}`, { method, body: JSON.stringify(body) });
  const acceptable = ({ status, body }: Awaited<ReturnType<typeof send>>): boolean => {
    expect(status).to.be.oneOf([200, 204, 400, 404, 409]);
    const shown = JSON.stringify(body);
    expect(shown, shown).not.to.match(leaks);
    return status === 200;
  };

  for (const text of hostile) {
    const shown = JSON.stringify(text);

    it(`come through as values: ${shown}`, async () => {
      const [rows] = await warehouse.client.query({
        query: `select @p as p, ${literal(text)} as l, [@p] as a, struct(@p as f) as s, length(@p) as n`,
        params: { p: text },
      });
      expect(rows[0]).to.deep.equal({ p: text, l: text, a: [text], s: { f: text }, n: Array.from(text).length });
      const [positional] = await warehouse.client.query({ query: 'select ? as p', params: [[text, 'b']] });
      expect(positional).to.deep.equal([{ p: [text, 'b'] }]);
    });

    it(`end no statement as names in SQL: ${shown}`, async () => {
      const name = quoted(text);
      await Promise.all(
        [
          `select 1 as ${name}`,
          `select ${name}.x from d.canary as ${name}`,
          `with ${name} as (select 1 as x) select x from ${name}`,
          `select struct(1 as ${name}).${name}`,
          `select sum(x) over ${name} as s from d.canary window ${name} as (order by x)`,
          `select * from unnest([1]) as ${name} with offset as ${quoted(`${text}2`)}`,
          `declare ${name} int64 default 1; select ${name} as x`,
          `select * from (select 1 as k, 2 as v) pivot (sum(v) for k in (1 as ${name}))`,
          `create temp function ${name}(${name} int64) as (${name} + 1); select ${name}(1) as x`,
          `create table d.${name} as select 1 as x; select x from d.${name}`,
          `create table d.made (${name} int64 options (description = ${literal(text)}), s struct<${name} int64>)`,
          `create view d.seen (${name}) as select 1; select * from d.seen`,
          `create schema ${name}; drop schema ${name}`,
          `create function d.${name}(x int64) as (x); drop function d.${name}`,
          `alter table d.made2 add column ${name} int64`,
          `execute immediate "select @a as x" using 1 as ${name}`,
        ].map((statement) => answerOf(warehouse.query(statement))),
      );
    });

    it(`end no statement as names and texts in requests: ${shown}`, async () => {
      const tableReference = { projectId, datasetId: 'd', tableId: text };
      acceptable(
        await post('/datasets/d/tables', { tableReference, schema: { fields: [{ name: 'x', type: 'STRING' }] } }),
      );
      const columns = {
        fields: [
          { name: text, type: 'INTEGER', description: text },
          { name: 'y', type: text },
        ],
      };
      acceptable(
        await post('/datasets/d/tables', { tableReference: { ...tableReference, tableId: 'c' }, schema: columns }),
      );
      acceptable(await post('/datasets', { datasetReference: { projectId, datasetId: text }, description: text }));
      acceptable(
        await post('/queries', { query: 'select 1', useLegacySql: false, labels: { [text]: text }, requestId: text }),
      );
      acceptable(
        await post('/queries', {
          query: 'select x from canary',
          defaultDataset: { datasetId: text },
          useLegacySql: false,
        }),
      );
      const parameter = { name: text, parameterType: { type: text }, parameterValue: { value: text } };
      acceptable(await post('/queries', { query: 'select 1', useLegacySql: false, queryParameters: [parameter] }));
      acceptable(
        await post('/jobs', {
          jobReference: { jobId: text },
          configuration: { query: { query: 'select 1', useLegacySql: false } },
        }),
      );
      const destinationTable = { projectId, datasetId: 'd', tableId: text };
      acceptable(await post('/queries', { query: 'select 1', useLegacySql: false, destinationTable }));
      for (const path of ['datasets/d/tables', 'datasets', 'jobs', 'queries', 'datasets/d/routines']) {
        acceptable(await send(`${warehouse.url}/projects/${projectId}/${path}/${encodeURIComponent(text)}`));
      }
      acceptable(
        await send(`${warehouse.url}/projects/${projectId}/datasets/d/tables?pageToken=${encodeURIComponent(text)}`),
      );
      acceptable(await send(`${warehouse.url}/projects/${projectId}/datasets?filter=${encodeURIComponent(text)}`));
    });

    it(`are kept as descriptions and labels: ${shown}`, async () => {
      const body = { tableReference: { projectId, datasetId: 'd', tableId: 'described' }, description: text };
      const made = await post('/datasets/d/tables', {
        ...body,
        schema: { fields: [{ name: 'x', type: 'STRING', description: text }] },
      });
      expect(made.status).to.equal(200);
      await warehouse.query(
        `create or replace table d.options (x int64 options (description = ${literal(text)})) options (description = ${literal(text)})`,
      );
      for (const table of ['described', 'options']) {
        const { body: found } = await send(`${warehouse.url}/projects/${projectId}/datasets/d/tables/${table}`);
        expect(found['description'] ?? '').to.equal(text);
        expect((found['schema'] as { fields: { description?: string }[] }).fields[0]?.description).to.equal(text);
      }
      const rows = JSON.stringify({ rows: [{ json: { x: text } }] });
      const inserted = await send(`${warehouse.url}/projects/${projectId}/datasets/d/tables/described/insertAll`, {
        method: 'POST',
        body: rows,
      });
      if (inserted.status === 200)
        expect(await warehouse.query('select x from d.described')).to.deep.equal([{ x: text }]);
    });
  }

  it('are not told apart by case where DuckDB would not', async () => {
    await warehouse.query('create table d.Twice as select 1 as x');
    expect((await failureOf(warehouse.query('create table d.twice as select 1 as x'))).message).to.match(/twice/i);
  });
});
