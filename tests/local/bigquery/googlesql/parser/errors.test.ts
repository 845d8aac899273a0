import { expect } from 'chai';
import { GoogleSqlError } from '../../../../../local/bigquery/googlesql/errors.ts';
import { parseQuery, parseScript, parseType } from '../../../../../local/bigquery/googlesql/parser/index.ts';

/** Statements and what BigQuery says of them; compared with Google's own parser where it has the same grammar. */
const syntaxErrors: readonly (readonly [sql: string, message: string])[] = [
  ['', 'Unexpected end of script at [1:1]'],
  ['-- only a comment', 'Unexpected end of script at [1:18]'],
  [';', 'Unexpected ";" at [1:1]'],
  ['selct 1', 'Unexpected identifier "selct" at [1:1]'],
  ['select', 'Unexpected end of script at [1:7]'],
  ['select 1 +  \n\n', 'Unexpected end of script at [1:11]'],
  ['select 1 + -- c\n', 'Unexpected end of script at [2:1]'],
  ['select 1 +\n\n-- d\n  ', 'Unexpected end of script at [4:1]'],
  ['select from t', 'SELECT list must not be empty at [1:8]'],
  ['select 1 2', 'Expected end of input but got integer literal "2" at [1:10]'],
  ['select a b c', 'Expected end of input but got identifier "c" at [1:12]'],
  ['\tselect\tx y z', 'Expected end of input but got identifier "z" at [1:21]'],
  ["select 'é', 'ü' x y", 'Expected end of input but got identifier "y" at [1:19]'],
  ['select a,\n  b,\n  f(c from t', 'Expected ")" but got keyword FROM at [3:7]'],
  ['select a, , b from t', 'Expected end of input but got "," at [1:11]'],
  ['select * from', 'Unexpected end of script at [1:14]'],
  ['select * from t wher x', 'Expected end of input but got identifier "x" at [1:22]'],
  ['select * from t where', 'Unexpected end of script at [1:22]'],
  ["select * from t where a = 'it's'", 'Expected end of input but got identifier "s" at [1:31]'],
  ['select (1 + 2', 'Unexpected end of script at [1:14]'],
  ['select 1) from t', 'Expected end of input but got ")" at [1:9]'],
  ['select count(* from t', 'Expected ")" but got keyword FROM at [1:16]'],
  ['select f(,a) from t', 'Expected ")" but got "," at [1:10]'],
  ['select [1, 2', 'Expected "," or "]" but got end of script at [1:13]'],
  ['select a in 1', 'Expected "(" or keyword UNNEST but got integer literal "1" at [1:13]'],
  ['select a in ()', 'Unexpected ")" at [1:14]'],
  ['select a in (1 2)', 'Unexpected integer literal "2" at [1:16]'],
  ['select a < b < c', 'Unexpected "<" at [1:14]'],
  ['select a = b is null', 'Unexpected keyword IS at [1:14]'],
  ['select a is null = b', 'Expression to the left of comparison must be parenthesized at [1:18]'],
  ['select a in (1) in (2)', 'Expression to the left of IN must be parenthesized at [1:17]'],
  [
    'select a is 1',
    'Expected keyword FALSE or keyword NULL or keyword TRUE or keyword UNKNOWN but got integer literal "1" at [1:13]',
  ],
  ['select case when a then b from t', 'Expected keyword ELSE or keyword END but got keyword FROM at [1:27]'],
  ['select sum(case when a then b end from t', 'Expected ")" but got keyword FROM at [1:35]'],
  ['select cast(a int64)', 'Unexpected identifier "int64" at [1:15]'],
  ['select extract(year d)', 'Unexpected identifier "d" at [1:21]'],
  ['select f(a ignore)', 'Expected keyword NULLS but got ")" at [1:18]'],
  ['select sum(a) over', 'Unexpected end of script at [1:19]'],
  ['select 1 union select 2', 'Expected keyword ALL or keyword DISTINCT but got keyword SELECT at [1:16]'],
  ['select 1 union all', 'Expected "(" or keyword SELECT but got end of script at [1:19]'],
  ['with a as (select 1)', 'Expected "(" or "," or keyword SELECT but got end of script at [1:21]'],
  [
    'with a as (select 1), select 1',
    'Trailing comma after the WITH clause before the SELECT clause is not allowed at [1:23]',
  ],
  ['select * from (t', 'Expected keyword JOIN but got end of script at [1:17]'],
  ['select * from a left b on true', 'Expected keyword JOIN but got identifier "b" at [1:22]'],
  ['select a from t group a', 'Expected keyword BY but got identifier "a" at [1:23]'],
  ['select a from t window w as partition by a', 'Unexpected keyword PARTITION at [1:29]'],
  ['select exists select 1', 'Expected "(" but got keyword SELECT at [1:15]'],
  ['select array(1)', 'Expected "(" or keyword SELECT or keyword WITH but got integer literal "1" at [1:14]'],
  ['insert t', 'Expecting VALUES list or query at [1:9]'],
  ['update t a = 1 where true', 'Unexpected "=" at [1:12]'],
  ['update t set a where true', 'Expected "." or "=" or "[" but got keyword WHERE at [1:16]'],
  ['merge t using u on true', 'Expected keyword WHEN but got end of script at [1:24]'],
  [
    'merge t using u on a when matched then',
    'Expected keyword DELETE or keyword INSERT or keyword UPDATE but got end of script at [1:39]',
  ],
  ['create table t (a int64 b)', 'Expected ")" or "," but got identifier "b" at [1:25]'],
  ['create table t (a int64 not)', 'Expected keyword NULL but got ")" at [1:28]'],
  ['create table if exists t (a int64)', 'Expected keyword NOT but got keyword EXISTS at [1:17]'],
  ['create view v select 1', 'Expected keyword AS but got keyword SELECT at [1:15]'],
  ['create function f(x int64) as 1', 'Expected "(" or string literal but got integer literal "1" at [1:31]'],
  ['drop table if t', 'Expected keyword EXISTS but got identifier "t" at [1:15]'],
  ['alter table t rename u', 'Expected keyword COLUMN or keyword TO but got identifier "u" at [1:22]'],
  ['select 1; foo', 'Expected end of input but got identifier "foo" at [1:11]'],
  ['select 1;;', 'Expected end of input but got ";" at [1:10]'],
  ['if true then select 1 end if', 'Expected ";" but got keyword END at [1:23]'],
  ['if true then select 1; end', 'Expected END IF at [1:24]'],
  ['loop select 1; end while', 'Expected keyword LOOP but got keyword WHILE at [1:20]'],
  ['begin select 1; foo; end', 'Expected keyword END but got identifier "foo" at [1:17]'],
  ['set x 1', 'Expected "," or "=" but got integer literal "1" at [1:7]'],
  ['call p', 'Expected "(" or "." but got end of script at [1:7]'],
  ["select 'abc", 'Unclosed string literal at [1:8]'],
  ['select "abc\nd"', 'Unclosed string literal at [1:8]'],
  ["select '''abc", 'Unclosed triple-quoted string literal at [1:8]'],
  ["select rb'abc", 'Unclosed raw bytes literal at [1:8]'],
  ['select `abc', 'Unclosed identifier literal at [1:8]'],
  ['select ``', 'Invalid empty identifier at [1:8]'],
  ['select /* x', 'Unclosed comment at [1:8]'],
  ["select '\\d'", 'Illegal escape sequence: \\d at [1:9]'],
  ["select 'a\\xg'", 'Illegal escape sequence: Hex escape must be followed by 2 hex digits but saw: \\xg at [1:10]'],
  [
    "select b'\\u0041'",
    'Illegal escape sequence: Unicode escape sequence \\u cannot be used in bytes literals at [1:10]',
  ],
  ["select '\\ud800'", 'Illegal escape sequence: Unicode value \\ud800 is invalid at [1:9]'],
  ["select 'a''b'", 'concatenated string literals must be separated by whitespace or comments at [1:11]'],
  ['select 1abc', 'Missing whitespace between literal and alias at [1:9]'],
  ['select $1', 'Illegal input character "$" at [1:8]'],
  ['select a ! b', 'Expected end of input but got "!" at [1:10]'],
  [
    'select 1 union all select 2 except distinct select 3',
    'Different set operations cannot be used in the same query without using parentheses for grouping at [1:29]',
  ],
];

const otherErrors: readonly (readonly [sql: string, message: string])[] = [
  ['select * from a join b', 'INNER JOIN must have an immediately following ON or USING clause at [1:17]'],
  ['select * except a from t', 'EXCEPT must be followed by ALL, DISTINCT, or "(" at [1:10]'],
  [
    'select f(select 1)',
    'Each function argument is an expression, not a query; to use a query as an expression, the query must be ' +
      'wrapped with additional parentheses to make it a scalar subquery expression at [1:10]',
  ],
  ['update t set a = 1', 'UPDATE must have a WHERE clause at [1:1]'],
  ['delete from t', 'DELETE must have a WHERE clause at [1:1]'],
  ['create thing x', 'thing is not a supported object type at [1:8]'],
  ['select 1; declare x int64', 'Variable declarations are allowed only at the start of a block or script at [1:11]'],
  [
    'if true then declare x int64; end if',
    'Variable declarations are allowed only at the start of a block or script at [1:14]',
  ],
  ['a: loop end loop b', 'Mismatched end label; expected a, got b at [1:18]'],
  ['select 1;\ncreate model m as select 1', 'not supported by the local warehouse: CREATE MODEL at [2:1]'],
  ['create external table t options ()', 'not supported by the local warehouse: CREATE EXTERNAL TABLE at [1:1]'],
  ['create property graph g', 'not supported by the local warehouse: CREATE PROPERTY GRAPH at [1:1]'],
  ['load data into t from files ()', 'not supported by the local warehouse: LOAD statements at [1:1]'],
  ['select * from t natural join u', 'not supported by the local warehouse: NATURAL JOIN at [1:17]'],
  ['from t |> fork (where true)', 'not supported by the local warehouse: |> FORK at [1:8]'],
  ['update t set (insert a values (1)) where true', 'not supported by the local warehouse: nested DML at [1:14]'],
];

const errorOf = (parse: () => unknown): GoogleSqlError => {
  try {
    parse();
  } catch (error) {
    if (error instanceof GoogleSqlError) return error;
    throw error;
  }
  throw new Error('parsed');
};

describe('parseScript(text) refuses', () => {
  for (const [sql, message] of syntaxErrors) {
    it(JSON.stringify(sql), () => {
      expect(errorOf(() => parseScript(sql)).message).to.equal(`Syntax error: ${message}`);
    });
  }

  for (const [sql, message] of otherErrors) {
    it(JSON.stringify(sql), () => {
      expect(errorOf(() => parseScript(sql)).message).to.equal(message);
    });
  }

  it('with a reason, a position and a message that can do without it', () => {
    const error = errorOf(() => parseScript('select\n 1 2'));
    expect(error).to.include({ reason: 'invalidQuery', line: 2, column: 4 });
    expect(error.bareMessage).to.equal('Syntax error: Expected end of input but got integer literal "2"');
  });

  it('what follows a query or a type', () => {
    expect(errorOf(() => parseQuery('select 1;')).message).to.include('Expected end of input but got ";"');
    expect(errorOf(() => parseType('int64 not null')).message).to.include('Expected end of input but got keyword NOT');
  });
});

describe('parseScript(text) is bounded', () => {
  const deep: Readonly<Record<string, string>> = {
    parentheses: `select ${'('.repeat(5000)}1${')'.repeat(5000)}`,
    'unclosed parentheses': '('.repeat(20000),
    arrays: `select ${'['.repeat(20000)}`,
    types: `select cast(a as ${'array<'.repeat(20000)}`,
    negations: `select ${'not '.repeat(20000)}1`,
    subqueries: `select * from ${'(select * from '.repeat(2000)}t${')'.repeat(2000)}`,
    blocks: 'begin '.repeat(10000),
    sums: `select ${'1+'.repeat(20000)}1`,
    joins: `select 1 from t${', t'.repeat(20000)}`,
    pipes: `from t ${'|> where true '.repeat(10000)}`,
    subscripts: `select a${'[0]'.repeat(10000)}`,
  };
  for (const [what, sql] of Object.entries(deep)) {
    it(`in ${what}`, () => {
      const error = errorOf(() => parseScript(sql));
      expect(error.message).to.match(/^Query is too complex: .* at \[1:\d+\]$/);
      expect(error.reason).to.equal('resourcesExceeded');
    });
  }

  it('and still takes thirty subqueries in one another, and long lists and chains of AND', () => {
    const nested = `${'select * from ('.repeat(30)}select 1${')'.repeat(30)}`;
    const long = `select a in (${Array.from({ length: 5000 }, (_, i) => i).join()}) ${'and a '.repeat(5000)}`;
    expect(() => parseScript(`${nested}; ${long}`)).not.to.throw();
  });
});
