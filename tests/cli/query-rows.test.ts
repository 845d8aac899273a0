import { expect } from 'chai';
import { cellValue, rowValue } from '../../cli/query-rows.ts';

describe('cellValue(field, value)', () => {
  it('gives a number only where JavaScript holds it exactly', () => {
    expect(cellValue({ type: 'INTEGER' }, '42')).to.equal(42);
    expect(cellValue({ type: 'INTEGER' }, '9223372036854775807')).to.equal('9223372036854775807');
  });

  it('keeps floating point values that JSON lacks as text', () => {
    expect(cellValue({ type: 'FLOAT' }, '0.1')).to.equal(0.1);
    expect(cellValue({ type: 'FLOAT' }, 'NaN')).to.equal('NaN');
  });

  it('keeps NUMERIC as text, since it has 38 digits', () => {
    expect(cellValue({ type: 'NUMERIC' }, '1.10')).to.equal('1.10');
  });

  it('writes a timestamp of microseconds with its zone, before 1970 too', () => {
    expect(cellValue({ type: 'TIMESTAMP' }, '1700000000000001')).to.equal('2023-11-14 22:13:20.000001 UTC');
    expect(cellValue({ type: 'TIMESTAMP' }, '-1')).to.equal('1969-12-31 23:59:59.999999 UTC');
  });

  it('turns repeated records into an array of objects', () => {
    const field = { type: 'RECORD', mode: 'REPEATED', fields: [{ name: 'a', type: 'BOOLEAN' }] };
    expect(cellValue(field, [{ v: { f: [{ v: 'true' }] } }, { v: { f: [{ v: null }] } }])).to.deep.equal([
      { a: true },
      { a: null },
    ]);
  });
});

describe('rowValue(fields, row)', () => {
  it('keys the cells by column', () => {
    const fields = [
      { name: 'n', type: 'INTEGER' },
      { name: 'j', type: 'JSON' },
    ];
    expect(rowValue(fields, { f: [{ v: '1' }, { v: '{"a":[1]}' }] })).to.deep.equal({ n: 1, j: { a: [1] } });
  });
});
