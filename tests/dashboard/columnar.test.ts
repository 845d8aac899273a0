import { expect } from 'chai';
import { cellOf, columnOf, decodeRows, encodeColumns, type Row } from '../../dashboard/columnar.ts';

const rows: readonly Row[] = [
  { precinct: 'West', offenses: 3, is_complete: true },
  { precinct: null, offenses: null, is_complete: false },
  { precinct: 'East', offenses: 0, is_complete: null },
];

describe('encodeColumns(names, rows)', () => {
  it('keeps each text once and points to it', () => {
    const { columns, dictionaries } = encodeColumns(['precinct', 'offenses'], rows);
    expect(dictionaries).to.deep.equal({ precinct: ['East', 'West'] });
    expect(columns).to.deep.equal({ precinct: [1, -1, 0], offenses: [3, null, 0] });
  });

  it('has the columns of a table without rows', () => {
    expect(encodeColumns(['precinct'], [])).to.deep.equal({ rowCount: 0, columns: { precinct: [] }, dictionaries: {} });
  });

  it('refuses a column that mixes texts with numbers', () => {
    expect(() => encodeColumns(['year'], [{ year: 2024 }, { year: 'Unknown' }])).to.throw(TypeError, 'year');
  });
});

describe('decodeRows(table)', () => {
  it('gives the rows that were encoded, also after JSON', () => {
    const table = encodeColumns(['precinct', 'offenses', 'is_complete'], rows);
    expect(decodeRows(JSON.parse(JSON.stringify(table)) as typeof table)).to.deep.equal(rows);
  });
});

describe('cellOf(table, column, row)', () => {
  const table = encodeColumns(['precinct', 'offenses'], rows);

  it('gives texts as texts and null as null', () => {
    expect([0, 1, 2].map((row) => cellOf(table, 'precinct', row))).to.deep.equal(['West', null, 'East']);
  });

  it('refuses a column that is not there', () => {
    expect(() => cellOf(table, 'beat', 0)).to.throw(RangeError, 'beat');
    expect(() => columnOf(table, 'beat')).to.throw(RangeError, 'beat');
  });
});
