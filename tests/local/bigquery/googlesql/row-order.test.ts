import { expect } from 'chai';
import { MiniWarehouse } from './mini-warehouse.ts';

/**
 * Rows without ORDER BY, as BigQuery gives them for a few literal rows: groups and what DISTINCT keeps come where they
 * are first seen. The reference implementation sorts them, so it has no say; the recording `row-order` has the rest.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#group_by_clause
 */
const ANSWERS: readonly (readonly [string, unknown[][]])[] = [
  [
    `select x, count(*) from unnest(['c', 'b', 'c', 'a']) as x group by x`,
    [
      ['c', '2'],
      ['b', '1'],
      ['a', '1'],
    ],
  ],
  [`select distinct x from unnest([3, 1, 3, 2]) as x`, [['3'], ['1'], ['2']]],
  [`select distinct x from unnest([3, 1, 3, 2]) as x limit 2`, [['3'], ['1']]],
  [`select array(select distinct x from unnest([2, 1, -2, 3, -2, 1, 2]) as x)`, [[['2', '1', '-2', '3']]]],
  [`select array(select x from unnest(['q', 'b', 'q', 'a']) as x group by x)`, [[['q', 'b', 'a']]]],
  [
    `with sales as (select 'z' as shop, 1 as sold union all select 'a', 2 union all select 'z', 3),
          totals as (select shop, sum(sold) as sold from sales group by shop)
     select shop, sold, half from totals, unnest([2, 1]) as half`,
    [
      ['z', '4', '2'],
      ['z', '4', '1'],
      ['a', '2', '2'],
      ['a', '2', '1'],
    ],
  ],
];

describe('rows without ORDER BY', () => {
  let warehouse: MiniWarehouse;

  before(async () => {
    warehouse = await MiniWarehouse.open();
  });

  for (const [sql, rows] of ANSWERS) {
    it(`come as they are first seen: ${sql.replaceAll(/\s+/gu, ' ')}`, async () => {
      expect(await warehouse.run(sql)).to.deep.equal(rows);
    });
  }

  it('of arrays and tables together have none', async () => {
    await warehouse.run('create table d.one as select 1 as x, 5 as z');
    const rows = await warehouse.run(`
      with both as (select x, 2 as y from unnest([3]) as x union all select x, z from d.one union all select 7, 8)
      select * from both order by x`);
    expect(rows).to.deep.equal([
      ['1', '5'],
      ['3', '2'],
      ['7', '8'],
    ]);
  });

  it('of tables are never sorted for it', async () => {
    await warehouse.run('create table d.t as select 1 as x, [1, 2] as xs');
    const [compiled] = warehouse.compile('select distinct t.x, y from d.t as t, t.xs as y');
    expect(compiled).to.have.property('sql').that.does.not.contain('ORDER BY');
  });
});
