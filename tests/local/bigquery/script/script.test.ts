import { expect } from 'chai';
import { failureOf, startTestWarehouse, type TestWarehouse } from '../test-warehouse.ts';

describe('scripts', () => {
  let warehouse: TestWarehouse;
  before(async () => {
    warehouse = await startTestWarehouse();
    await warehouse.client.createDataset('d');
  });
  after(() => warehouse.close());

  const failure = async (text: string) => (await failureOf(warehouse.query(text))).message;
  const answers = (what: string, text: string, rows: readonly Record<string, unknown>[]) => {
    it(what, async () => {
      expect(await warehouse.query(text)).to.deep.equal(rows);
    });
  };

  answers(
    'declare with and without a type, and set',
    'declare a, b int64 default 2; declare c default "x"; set a = a + b; select a, b, c',
    [{ a: 4, b: 2, c: 'x' }],
  );
  answers('declare as null, of the type declared', 'declare a date; declare l array<string>; select a, l', [
    { a: null, l: [] },
  ]);
  answers('set several from a struct', 'declare a int64; declare b string; set (a, b) = (1, "x"); select a, b', [
    { a: 1, b: 'x' },
  ]);
  answers(
    'convert a literal to the type declared',
    'declare d date default "2024-01-31"; select extract(day from d) as day',
    [{ day: 31 }],
  );
  answers(
    'branch by IF',
    'declare x int64 default 5; if x > 9 then select "big" as s; elseif x > 3 then select "middle" as s; else select "small" as s; end if',
    [{ s: 'middle' }],
  );
  answers('take a null condition as false', 'if null then select 1 as x; else select 2 as x; end if', [{ x: 2 }]);
  answers(
    'branch by CASE of an operand',
    'declare x default "b"; case x when "a" then select 1 as n; when concat("", "b") then select 2 as n; end case',
    [{ n: 2 }],
  );
  answers(
    'loop until left',
    'declare x int64 default 0; loop set x = x + 1; if x = 5 then leave; end if; end loop; select x',
    [{ x: 5 }],
  );
  answers(
    'skip with continue in WHILE',
    'declare x, odd int64 default 0; while x < 6 do set x = x + 1; if mod(x, 2) = 0 then continue; end if; set odd = odd + x; end while; select odd',
    [{ odd: 9 }],
  );
  answers('repeat at least once', 'declare x int64 default 9; repeat set x = x + 1; until x > 3 end repeat; select x', [
    { x: 10 },
  ]);
  answers(
    'go through the rows of a query in order',
    'declare s default ""; for r in (select n, concat("v", n) as v from unnest([3, 1, 2]) as n order by n) do set s = s || r.v; end for; select s',
    [{ s: 'v1v2v3' }],
  );
  answers(
    'leave an outer loop by its label',
    'declare n int64 default 0; outer_loop: loop loop set n = n + 1; if n > 3 then break outer_loop; end if; end loop; end loop; select n',
    [{ n: 4 }],
  );
  answers(
    'end a block’s variables with it',
    'begin declare x default 2; set x = 3; end; begin declare x default 1; select x; end',
    [{ x: 1 }],
  );

  it('hands an error to the handler with its message', async () => {
    const rows = await warehouse.query(
      'begin select 1 / 0; exception when error then select @@error.message as m; end',
    );
    expect(String(rows[0]?.['m'])).to.match(/^Query error: division by zero.* at \[1:7\]$/);
  });

  it('raises a message, and the same again from a handler', async () => {
    const text = 'begin raise using message = "no such thing"; exception when error then raise; end';
    expect(await failure(text)).to.include('no such thing');
  });

  it('keeps what was done before the statement that failed', async () => {
    expect(
      await failure(
        'create table d.kept as select 1 as x; select error("late"); create table d.never as select 1 as x',
      ),
    ).to.include('late');
    expect(await warehouse.query('select x from d.kept')).to.deep.equal([{ x: 1 }]);
    expect(await failure('select * from d.never')).to.include('never');
  });

  answers(
    'run a text with parameters, into variables',
    'declare a, b int64; execute immediate "select @x + 1, ?" into a, b using 1 as x'.replace(
      '@x + 1, ?',
      '@x + 1, @x',
    ) + '; select a, b',
    [{ a: 2, b: 1 }],
  );
  answers('run a text by position', 'declare a int64; execute immediate "select ? * ?" into a using 6, 7; select a', [
    { a: 42 },
  ]);
  answers(
    'count changed rows',
    'create temp table c (x int64); insert into c (x) values (1), (2); select @@row_count as n',
    [{ n: 2 }],
  );
  answers(
    'see a temporary table and function',
    'create temp function twice(x int64) as (x * 2); create temp table t as select 4 as x; select twice(x) as y from t',
    [{ y: 8 }],
  );

  it('forgets temporary tables with the script', async () => {
    await warehouse.query('create temp table gone as select 1 as x; select x from gone');
    expect(await failure('select * from gone')).to.include('gone');
  });

  it('calls a procedure with arguments in and out, within its own variables', async () => {
    await warehouse.query(
      'create procedure d.add_up(a int64, b int64, out total int64) begin declare x default a; set total = x + b; end',
    );
    expect(await warehouse.query('declare t int64; call d.add_up(2, 3, t); select t')).to.deep.equal([{ t: 5 }]);
    await warehouse.query('drop procedure d.add_up');
    expect(await failure('declare t int64; call d.add_up(2, 3, t)')).to.include('add_up');
  });

  it('bounds how deep procedures call themselves', async () => {
    await warehouse.query('create or replace procedure d.deep() begin call d.deep(); end');
    expect(await failure('call d.deep()')).to.include('deeply-nested procedure call to d.deep');
  });

  it('commits a transaction whole, and undoes it whole', async () => {
    await warehouse.query(
      'create table d.money (who string, n int64); insert into d.money (who, n) values ("a", 5), ("b", 0)',
    );
    await warehouse.query(
      'begin transaction; update d.money set n = n - 2 where who = "a"; update d.money set n = n + 2 where who = "b"; commit transaction',
    );
    await warehouse.query('begin transaction; delete from d.money where true; rollback transaction');
    expect(await failure('begin transaction; delete from d.money where true; select error("stop")')).to.include('stop');
    expect(await warehouse.query('select who, n from d.money order by who')).to.deep.equal([
      { who: 'a', n: 3 },
      { who: 'b', n: 2 },
    ]);
    await warehouse.query('insert into d.money (who, n) values ("c", 1)');
  });

  it('refuses DDL inside a transaction', async () => {
    expect(await failure('begin transaction; create table d.inside as select 1 as x; commit transaction')).to.include(
      'not supported inside',
    );
  });

  it('asserts in words', async () => {
    await warehouse.query('assert 1 = 1');
    expect(await failure('assert exists(select 1 from unnest([1]) as x where x = 2) as "none is two"')).to.include(
      'none is two',
    );
  });

  it('says which variable is not declared', async () => {
    expect(await failure('begin set x = 1; end')).to.include('x');
  });
});
