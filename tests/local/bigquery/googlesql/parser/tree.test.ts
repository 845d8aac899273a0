import { expect } from 'chai';
import {
  parseExpression,
  parseQuery,
  parseScript,
  parseStatement,
  parseType,
} from '../../../../../local/bigquery/googlesql/parser/index.ts';
import { outline } from './nodes.ts';

/** An expression with all its parentheses written. */
function grouped(value: unknown): string {
  const node = value as Record<string, unknown>;
  const left = node.left ?? node.operand;
  switch (node.kind) {
    case 'binary':
      return `(${grouped(left)} ${String(node.operator)} ${grouped(node.right)})`;
    case 'logical':
      return `(${(node.operands as unknown[]).map(grouped).join(` ${String(node.operator)} `)})`;
    case 'unary':
      return `(${String(node.operator)} ${grouped(left)})`;
    case 'between':
      return `(${grouped(left)} BETWEEN ${grouped(node.low)} AND ${grouped(node.high)})`;
    case 'path':
      return (node.names as { name: string }[]).map(({ name }) => name).join('.');
    case 'is':
      return `(${grouped(left)} IS ${String(node.test)})`;
    default:
      return String(node.kind);
  }
}

describe('parseExpression(text)', () => {
  const precedences: Readonly<Record<string, string>> = {
    'a + b * c': '(a + (b * c))',
    'a - b - c': '((a - b) - c)',
    'a || b * c': '((a || b) * c)',
    'a | b ^ c & d << e + f': '(a | (b ^ (c & (d << (e + f)))))',
    'a >> b >> c': '((a >> b) >> c)',
    '-a * -b': '((- a) * (- b))',
    '- a.b': '(- a.b)',
    'not a = b and c or d': '(((NOT (a = b)) AND c) OR d)',
    'a and b and c': '(a AND b AND c)',
    'a and (b and c)': '(a AND (b AND c))',
    'a = b | c': '(a = (b | c))',
    '(a = b) = c': '((a = b) = c)',
    'a between b + 1 and c and d': '((a BETWEEN (b + integer) AND c) AND d)',
    'a <> b': '(a != b)',
    'not a is null': '(NOT (a IS NULL))',
    'a + 1 is null': '((a + integer) IS NULL)',
  };
  for (const [sql, expected] of Object.entries(precedences)) {
    it(`${sql} is ${expected}`, () => {
      expect(grouped(parseExpression(sql))).to.equal(expected);
    });
  }

  it('wants the two characters of a shift together', () => {
    expect(() => parseExpression('a > > b')).to.throw('Unexpected ">"');
  });

  it('tells paths, fields and calls apart', () => {
    expect(outline(parseExpression('a.b.c'))).to.deep.equal({ kind: 'path', names: ['a', 'b', 'c'] });
    expect(outline(parseExpression('a[0].b'))).to.deep.equal({
      kind: 'field',
      base: { kind: 'subscript', base: { kind: 'path', names: ['a'] }, index: { kind: 'integer', value: 0n } },
      name: 'b',
    });
    expect(outline(parseExpression('SAFE.`p.d`.f(x)'))).to.deep.equal({
      kind: 'call',
      safe: true,
      name: ['p', 'd', 'f'],
      arguments: [{ kind: 'path', names: ['x'] }],
    });
    expect(outline(parseExpression('(x).f(1)'))).to.deep.equal({
      kind: 'call',
      name: ['f'],
      arguments: [
        { kind: 'path', names: ['x'] },
        { kind: 'integer', value: 1n },
      ],
    });
  });

  it('keeps the kind of a literal and its meaning', () => {
    expect(outline(parseExpression("decimal '1.5'"))).to.deep.equal({
      kind: 'typed_literal',
      type: 'NUMERIC',
      value: '1.5',
    });
    expect(outline(parseExpression('0xFF'))).to.deep.equal({ kind: 'integer', value: 255n });
    expect(outline(parseExpression('\'a\' "b"'))).to.deep.equal({ kind: 'string', value: 'ab' });
    expect(outline(parseExpression("interval '1-2' year to month"))).to.deep.equal({
      kind: 'interval',
      value: { kind: 'string', value: '1-2' },
      part: 'year',
      toPart: 'month',
    });
  });

  it('gives a list, a subquery and an array after IN their kinds', () => {
    const sources = ['a in (1)', 'a in (select 1)', 'a in ((select 1))', 'a in ((select 1), 2)', 'a in unnest(b)'];
    const kinds = sources.map((sql) => (parseExpression(sql) as { values?: { kind: string } }).values?.kind);
    const [list, query, array] = ['value_list', 'value_subquery', 'value_unnest'];
    expect(kinds).to.deep.equal([list, query, query, list, array]);
  });

  it('tells a tuple from parentheses and from a subquery', () => {
    const kinds = ['(1)', '(1, 2)', '(select 1)', '((select 1))', '((select 1) + 1)'].map(
      (sql) => parseExpression(sql).kind,
    );
    expect(kinds).to.deep.equal(['integer', 'struct', 'subquery', 'subquery', 'binary']);
  });

  it('counts positional parameters through the whole text', () => {
    const script = parseScript('select ?; select ? + ?');
    expect(
      JSON.stringify(script, (_, value: unknown) => (typeof value === 'bigint' ? 0 : value)).match(/"index":\d/g),
    ).to.deep.equal(['"index":0', '"index":1', '"index":2']);
  });

  it('starts a node at its parenthesis', () => {
    const { position, end } = parseExpression('\n (a + b) * c');
    expect({ ...position, end }).to.deep.equal({ line: 2, column: 2, offset: 2, end: 13 });
  });
});

describe('parseQuery(text)', () => {
  const tableOf = (sql: string) => outline((parseQuery(sql).body as { from?: unknown }).from);

  it('takes backticked and dashed paths apart', () => {
    const paths = ['`p.d.t`', '`p`.`d`.t', '`p.d`.t', 'my-p-1.d.t', '`x.com:p.d.t`', 'p.d.select', 'd.2024'];
    const parts = paths.map((path) => (tableOf(`select 1 from ${path}`) as { path: string[] }).path);
    expect(parts).to.deep.equal([
      ['p', 'd', 't'],
      ['p', 'd', 't'],
      ['p', 'd', 't'],
      ['my-p-1', 'd', 't'],
      ['x.com:p', 'd', 't'],
      ['p', 'd', 'select'],
      ['d', '2024'],
    ]);
  });

  it('applies joins from the left and commas as cross joins', () => {
    expect(tableOf('select 1 from a, b join c using (k)')).to.deep.equal({
      kind: 'join',
      type: 'INNER',
      left: {
        kind: 'join',
        type: 'CROSS',
        comma: true,
        left: { kind: 'table', path: ['a'] },
        right: { kind: 'table', path: ['b'] },
      },
      right: { kind: 'table', path: ['c'] },
      condition: { kind: 'using', columns: ['k'] },
    });
  });

  it('does not take a clause for an alias', () => {
    expect(tableOf('select 1 from t pivot (sum(a) for b in (1))')).to.include({ kind: 'pivot' });
    expect(tableOf('select 1 from t pivot')).to.deep.equal({ kind: 'table', path: ['t'], alias: 'pivot' });
  });

  it('joins a chain of one set operator into one node', () => {
    const { body } = parseQuery('select 1 union all select 2 union all (select 3)');
    expect(body.kind === 'set_operation' && body.inputs.map((input) => input.kind)).to.deep.equal([
      'select',
      'select',
      'query',
    ]);
  });

  it('keeps grouping sets as lists', () => {
    const { body } = parseQuery('select 1 from t group by grouping sets ((a, b), c, ()), rollup ((a, b), c)');
    const items = outline(body.kind === 'select' && body.groupBy?.items) as { kind: string }[];
    expect(items.map(({ kind }) => kind)).to.deep.equal(['grouping_sets', 'rollup']);
    const [a, b, c] = ['a', 'b', 'c'].map((name) => ({ kind: 'path', names: [name] }));
    expect(items[0]).to.deep.include({
      sets: [
        { kind: 'group_set', expressions: [a, b] },
        { kind: 'group_set', expressions: [c] },
        { kind: 'group_set' },
      ],
    });
    expect(items[1]).to.deep.include({ elements: [[a, b], [c]] });
  });
});

describe('parseStatement(text)', () => {
  it('keeps the source of a view, a function, a procedure and a default', () => {
    const sources = [
      'create view v as -- why\n (select 1 as a /* x */) ;',
      'create function f(x int64) as ( x + 1 )',
      'create table function f() as (select 1)',
      'create procedure p() begin select 1; end;',
    ].map((sql) => parseStatement(sql) as { queryText?: string; bodyText?: string });
    expect(sources.map(({ queryText, bodyText }) => queryText ?? bodyText)).to.deep.equal([
      '(select 1 as a /* x */)',
      'x + 1',
      'select 1',
      'begin select 1; end',
    ]);
    expect(outline(parseStatement('create table t (a int64 default (1 + 2))'))).to.deep.nested.include({
      'columns[0].defaultText': '(1 + 2)',
    });
  });

  it('reads a MERGE with all its clauses', () => {
    const statement = parseStatement(`merge d.t as x using u on x.a = u.a
      when matched and u.b then update set a = 1, b = default
      when not matched then insert row
      when not matched by source then delete`);
    const clauses = statement.kind === 'merge' ? statement.clauses : [];
    expect(clauses.map(({ match, action }) => [match, action.kind])).to.deep.equal([
      ['MATCHED', 'merge_update'],
      ['NOT_MATCHED_BY_TARGET', 'merge_insert'],
      ['NOT_MATCHED_BY_SOURCE', 'merge_delete'],
    ]);
  });

  it('tells BEGIN TRANSACTION from a block', () => {
    const kinds = ['begin', 'begin;', 'begin transaction', 'begin end', 'begin select 1; end'].map(
      (sql) => parseStatement(sql).kind,
    );
    expect(kinds).to.deep.equal(['transaction', 'transaction', 'transaction', 'block', 'block']);
  });

  it('has statements of a script where they stand', () => {
    const text = 'select 1;\n  select 2 ;';
    const slices = parseScript(text).statements.map(({ position, end }) => text.slice(position.offset, end));
    expect(slices).to.deep.equal(['select 1', 'select 2']);
  });
});

describe('parseType(text)', () => {
  it('reads nested types whose brackets close together', () => {
    expect(outline(parseType('array<struct<a int64, b array<numeric(10, 2)>>>'))).to.deep.equal({
      kind: 'array_type',
      element: {
        kind: 'struct_type',
        fields: [
          { kind: 'struct_type_field', name: 'a', type: { kind: 'named_type', name: 'INT64' } },
          {
            kind: 'struct_type_field',
            name: 'b',
            type: {
              kind: 'array_type',
              element: {
                kind: 'named_type',
                name: 'NUMERIC',
                parameters: [
                  { kind: 'integer', value: 10n },
                  { kind: 'integer', value: 2n },
                ],
              },
            },
          },
        ],
      },
    });
  });
});
