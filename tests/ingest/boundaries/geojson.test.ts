import { expect } from 'chai';
import { parseAreas } from '../../../ingest/boundaries/geojson.ts';
import { SourceError } from '../../../ingest/index.ts';
import { collection, feature, square } from './boundary-fixture.ts';

const refusal = (text: string) => {
  try {
    parseAreas(text, 'hoods.geojson');
  } catch (error) {
    expect(error).to.be.instanceOf(SourceError);
    return (error as SourceError).message;
  }
  throw new Error('It should have been refused.');
};

describe('parseAreas(text, source)', () => {
  it('reads polygons with holes and several parts', () => {
    const text = collection([
      feature('FREMONT', [square(0, 0), square(0, 0)]),
      feature('BALLARD NORTH', [[square(2, 0)], [square(4, 0)]], 'MultiPolygon'),
    ]);
    const { areas } = parseAreas(text, 'hoods.geojson');
    expect(areas.map(({ rings }) => rings.length)).to.deep.equal([2, 2]);
    expect(areas[0]?.properties).to.deep.equal({ id: 7, S_HOOD: 'FREMONT' });
    expect(areas[0]?.rings[0]?.[0]).to.deep.equal([-122.4, 47.6]);
  });

  it('takes a byte-order mark, and heights after the positions', () => {
    const high = [square(0, 0).map((position) => [...position, 12])];
    const { areas } = parseAreas(`\uFEFF${collection([feature('FREMONT', high)])}`, 'hoods.geojson');
    expect(areas[0]?.rings[0]?.[0]).to.deep.equal([-122.4, 47.6]);
  });

  it('reads what the file says of its origin and licence, and guesses nothing', () => {
    const told = parseAreas(collection([feature('A')], { license: 'CC0', metadata: { source: 'City' } }), 'f');
    expect([told.origin, told.licence]).to.deep.equal(['City', 'CC0']);
    const untold = parseAreas(collection([feature('A')], { name: 'Seattle' }), 'f');
    expect([untold.origin, untold.licence]).to.deep.equal([undefined, undefined]);
  });

  it('says what is wrong with a file that is no GeoJSON of areas', () => {
    expect(refusal('<html>')).to.include('Cannot ingest hoods.geojson').and.include('no JSON');
    expect(refusal('[]')).to.include('no object');
    expect(refusal('{"type": "Topology"}')).to.include('"Topology"').and.include('export it as GeoJSON');
    expect(refusal(collection([]))).to.include('no features');
    const point = refusal(collection([feature('A'), feature('B', [-122.3, 47.6], 'Point')]));
    expect(point).to.include('feature 2').and.include('Point');
  });

  it('says how coordinates are wrong: projected, turned round, elsewhere', () => {
    const moved = (x: number, y: number) => collection([feature('A', [square(0, 0).map(() => [x, y])])]);
    expect(refusal(moved(1_271_000, 230_000))).to.include('EPSG:4326');
    expect(refusal(moved(47.6, -122.3))).to.include('longitude first');
    expect(refusal(moved(-0.1, 51.5))).to.include('not Seattle');
  });

  it('refuses an outline that is not closed', () => {
    expect(refusal(collection([feature('A', [square(0, 0).slice(0, 4)])]))).to.include('does not end where it begins');
  });
});
