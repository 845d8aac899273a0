import { expect } from 'chai';
import { encodeColumns } from '../../dashboard/columnar.ts';
import { type CubeFilter, sumCube } from '../../dashboard/cube.ts';

const names = ['offense_month', 'precinct', 'neighborhood', 'offense_category', 'offense_sub_category', 'offenses'];
const rows = [
  ['2023-12-01', 'North', 'FREMONT', 'PROPERTY CRIME', 'ARSON', 1],
  ['2024-01-01', 'North', 'FREMONT', 'PROPERTY CRIME', 'BURGLARY', 2],
  ['2024-01-01', 'North', 'Unknown', 'VIOLENT CRIME', 'ROBBERY', 4],
  ['2025-02-01', 'West', 'Unknown', 'VIOLENT CRIME', 'ROBBERY', 8],
  [null, 'West', 'BELLTOWN', 'PROPERTY CRIME', 'ARSON', 16],
];
const cube = encodeColumns(
  names,
  rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? null]))),
);
const all: CubeFilter = { from: null, to: null, category: null, offense: null, precinct: null, neighborhood: null };

describe('sumCube(cube, filter, by)', () => {
  it('adds up everything without a filter, months that are not known too', () => {
    expect([...sumCube(cube, all, 'offense_month')]).to.deep.equal([
      [null, 16],
      ['2023-12-01', 1],
      ['2024-01-01', 6],
      ['2025-02-01', 8],
    ]);
  });

  it('takes the rows that fit every part of the filter', () => {
    const filter = { ...all, precinct: 'North', category: 'PROPERTY CRIME' };
    expect([...sumCube(cube, filter, 'offense_sub_category')]).to.deep.equal([
      ['ARSON', 1],
      ['BURGLARY', 2],
    ]);
    expect([...sumCube(cube, { ...all, neighborhood: 'Unknown' }, 'precinct')]).to.deep.equal([
      ['North', 4],
      ['West', 8],
    ]);
  });

  it('takes the years from the first to the last, both included', () => {
    expect([...sumCube(cube, { ...all, from: 2024, to: 2024 }, 'precinct')]).to.deep.equal([['North', 6]]);
    expect([...sumCube(cube, { ...all, from: 2024 }, 'precinct')]).to.deep.equal([
      ['North', 6],
      ['West', 8],
    ]);
  });

  it('finds nothing for a name that the cube does not have', () => {
    expect(sumCube(cube, { ...all, offense: 'PIRACY' }, 'precinct').size).to.equal(0);
  });
});
