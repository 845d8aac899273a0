import { expect } from 'chai';
import { installFunctions } from '../../../../local/bigquery/googlesql/functions/install.ts';
import { MiniWarehouse } from './mini-warehouse.ts';

const SETUP = `
  create table d.t as
    select * from unnest([
      struct(1 as id, 'a' as precinct, 10 as v, [struct('x' as name, 1 as n), ('y', 2)] as items),
      (2, 'a', 20, []), (3, 'b', null, [('z', 3)])]);
  create table d.u as select 1 as id, 'one' as label union all select 3, 'three';
  create view d.totals as select precinct, sum(v) as total from d.t group by precinct;
`;

describe('compileStatement: names', () => {
  let warehouse: MiniWarehouse;

  before(async () => {
    warehouse = await MiniWarehouse.open(installFunctions);
    await warehouse.run(SETUP);
  });

  const answers: readonly (readonly [string, string, unknown])[] = [
    [
      'an alias of the list hides a column in GROUP BY',
      `select upper(precinct) as precinct, count(*) from d.t group by precinct order by 1`,
      [
        ['A', '2'],
        ['B', '1'],
      ],
    ],
    [
      'an alias hides a column in HAVING, not inside an aggregate',
      `select precinct, sum(v) as v from d.t group by precinct having v > 5 and sum(v) > 5`,
      [['a', '30']],
    ],
    ['an alias hides a column in ORDER BY', `select -id as id from d.t order by id limit 1`, [['-3']]],
    ['WHERE sees no alias', `select v + 100 as v from d.t where v = 10`, [['110']]],
    ['a list sees no alias of its own', `select id as v, v as w from d.t where id = 1`, [['1', '10']]],
    [
      'USING merges the key and puts it first',
      `select * except (items) from d.u join d.t using (id) order by id`,
      [
        ['1', 'one', 'a', '10'],
        ['3', 'three', 'b', null],
      ],
    ],
    [
      'both sides of USING keep their names',
      `select t.id, u.id as other from d.t left join d.u using (id) order by t.id`,
      [
        ['1', '1'],
        ['2', null],
        ['3', '3'],
      ],
    ],
    [
      'a full join USING takes the key that is there',
      `select id from d.u full join (select 9 as id) using (id) order by id`,
      [['1'], ['3'], ['9']],
    ],
    [
      'an array beside its row needs no UNNEST',
      `select id, n from d.t, t.items order by id, n`,
      [
        ['1', '1'],
        ['1', '2'],
        ['3', '3'],
      ],
    ],
    [
      'a left join keeps rows with no elements',
      `select id, name from d.t left join unnest(items) order by id, name`,
      [
        ['1', 'x'],
        ['1', 'y'],
        ['2', null],
        ['3', 'z'],
      ],
    ],
    [
      'WITH OFFSET counts from 0',
      `select i.name, place from d.t, t.items as i with offset as place where id = 1 order by place`,
      [
        ['x', '0'],
        ['y', '1'],
      ],
    ],
    [
      'a subquery sees the row around it',
      `select id, (select max(n) from t.items) as m from d.t order by id`,
      [
        ['1', '2'],
        ['2', null],
        ['3', '3'],
      ],
    ],
    [
      'an array subquery keeps the array’s order',
      `select array(select n * -1 from t.items) as a from d.t where id = 1`,
      [[['-1', '-2']]],
    ],
    ['an alias of a table is a row', `select u as whole from d.u where id = 1`, [[{ id: '1', label: 'one' }]]],
    [
      'EXCEPT and REPLACE change a star',
      `select * except (items, v) replace (id * 2 as id) from d.t where id = 2`,
      [['4', 'a']],
    ],
    [
      'a view is read through',
      `select a.precinct, b.total from d.totals a join d.totals b using (precinct) order by 1`,
      [
        ['a', '30'],
        ['b', null],
      ],
    ],
    [
      'an inner WITH hides an outer one',
      `with x as (select 1 as a) select (with x as (select 2 as a) select a from x) as b, a from x`,
      [['2', '1']],
    ],
    [
      'two columns of one name may pass a subquery',
      `select n from (select id, id, v as n from d.t) where n = 10`,
      [['10']],
    ],
    ['a common table is found in any case', `with Recent as (select 1 as a) select A from RECENT`, [['1']]],
  ];
  for (const [claim, sql, rows] of answers) {
    it(claim, async () => {
      expect(await warehouse.run(sql)).to.deep.equal(rows);
    });
  }

  const errors: readonly (readonly [string, string])[] = [
    [`select precint from d.t`, 'Unrecognized name: precint; Did you mean precinct? at [1:8]'],
    [`select x.nope from d.t as x`, 'Name nope not found inside x at [1:10]'],
    [`select id.a from d.t`, 'Cannot access field a on a value with type INT64 at [1:11]'],
    [`select id from d.t join d.u on t.id = u.id`, 'Column name id is ambiguous at [1:8]'],
    [`select * from d.t, d.t`, 'Duplicate table alias t in the same FROM clause at [1:15]'],
    [`select 1 from d.missing`, 'Not found: Table p:d.missing was not found in location US'],
    [`select 1 from nowhere.t`, 'Not found: Dataset p:nowhere was not found in location US'],
    [
      `select id, count(*) from d.t`,
      'SELECT list expression references column id which is neither grouped nor aggregated at [1:8]',
    ],
    [
      `select precinct from d.t group by precinct having v > 1`,
      'HAVING clause expression references column v which is neither grouped nor aggregated at [1:51]',
    ],
    [
      `select precinct from d.t group by precinct order by v`,
      'ORDER BY clause expression references column v which is neither grouped nor aggregated at [1:53]',
    ],
    [
      `select count(*) as n from d.t group by n`,
      'Column n contains an aggregation function, which is not allowed in GROUP BY at [1:40]',
    ],
    [`select sum(count(*)) from d.t`, 'Aggregations of aggregations are not allowed at [1:12]'],
    [`select 1 from d.t where max(v) = 1`, 'Aggregate function MAX not allowed in WHERE clause at [1:25]'],
    [`select 1 from d.t where rank() over (order by v) = 1`, 'Analytic function not allowed in WHERE clause at [1:25]'],
    [`with a as (select 1), A as (select 2) select 1`, 'Duplicate alias A for WITH subquery at [1:23]'],
    [`select * except (nope) from d.t`, 'Column nope in SELECT * EXCEPT list does not exist at [1:18]'],
    [
      `select * from d.t join d.u using (label)`,
      'Column label in USING clause not found on left side of join at [1:35]',
    ],
    [`select 1 as x, x + 1 as y`, 'Unrecognized name: x at [1:16]'],
  ];
  for (const [sql, message] of errors) {
    it(`refuses ${sql}`, () => {
      expect(() => warehouse.compile(sql)).to.throw(message);
    });
  }

  it('names columns that have no name f0_, f1_', () => {
    expect(warehouse.columns('select 1, 2 as a, 3.5')).to.deep.equal(['f0_ INT64', 'a INT64', 'f1_ FLOAT64']);
  });

  it('numbers the columns of an answer that have a name together', () => {
    expect(warehouse.columns('select 1 as a, 2 as A, 3 as a_1')).to.deep.equal(['a INT64', 'A_2 INT64', 'a_1 INT64']);
  });

  it('refuses to export columns of one name', () => {
    expect(() => warehouse.compile(`export data options (uri = 'gs://b/*') as select 1 as a, 2 as A`)).to.throw(
      /Duplicate column names in the result .* duplicate\(s\): A/,
    );
  });

  it('refuses a view that reads itself', async () => {
    await warehouse.run(
      'create view d.loop1 as select 1 as a; create view d.loop2 as select * from d.loop1; create or replace view d.loop1 as select * from d.loop2',
    );
    expect(() => warehouse.compile('select * from d.loop1')).to.throw('View p.d.loop1 refers to itself');
  });

  it('tells which tables a statement reads, through views too', () => {
    const [statement] = warehouse.compile('select * from d.totals, d.u');
    expect(statement?.referencedTables.map(({ tableId }) => tableId)).to.deep.equal(['totals', 't', 'u']);
  });
});
