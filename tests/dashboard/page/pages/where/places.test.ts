import { expect } from 'chai';
import { encodeColumns } from '../../../../../dashboard/columnar.ts';
import { hexagonCounts, neighborhoodCounts, unmappedCounts } from '../../../../../dashboard/page/pages/where/places.ts';

const table = (names: readonly string[], rows: readonly (readonly (string | number | null)[])[]) => {
  const all = [...names, 'offense_category', 'year', 'offenses'];
  return encodeColumns(
    all,
    rows.map((row) => Object.fromEntries(all.map((name, index) => [name, row[index] ?? null]))),
  );
};
const hotspots = {
  hexagons: table(
    ['hexagon_column', 'hexagon_row'],
    [
      [0, 0, 'PROPERTY CRIME', 2023, 1],
      [0, 0, 'VIOLENT CRIME', 2024, 2],
      [-3, 1, 'VIOLENT CRIME', 2025, 4],
      [-3, 1, 'VIOLENT CRIME', null, 8],
    ],
  ),
  unmapped: table(['location_status'], [['masked', 'VIOLENT CRIME', 2024, 3]]),
  neighborhoods: table(
    ['neighborhood'],
    [
      ['FREMONT', 'PROPERTY CRIME', 2023, 1],
      ['Unknown', 'VIOLENT CRIME', 2024, 2],
    ],
  ),
};
const all = { from: null, to: null, category: null };

describe('hexagonCounts(hotspots, filters)', () => {
  const counts = (filters: Partial<typeof all> | object) =>
    hexagonCounts(hotspots, { ...all, ...filters }).map(({ column, row, offenses }) => [column, row, offenses]);

  it('adds up years and categories, those of unknown years too', () => {
    expect(counts({})).to.deep.equal([
      [0, 0, 3],
      [-3, 1, 12],
    ]);
  });

  it('takes only what the filters take; an unknown year lies in no span', () => {
    expect(counts({ from: 2024 })).to.deep.equal([
      [0, 0, 2],
      [-3, 1, 4],
    ]);
    expect(counts({ to: 2023 })).to.deep.equal([[0, 0, 1]]);
    expect(counts({ category: 'PROPERTY CRIME' })).to.deep.equal([[0, 0, 1]]);
    expect(counts({ category: 'PIRACY' })).to.deep.equal([]);
  });

  it('knows where each lies', () => {
    expect(hexagonCounts(hotspots, all)[0]?.centre).to.deep.equal([-122.335, 47.61]);
  });
});

describe('unmappedCounts(hotspots, filters)', () => {
  it('counts by why there is no place', () => {
    expect([...unmappedCounts(hotspots, all)]).to.deep.equal([['masked', 3]]);
    expect([...unmappedCounts(hotspots, { ...all, to: 2023 })]).to.deep.equal([]);
  });
});

describe('neighborhoodCounts(hotspots, filters)', () => {
  it('counts by neighborhood', () => {
    expect([...neighborhoodCounts(hotspots, { ...all, from: 2024 })]).to.deep.equal([['Unknown', 2]]);
  });
});
