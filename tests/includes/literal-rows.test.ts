import { expect } from 'chai';
import { loadInclude } from './load-include.ts';

const rows = loadInclude('literal_rows') as {
  literal: (value: unknown) => string;
  list: (values: readonly unknown[]) => string;
  select: (columns: Readonly<Record<string, string>>, rows: readonly (readonly unknown[])[]) => string;
};

describe('literal(value)', () => {
  it('escapes quotes and backslashes', () => {
    expect(rows.literal("O'Hara \\ Co")).to.equal(String.raw`'O\'Hara \\ Co'`);
  });

  it('writes numbers, booleans and null as GoogleSQL does', () => {
    expect([1, -2.5, true, null].map(rows.literal)).to.deep.equal(['1', '-2.5', 'TRUE', 'NULL']);
  });

  it('refuses what has no literal', () => {
    expect(() => rows.literal(undefined)).to.throw('No literal');
  });
});

describe('select(columns, rows)', () => {
  it('gives one typed struct a row', () => {
    expect(rows.select({ a: 'STRING', b: 'INT64' }, [['x', 1], [null, 2]])).to.equal(
      "SELECT * FROM UNNEST(ARRAY<STRUCT<a STRING, b INT64>>[('x', 1), (NULL, 2)])",
    );
  });

  it('refuses a row of another width, and no rows', () => {
    expect(() => rows.select({ a: 'STRING' }, [['x', 1]])).to.throw('Expected 1 values');
    expect(() => rows.select({ a: 'STRING' }, [])).to.throw('at least one row');
  });
});
