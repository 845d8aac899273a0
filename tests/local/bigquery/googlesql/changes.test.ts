import { expect } from 'chai';
import { installFunctions } from '../../../../local/bigquery/googlesql/functions/install.ts';
import { MiniWarehouse } from './mini-warehouse.ts';

const TWICE = 'UPDATE/MERGE must match at most one source row for each target row';

describe('compileStatement: INSERT, UPDATE, DELETE, MERGE', () => {
  let warehouse: MiniWarehouse;
  const rows = (): Promise<unknown[][]> =>
    warehouse.run('select id, name, s.b, array_length(tags) from d.t order by id');

  beforeEach(async () => {
    warehouse = await MiniWarehouse.open(installFunctions);
    await warehouse.run(`
      create table d.t (id int64, name string, tags array<string>, s struct<a int64, b string>, amount numeric, day date);
      insert into d.t (id, name, tags, s) values (1, 'a', ['x', 'y'], (1, 'p')), (2, 'b', null, null)`);
  });

  it('coerces values to the columns', async () => {
    await warehouse.run(`insert into d.t (id, amount, day) values (3, 1, '2024-02-29')`);
    expect(await warehouse.run('select amount, day from d.t where id = 3')).to.deep.equal([
      ['1.000000000', '2024-02-29'],
    ]);
  });

  it('keeps a NULL array as an empty one', async () => {
    await warehouse.run('insert into d.t (id) select 3');
    expect(await warehouse.run('select id from d.t where array_length(tags) = 0 order by id')).to.deep.equal([
      ['2'],
      ['3'],
    ]);
  });

  it('refuses an array with a NULL in it', async () => {
    const failure = await warehouse.run(`insert into d.t (tags) values (['a', null])`).catch(String);
    expect(failure).to.contain('Array cannot have a null element; error in writing field tags');
  });

  it('updates columns and fields of structs', async () => {
    expect(await warehouse.run(`update d.t set name = upper(name), s.b = 'new' where id = 1`)).to.deep.equal([['1']]);
    expect(await rows()).to.deep.equal([
      ['1', 'A', 'new', '2'],
      ['2', 'b', null, '0'],
    ]);
  });

  it('updates from other tables', async () => {
    await warehouse.run(`update d.t as t set name = u.n from (select 2 as id, 'two' as n) as u where t.id = u.id`);
    expect((await rows())[1]).to.deep.equal(['2', 'two', null, '0']);
  });

  it('refuses to update a row twice', async () => {
    const sql = `update d.t as t set name = u.n from unnest([struct(2 as id, 'x' as n), (2, 'y')]) as u where t.id = u.id`;
    expect(await warehouse.run(sql).catch(String)).to.contain(TWICE);
  });

  it('deletes', async () => {
    expect(await warehouse.run('delete d.t where id in (select 2)')).to.deep.equal([['1']]);
  });

  it('merges: each row by the first clause that is its own', async () => {
    const sql = `
      merge d.t using (select 1 as id, 'one' as name union all select 3, 'three' union all select 4, 'four') as s on t.id = s.id
      when matched and s.name = 'nothing' then delete
      when matched then update set name = s.name
      when not matched and s.id = 4 then insert (id, name) values (40, name)
      when not matched then insert (id, name) values (id, name)
      when not matched by source then delete`;
    expect(await warehouse.run(sql)).to.deep.equal([['4']]);
    expect((await rows()).map(([id, name]) => [id, name])).to.deep.equal([
      ['1', 'one'],
      ['3', 'three'],
      ['40', 'four'],
    ]);
  });

  it('refuses to merge two source rows into one', async () => {
    const sql = `merge d.t using unnest([1, 1]) as s on t.id = s when matched then update set name = 'x'`;
    expect(await warehouse.run(sql).catch(String)).to.contain(TWICE);
  });

  it('merges rows that match twice where no clause takes them', async () => {
    const sql = `merge d.t using unnest([1, 1]) as s on t.id = s when matched and false then delete`;
    expect(await warehouse.run(sql)).to.deep.equal([['0']]);
  });

  it('replaces rows with ON FALSE', async () => {
    const sql = `
      merge d.t using (select 9 as id, 'nine' as name) as s on false
      when not matched by source and t.id in unnest([1]) then delete
      when not matched by target then insert (id, name) values (id, name)`;
    expect(await warehouse.run(sql)).to.deep.equal([['2']]);
    expect((await rows()).map(([id]) => id)).to.deep.equal(['2', '9']);
  });

  it('inserts whole rows', async () => {
    await warehouse.run(`create table d.two as select 1 as a, 'x' as b`);
    await warehouse.run(
      `merge d.two using (select 2 as p, 'y' as q) as s on two.a = s.p when not matched then insert row`,
    );
    expect(await warehouse.run('select * from d.two order by a')).to.deep.equal([
      ['1', 'x'],
      ['2', 'y'],
    ]);
  });

  const errors: readonly (readonly [string, string])[] = [
    [
      `insert into d.t (id) values ('x')`,
      'Value has type STRING which cannot be inserted into column id, which has type INT64 at [1:30]',
    ],
    [
      `insert into d.t (id) select 'x' || 'y'`,
      'Query column 1 has type STRING which cannot be inserted into column id, which has type INT64 at [1:22]',
    ],
    [`insert into d.t (id, name) values (1)`, 'Inserted row has wrong column count; Has 1, expected 2 at [1:36]'],
    [`insert into d.t (nmae) values ('x')`, 'Column nmae is not present in table d.t; Did you mean name? at [1:18]'],
    [`insert into d.t (id, id) values (1, 2)`, 'INSERT has columns with duplicate name: id at [1:22]'],
    [
      `update d.t set id = 'x' where true`,
      'Value of type STRING cannot be assigned to id, which has type INT64 at [1:21]',
    ],
    [`update d.t set id = 1, id = 2 where true`, 'Update item id assigned more than once at [1:24]'],
    [`delete d.t where id`, 'WHERE clause should return type BOOL, but returns INT64 at [1:18]'],
  ];
  for (const [sql, message] of errors) {
    it(`refuses ${sql}`, () => {
      expect(() => warehouse.compile(sql)).to.throw(message);
    });
  }
});
