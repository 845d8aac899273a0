import { expect } from 'chai';
import { canCoerce, commonSupertype, printCoerced } from '../../../../local/bigquery/googlesql/coercion.ts';
import { printCast } from '../../../../local/bigquery/googlesql/casts.ts';
import { argumentShape, resolveFunction } from '../../../../local/bigquery/googlesql/signatures/resolve.ts';
import { fillTemplate } from '../../../../local/bigquery/googlesql/signatures/template.ts';
import type { Literal, ValueArgument } from '../../../../local/bigquery/googlesql/signatures/signature.ts';
import {
  BIGNUMERIC,
  BOOL,
  BYTES,
  DATE,
  DATETIME,
  FLOAT64,
  INT64,
  NUMERIC,
  STRING,
  TIMESTAMP,
  arrayOf,
  printType,
  structOf,
  type SqlType,
} from '../../../../local/bigquery/googlesql/types.ts';

const column = (type: SqlType): ValueArgument => ({ kind: 'value', type });
const literal = (type: SqlType, value: Literal['value']): ValueArgument => ({
  kind: 'value',
  type,
  literal: { value },
});
const NULL = literal(INT64, null);

describe('canCoerce(argument, type)', () => {
  const cases: readonly (readonly [string, ValueArgument, SqlType, boolean])[] = [
    ['INT64 to NUMERIC', column(INT64), NUMERIC, true],
    ['NUMERIC to FLOAT64', column(NUMERIC), FLOAT64, true],
    ['BIGNUMERIC to NUMERIC', column(BIGNUMERIC), NUMERIC, false],
    ['FLOAT64 to NUMERIC', column(FLOAT64), NUMERIC, false],
    ['a FLOAT64 literal to NUMERIC', literal(FLOAT64, 1.5), NUMERIC, true],
    ['DATE to DATETIME', column(DATE), DATETIME, true],
    ['DATE to TIMESTAMP', column(DATE), TIMESTAMP, false],
    ['STRING to DATE', column(STRING), DATE, false],
    ['a STRING literal to DATE', literal(STRING, '2024-01-01'), DATE, true],
    ['a STRING parameter to TIMESTAMP', { kind: 'value', type: STRING, isParameter: true }, TIMESTAMP, true],
    ['a STRING literal to BYTES', literal(STRING, 'x'), BYTES, false],
    ['NULL to anything', NULL, arrayOf(BOOL), true],
    ['an array literal by its elements', literal(arrayOf(INT64), [{ value: 1n }]), arrayOf(FLOAT64), true],
    ['an array column by its elements', column(arrayOf(INT64)), arrayOf(FLOAT64), false],
    ['a struct by its fields', column(structOf(['a', INT64])), structOf(['b', FLOAT64]), true],
  ];
  for (const [name, argument, type, expected] of cases) {
    it(`${expected ? 'takes' : 'refuses'} ${name}`, () => {
      expect(canCoerce(argument, type)).to.equal(expected);
    });
  }
});

describe('commonSupertype(arguments)', () => {
  const cases: readonly (readonly [string, readonly ValueArgument[], string | undefined])[] = [
    ['INT64 and FLOAT64 are FLOAT64', [column(INT64), column(FLOAT64)], 'FLOAT64'],
    ['NUMERIC and FLOAT64 are FLOAT64', [column(NUMERIC), column(FLOAT64)], 'FLOAT64'],
    ['a literal follows the column', [literal(FLOAT64, 1.5), column(NUMERIC)], 'NUMERIC'],
    ['a literal that does not fit widens the column', [column(INT64), literal(FLOAT64, 1.5)], 'FLOAT64'],
    ['NULL says nothing', [NULL, column(DATE)], 'DATE'],
    ['NULLs alone are INT64', [NULL, NULL], 'INT64'],
    ['STRING and INT64 have none', [column(STRING), column(INT64)], undefined],
    [
      'structs meet field by field',
      [column(structOf(['a', INT64])), column(structOf(['b', FLOAT64]))],
      'STRUCT<a FLOAT64>',
    ],
  ];
  for (const [name, args, expected] of cases) {
    it(name, () => {
      const type = commonSupertype(args);
      expect(type && printType(type)).to.equal(expected);
    });
  }
});

describe('printCoerced(sql, argument, type)', () => {
  it('prints a literal anew', () => {
    expect(printCoerced("'2024-1-2'", literal(STRING, '2024-1-2'), DATE)).to.equal("DATE '2024-01-02'");
  });

  it('names a literal that has no such value', () => {
    expect(() => printCoerced("'x'", literal(STRING, 'x'), DATE)).to.throw('Could not cast literal "x" to type DATE');
  });
});

describe('printCast(sql, from, to)', () => {
  it('refuses what BigQuery does not cast', () => {
    expect(() => printCast('x', DATE, INT64)).to.throw('Invalid cast from DATE to INT64');
  });
});

describe('fillTemplate(template, filling)', () => {
  it('repeats a column', () => {
    expect(fillTemplate('$1 + $1', { sql: ['t.a'] })).to.equal('t.a + t.a');
  });

  it('computes once what is used twice', () => {
    const text = fillTemplate('$1 + $1', { sql: ['f(x)'] });
    expect(text.split('f(x)')).to.have.lengthOf(2);
  });

  it('grows by addition, not by doubling', () => {
    let text = 'f(x)';
    for (let i = 0; i < 20; i += 1) text = fillTemplate('$1 + $1', { sql: [text] });
    expect(text.length).to.be.lessThan(2000);
  });

  it('leaves the dollar signs of arguments alone', () => {
    expect(fillTemplate('$1 || $2', { sql: ["'$2'", "'b'"] })).to.equal("'$2' || 'b'");
  });

  it('makes errors NULL where safe', () => {
    expect(fillTemplate("CASE WHEN $1 < 0 THEN $e('no') END", { sql: ['t.a'], safe: true })).to.equal(
      'TRY(CASE WHEN t.a < 0 THEN NULL END)',
    );
  });
});

describe('resolveFunction(name, arguments)', () => {
  it('prefers the signature that converts least', () => {
    expect(printType(resolveFunction('round', [column(INT64)]).resultType)).to.equal('FLOAT64');
    expect(printType(resolveFunction('abs', [column(INT64)]).resultType)).to.equal('INT64');
  });

  it('lists the signatures that do not fit', () => {
    expect(() => resolveFunction('strpos', [column(INT64), column(STRING)])).to.throw(
      'No matching signature for function STRPOS for argument types: INT64, STRING. ' +
        'Supported signatures: STRPOS(STRING, STRING); STRPOS(BYTES, BYTES)',
    );
  });

  it('shows operators by their sign', () => {
    expect(() => resolveFunction('$divide', [column(STRING), column(INT64)])).to.throw(
      'No matching signature for operator / for argument types: STRING, INT64.',
    );
  });

  it('suggests a function of a like name', () => {
    expect(() => resolveFunction('strps', [])).to.throw('Function not found: strps; Did you mean strpos?');
  });

  it('refuses by name what must be a literal', () => {
    expect(() => resolveFunction('round', [column(NUMERIC), column(INT64), column(STRING)])).to.throw(
      'not supported by the local warehouse: ROUND',
    );
  });
});

describe('argumentShape(name, index)', () => {
  it('tells values, words and intervals apart', () => {
    expect([0, 1, 2].map((index) => argumentShape('date_diff', index))).to.deep.equal(['value', 'value', 'word']);
    expect(argumentShape('date_add', 1)).to.equal('interval');
    expect(argumentShape('generate_date_array', 2)).to.equal('interval');
  });
});
