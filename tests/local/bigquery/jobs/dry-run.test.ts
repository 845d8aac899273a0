import { expect } from 'chai';
import { failureOf, startTestWarehouse, type TestWarehouse } from '../test-warehouse.ts';

interface Metadata {
  readonly statistics: { readonly totalBytesProcessed: string; readonly query: { readonly statementType: string } };
}

describe('a dry run of a script', () => {
  let warehouse: TestWarehouse;
  before(async () => {
    warehouse = await startTestWarehouse();
    await warehouse.query('create schema d');
    await warehouse.query('create table d.t as select n from unnest([1, 2, 3]) as n');
  });
  after(() => warehouse.close());

  const dryRun = async (query: string) => {
    const [job] = await warehouse.client.createQueryJob({ query, dryRun: true });
    return (job.metadata as Metadata).statistics;
  };

  it('compiles every statement and branch, and runs none', async () => {
    const { query, totalBytesProcessed } = await dryRun(
      'declare x int64 default (select max(n) from d.t); if x > 1 then delete from d.t where n = x; else select x; end if',
    );
    expect(query.statementType).to.equal('SCRIPT');
    expect(Number(totalBytesProcessed)).to.be.greaterThan(0);
    expect(await warehouse.query('select count(*) as c from d.t')).to.deep.equal([{ c: 3 }]);
  });

  const wrong: readonly (readonly [string, string])[] = [
    ['select 1; select nope from d.t', 'Query error: Unrecognized name: nope at [1:18]'],
    ["declare x int64 default 'a'; select x", 'Query error: Expected type INT64; found STRING at [1:25]'],
    ['if true then select 1; else select nope; end if', 'Query error: Unrecognized name: nope at [1:36]'],
    ['create temp table x as select 1 as a; select b from x', 'Query error: Unrecognized name: b at [1:46]'],
    ['create temp function f() as (1)', 'CREATE TEMPORARY FUNCTION statements must be followed by an actual query.'],
  ];
  for (const [text, message] of wrong) {
    it(`refuses ${text}`, async () => {
      expect((await failureOf(dryRun(text))).message).to.equal(message);
    });
  }

  const right = [
    'create table d.made as select 1 as a; select a from d.made; drop table d.made',
    'alter table d.t add column m int64; select m from d.t',
    'create temp table x as select 1 as a; select a from x',
    'create procedure d.p() begin select 1; end; call d.p()',
    "execute immediate 'create table d.other (x int64)'; select x from d.other",
    'for r in (select n from d.t) do select r.n; end for',
    'begin transaction; insert into d.t values (4); commit transaction',
    'create temp function f(x int64) as (x * 2); select f(n) from d.t',
  ];
  for (const text of right) {
    it(`accepts ${text}`, async () => {
      await dryRun(text);
    });
  }
});
