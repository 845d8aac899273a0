import { expect } from 'chai';
import type { CompiledStatement } from '../../../../local/bigquery/googlesql/compile.ts';
import { StatementCache } from '../../../../local/bigquery/statements/statement-cache.ts';
import { startTestWarehouse, type TestWarehouse } from '../test-warehouse.ts';

describe('the cache of statements', () => {
  const compiled = (): CompiledStatement => ({ kind: 'truncate' }) as CompiledStatement;
  const only = (cache: StatementCache, text: string) => {
    const [statement] = cache.parse(text).statements;
    if (statement === undefined) throw new Error(`no statement in ${text}`);
    return statement;
  };

  it('parses a text once, until longer unused ones fill it', () => {
    const cache = new StatementCache(20);
    const first = cache.parse('select 1');
    cache.parse('select 2');
    expect(cache.parse('select 1')).to.equal(first);
    cache.parse('select 3');
    expect(cache.parse('select 1'), 'used last').to.equal(first);
    cache.parse('select 1234567890123');
    expect(cache.parse('select 1'), 'forgotten').not.to.equal(first);
  });

  it('keeps nothing of a text that cannot be parsed', () => {
    const cache = new StatementCache();
    for (const _ of [1, 2]) expect(() => cache.parse('select from')).to.throw(/Syntax error/);
  });

  it('compiles once for each state of the catalog and each namespace', () => {
    const cache = new StatementCache();
    const statement = only(cache, 'select 1');
    const of = (catalogVersion: number, namespace: string) =>
      cache.compiled(statement, { catalogVersion, namespace }, compiled);
    const first = of(1, 'p.d');
    expect(of(1, 'p.d')).to.equal(first);
    expect(of(2, 'p.d')).not.to.equal(first);
    expect(of(2, 'p.e')).not.to.equal(of(2, 'p.d'));
  });
});

describe('a text that comes again', () => {
  let warehouse: TestWarehouse;
  before(async () => {
    warehouse = await startTestWarehouse();
    await warehouse.query('create schema d; create schema e');
  });
  after(() => warehouse.close());

  it('means what its tables, views and functions are by then', async () => {
    const text = 'select d.twice(x) as x from d.v';
    const define = (type: string, factor: number) =>
      warehouse.query(`create or replace table d.t as select cast(2 as ${type}) as x;
        create or replace view d.v as select * from d.t;
        create or replace function d.twice(x any type) as (x * ${factor})`);
    await define('int64', 2);
    expect(await warehouse.query(text)).to.deep.equal([{ x: 4 }]);
    expect(await warehouse.query(text)).to.deep.equal([{ x: 4 }]);
    await define('float64', 3);
    expect(await warehouse.query(text)).to.deep.equal([{ x: 6 }]);
    await warehouse.query('insert into d.t values (1.5)');
    expect(await warehouse.query(`${text} order by x`)).to.deep.equal([{ x: 4.5 }, { x: 6 }]);
    await warehouse.query('drop table d.t');
    expect(await warehouse.query(text).catch(String)).to.match(/d\.t was not found/);
  });

  it('means what its parameters and default dataset say', async () => {
    const query = 'select @x as x';
    const ask = async (x: unknown) => (await warehouse.client.query({ query, params: { x } }))[0] as unknown;
    expect(await ask(1)).to.deep.equal([{ x: 1 }]);
    expect(await ask('a')).to.deep.equal([{ x: 'a' }]);
    await warehouse.query("create table d.here as select 'd' as place; create table e.here as select 'e' as place");
    for (const datasetId of ['d', 'e', 'd']) {
      const [rows] = await warehouse.client.query({ query: 'select * from here', defaultDataset: { datasetId } });
      expect(rows).to.deep.equal([{ place: datasetId }]);
    }
  });

  it('means what its script declared', async () => {
    const script = (type: string, value: string) =>
      warehouse.query(`declare x ${type} default ${value}; create temp table t as select x; select x from t`);
    expect(await script('int64', '1')).to.deep.equal([{ x: 1 }]);
    expect(await script('string', "'a'")).to.deep.equal([{ x: 'a' }]);
    const text = 'create temp function f() as (1); select f() as x';
    for (const _ of [1, 2]) expect(await warehouse.query(text)).to.deep.equal([{ x: 1 }]);
  });
});
