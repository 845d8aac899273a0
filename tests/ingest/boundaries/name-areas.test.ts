import { expect } from 'chai';
import { parseAreas } from '../../../ingest/boundaries/geojson.ts';
import { matchNames, nameAreas } from '../../../ingest/boundaries/name-areas.ts';
import { SourceError } from '../../../ingest/index.ts';
import { collection, feature, known, square } from './boundary-fixture.ts';

const areasOf = (...names: readonly string[]) =>
  parseAreas(collection(names.map((name, index) => feature(name, [square(index, 0)]))), 'f').areas;

describe('matchNames(written, known)', () => {
  it('leaves case and punctuation aside', () => {
    expect([...matchNames(['Central Area / Squire Park', 'fremont'], known)]).to.deep.equal([
      ['Central Area / Squire Park', 'CENTRAL AREA/SQUIRE PARK'],
      ['fremont', 'FREMONT'],
    ]);
  });

  it('takes one wrong letter in ten, but never one name for another', () => {
    expect([...matchNames(['CENTRAL AREA/SQUIRE PARC', 'BALLARD NORTH', 'BALLARD WEST'], known)]).to.deep.equal([
      ['BALLARD NORTH', 'BALLARD NORTH'],
      ['CENTRAL AREA/SQUIRE PARC', 'CENTRAL AREA/SQUIRE PARK'],
    ]);
  });

  it('gives a name to one area only', () => {
    expect([...matchNames(['FREMONT', 'Fremont'], known)]).to.deep.equal([['FREMONT', 'FREMONT']]);
  });
});

describe('nameAreas(areas, known, source)', () => {
  it('finds the property with the names, and tells those that do not match', () => {
    const naming = nameAreas(areasOf('Fremont', 'Ballard North', 'WATERFRONT'), known, 'f');
    expect(naming.property).to.equal('S_HOOD');
    expect(naming.areas.map(({ name, writtenName }) => [name, writtenName])).to.deep.equal([
      ['BALLARD NORTH', 'Ballard North'],
      ['FREMONT', 'Fremont'],
    ]);
    expect(naming.unknownNames).to.deep.equal(['WATERFRONT']);
    expect(naming.missingNames).to.deep.equal(['BALLARD SOUTH', 'CENTRAL AREA/SQUIRE PARK']);
  });

  it('joins areas of the same name', () => {
    const naming = nameAreas(areasOf('FREMONT', 'FREMONT', 'BALLARD NORTH'), known, 'f');
    expect(naming.areas.find(({ name }) => name === 'FREMONT')?.rings.length).to.equal(2);
  });

  it('refuses a map of something else, and says what it has', () => {
    const work = () => nameAreas(areasOf('B1', 'B2'), known, 'beats.geojson');
    expect(work).to.throw(SourceError, /beats\.geojson.*S_HOOD \(B1\)/);
  });
});
