import { expect } from 'chai';
import { failureOf, projectId, startTestWarehouse, type TestWarehouse } from '../test-warehouse.ts';

type Metadata = Record<string, unknown> & { schema: { fields: Record<string, unknown>[] } };

describe('tables', () => {
  let warehouse: TestWarehouse;
  before(async () => {
    warehouse = await startTestWarehouse();
    await warehouse.client.createDataset('raw');
  });
  after(() => warehouse.close());

  const table = (name: string) => warehouse.client.dataset('raw').table(name);
  const metadataOf = async (name: string) => (await table(name).getMetadata())[0] as Metadata;

  it('gives back schema, layout, words and counts', async () => {
    await warehouse.client.dataset('raw').createTable('offenses', {
      schema: [
        { name: 'id', type: 'INT64', mode: 'REQUIRED', description: 'Key.' },
        { name: 'day', type: 'DATE' },
        { name: 'tags', type: 'STRING', mode: 'REPEATED' },
        { name: 'place', type: 'RECORD', fields: [{ name: 'x', type: 'FLOAT64' }] },
      ],
      description: 'One row per offense.',
      labels: { source: 'spd' },
      timePartitioning: { type: 'MONTH', field: 'day' },
      clustering: { fields: ['id'] },
    });
    const metadata = await metadataOf('offenses');
    expect(metadata).to.deep.include({
      type: 'TABLE',
      description: 'One row per offense.',
      labels: { source: 'spd' },
      timePartitioning: { type: 'MONTH', field: 'day' },
      clustering: { fields: ['id'] },
      numRows: '0',
    });
    expect(metadata.schema.fields).to.deep.equal([
      { name: 'id', type: 'INTEGER', mode: 'REQUIRED', description: 'Key.' },
      { name: 'day', type: 'DATE', mode: 'NULLABLE' },
      { name: 'tags', type: 'STRING', mode: 'REPEATED' },
      { name: 'place', type: 'RECORD', mode: 'NULLABLE', fields: [{ name: 'x', type: 'FLOAT', mode: 'NULLABLE' }] },
    ]);
  });

  it('answers 404 with reason notFound for a table that is not there, as Dataform asks', async () => {
    const error = await failureOf(table('nothing').getMetadata());
    expect(error).to.include({ code: 404, message: `Not found: Table ${projectId}:raw.nothing` });
    expect(error.errors?.[0]?.reason).to.equal('notFound');
  });

  it('refuses a table whose name differs only in case', async () => {
    await warehouse.query('create table raw.lower as select 1 as x');
    const error = await failureOf(warehouse.query('create table raw.LOWER as select 2 as x'));
    expect(error.message).to.include('differs only in case');
  });

  it('refuses null in a REQUIRED column', async () => {
    await warehouse.query('create table raw.strict (x int64 not null)');
    const error = await failureOf(warehouse.query('insert into raw.strict (x) values (null)'));
    expect(error.message).to.match(/required|null/i);
  });

  it('sets descriptions of columns on a view, as Dataform does after a run', async () => {
    await warehouse.query('create view raw.seen as select 1 as n, "x" as s');
    const { schema } = await metadataOf('seen');
    const fields = schema.fields.map((field) => ({ ...field, description: `The ${String(field['name'])}.` }));
    await table('seen').setMetadata({ description: 'Seen.', schema: { fields } });
    const changed = await metadataOf('seen');
    expect(changed).to.deep.include({ type: 'VIEW', description: 'Seen.' });
    expect(changed.schema.fields.map((field) => field['description'])).to.deep.equal(['The n.', 'The s.']);
  });

  it('adds columns by a patch and refuses to change a type', async () => {
    await warehouse.query('create table raw.growing as select 1 as a');
    await table('growing').setMetadata({
      schema: {
        fields: [
          { name: 'a', type: 'INTEGER' },
          { name: 'b', type: 'STRING' },
        ],
      },
    });
    expect(await warehouse.query('select a, b from raw.growing')).to.deep.equal([{ a: 1, b: null }]);
    const error = await failureOf(
      table('growing').setMetadata({
        schema: {
          fields: [
            { name: 'a', type: 'STRING' },
            { name: 'b', type: 'STRING' },
          ],
        },
      }),
    );
    expect(error.message).to.include('has changed type from INTEGER to STRING');
  });

  it('changes its etag and time with its rows', async () => {
    await warehouse.query('create table raw.moving as select 1 as a');
    const before = await metadataOf('moving');
    await warehouse.query('insert into raw.moving (a) values (2)');
    const after = await metadataOf('moving');
    expect(after['numRows']).to.equal('2');
    expect(after['etag']).not.to.equal(before['etag']);
    expect(Number(after['lastModifiedTime'])).to.be.above(Number(before['lastModifiedTime']));
  });

  it('keeps a view’s text and reads it anew when its table changes', async () => {
    await warehouse.query('create table raw.base as select 1 as a');
    await warehouse.query('create view raw.over_base as select * from raw.base');
    await warehouse.query('create or replace table raw.base as select 2 as a, 3 as b');
    expect(await warehouse.query('select * from raw.over_base')).to.deep.equal([{ a: 2, b: 3 }]);
    expect((await metadataOf('over_base'))['view']).to.deep.include({ query: 'select * from raw.base' });
  });

  it('pages through rows of a table', async () => {
    await warehouse.query('create table raw.many as select n from unnest(generate_array(1, 25)) as n order by n');
    const [rows, next] = (await table('many').getRows({ maxResults: 10, autoPaginate: false })) as unknown as [
      unknown[],
      object,
    ];
    expect(rows).to.have.length(10);
    expect(next).to.have.property('pageToken');
    expect((await table('many').getRows())[0]).to.have.length(25);
  });

  it('lists and deletes', async () => {
    await warehouse.client.createDataset('few');
    await warehouse.query('create table few.a as select 1 as x');
    await warehouse.query('create view few.b as select 1 as x');
    const [tables] = await warehouse.client.dataset('few').getTables();
    expect(tables.map(({ id, metadata }) => [id, (metadata as Metadata)['type']])).to.deep.equal([
      ['a', 'TABLE'],
      ['b', 'VIEW'],
    ]);
    await warehouse.client.dataset('few').table('a').delete();
    expect((await warehouse.client.dataset('few').getTables())[0]).to.have.length(1);
  });
});
