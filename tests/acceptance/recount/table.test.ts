import { expect } from 'chai';
import { countRows, differences } from './table.ts';

describe('differences(rows, expected)', () => {
  const expected = { key: ['area'], rows: [{ area: 'North', offenses: 2, share: 1 / 3 }], decimals: { share: 2 } };
  const row = { area: 'North', offenses: 2, share: 0.33 };

  it('finds none where all rows and columns agree, rounded as they are', () => {
    expect(differences([row], expected)).to.deep.equal([]);
  });

  it('finds a number that is another, and one that differs in a decimal that counts', () => {
    expect(differences([{ ...row, offenses: 3 }], expected)).to.deep.equal([
      'offenses differs in 1: ["North"] is 3, not 2',
    ]);
    expect(differences([{ ...row, share: 0.34 }], expected)).to.have.length(1);
  });

  it('finds null in place of a number', () => {
    expect(differences([{ ...row, share: null }], expected)).to.have.length(1);
  });

  it('finds rows that are missing, not expected or twice there', () => {
    expect(differences([], expected)).to.deep.equal(['Missing in 1: ["North"]']);
    expect(differences([row, { ...row, area: 'South' }], expected)).to.deep.equal(['Not expected in 1: ["South"]']);
    expect(differences([row, row], expected)).to.deep.equal(['Found twice in 1: ["North"]']);
  });

  it('finds a column that only one of them has', () => {
    expect(differences([{ ...row, is_mapped: true }], expected)).to.deep.equal([
      'is_mapped differs in 1: ["North"] is true, not no column',
    ]);
    expect(differences([{ area: 'North', offenses: 2 }], expected)).to.have.length(1);
  });

  it('looks past columns that are ignored, and only those', () => {
    expect(differences([{ ...row, note: 'x' }], { ...expected, ignored: ['note'] })).to.deep.equal([]);
  });

  it('does not take two empty tables for an agreement', () => {
    expect(differences([], { key: ['area'], rows: [] })).to.have.length(1);
  });
});

describe('countRows(rows)', () => {
  it('counts rows that are the same', () => {
    expect(countRows([{ area: 'North' }, { area: 'South' }, { area: 'North' }])).to.deep.equal([
      { area: 'North', offenses: 2 },
      { area: 'South', offenses: 1 },
    ]);
  });
});
