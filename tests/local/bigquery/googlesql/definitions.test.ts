import { expect } from 'chai';
import { installFunctions } from '../../../../local/bigquery/googlesql/functions/install.ts';
import type { CompiledStatement } from '../../../../local/bigquery/googlesql/index.ts';
import { printType } from '../../../../local/bigquery/googlesql/index.ts';
import { MiniWarehouse } from './mini-warehouse.ts';

describe('compileStatement: CREATE, ALTER, DROP', () => {
  let warehouse: MiniWarehouse;
  const compile = <Kind extends CompiledStatement['kind']>(sql: string, kind: Kind) => {
    const [statement] = warehouse.compile(sql);
    if (statement?.kind !== kind) throw new Error(`compiled to ${String(statement?.kind)}`);
    return statement as Extract<CompiledStatement, { kind: Kind }>;
  };

  before(async () => {
    warehouse = await MiniWarehouse.open(installFunctions);
    await warehouse.run(
      `create table d.t as select 1 as id, 'a' as name, date '2024-01-01' as day, timestamp '2024-01-01' as moment`,
    );
  });

  it('takes a table’s columns, options and layout', () => {
    const table = compile(
      `create or replace table d.x (id int64 not null options(description='the id'), s struct<a string options(description='inner')>, tags array<string>, n int64 default -11, day date)
       partition by date_trunc(day, month) cluster by id, n options(labels=[('a','b')], partition_expiration_days=3)`,
      'createTable',
    );
    expect(table.columns.map(({ name, type }) => `${name} ${printType(type)}`)).to.deep.equal([
      'id INT64',
      's STRUCT<a STRING>',
      'tags ARRAY<STRING>',
      'n INT64',
      'day DATE',
    ]);
    expect(table.columns[0]).to.deep.include({ isRequired: true });
    expect(table.columns[0]?.options[0]?.sql).to.equal(`'the id'`);
    expect(table.columns[1]?.fields[0]?.options[0]?.sql).to.equal(`'inner'`);
    expect(table.columns[3]?.defaultExpression).to.equal('-11');
    expect(table.partitioning).to.deep.equal({ kind: 'time', unit: 'MONTH', column: 'day' });
    expect(table.clustering).to.deep.equal(['id', 'n']);
    expect(table.target).to.deep.equal(['p', 'd', 'x']);
  });

  const layouts: readonly (readonly [string, unknown])[] = [
    ['day', { kind: 'time', unit: 'DAY', column: 'day' }],
    ['date(moment)', { kind: 'time', unit: 'DAY', column: 'moment' }],
    ['timestamp_trunc(moment, hour)', { kind: 'time', unit: 'HOUR', column: 'moment' }],
    [
      'range_bucket(id, generate_array(0, 100, 10))',
      { kind: 'range', column: 'id', start: '0', end: '100', interval: '10' },
    ],
  ];
  for (const [layout, expected] of layouts) {
    it(`partitions by ${layout}`, () => {
      const table = compile(`create table d.x partition by ${layout} as select * from d.t`, 'createTable');
      expect(table.partitioning).to.deep.equal(expected);
    });
  }

  it('coerces a query to declared columns', async () => {
    await warehouse.run(`create table d.c (a float64, b numeric, c date) as select 1, 2, date '2024-01-02'`);
    expect(await warehouse.run('select * from d.c')).to.deep.equal([[1, '2.000000000', '2024-01-02']]);
  });

  it('keeps a view’s query as written', () => {
    const view = compile('create view d.v (one) options(description="v") as  select id from d.t', 'createView');
    expect(view).to.deep.include({ query: 'select id from d.t', columnNames: ['one'] });
  });

  it('inlines SQL functions, temporary and lasting, of given and any type', async () => {
    await warehouse.run(`
      create temp function twice(x int64) returns float64 as (x * 2);
      create function d.either(a any type, b any type) as (coalesce(a, b));
      create function d.of_row(x int64) as ((select max(y) + x from unnest([1, 2]) as y));`);
    expect(await warehouse.run(`select twice(id), d.either(null, name), d.of_row(id) from d.t`)).to.deep.equal([
      [2, 'a', '3'],
    ]);
  });

  it('inlines table functions', async () => {
    await warehouse.run('create table function d.above(low int64) as select id, name from d.t where id >= low');
    expect(await warehouse.run('select name from d.above(1)')).to.deep.equal([['a']]);
  });

  it('lists what ALTER TABLE does', () => {
    const { actions } = compile(
      `alter table d.t add column if not exists a int64, drop column b, rename column c to e, set options(description='x')`,
      'alter',
    );
    expect(actions.map(({ kind }) => kind)).to.deep.equal(['addColumn', 'dropColumn', 'renameColumn', 'setOptions']);
  });

  it('drops a temporary table by its one name', () => {
    expect(compile('drop table if exists d.t', 'drop').target).to.deep.equal(['p', 'd', 't']);
  });

  const errors: readonly (readonly [string, string])[] = [
    ['create table d.x as select 1', 'CREATE TABLE columns must be named, but column 1 has no name'],
    ['create table d.x as select 1 as a, 2 as A', 'CREATE TABLE has columns with duplicate name A'],
    ['create view d.x as select 1', 'CREATE VIEW columns must be named, but column 1 has no name'],
    ['create view d.x as select id from t', 'must be qualified with a dataset (e.g. dataset.table).'],
    ['create table d.x partition by id as select * from d.t', 'PARTITION BY expression must be'],
    ['create table d.x cluster by nope as select * from d.t', 'Unrecognized name: nope at [1:29]'],
    ['create function d.x(a string(5)) as (a)', 'not supported by the local warehouse: type parameters here at [1:23]'],
    ['create function d.f(x int64) as (x + true)', 'No matching signature'],
    [
      `create function d.f(x int64) returns int64 language js as 'x'`,
      'not supported by the local warehouse: functions in',
    ],
  ];
  for (const [sql, message] of errors) {
    it(`refuses ${sql}`, () => {
      expect(() => warehouse.compile(sql)).to.throw(message);
    });
  }
});
