import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { realDataFile } from '../real-data.ts';
import { loadInclude } from './load-include.ts';

const places = loadInclude('places') as {
  UNKNOWN: string;
  precincts: readonly (readonly [name: string, letter: string])[];
  beats: readonly (readonly [beat: string, sector: string, precinct: string])[];
  neighborhoods: readonly (readonly [name: string, sector: string, precinct: string])[];
};

interface Feature {
  readonly properties: { readonly beat: string; readonly sector: string | null; readonly precinct: string | null };
}

describe('places', () => {
  it('has five precincts, 54 beats and 58 neighborhoods, each once', () => {
    expect(places.precincts).to.have.length(5);
    expect(new Set(places.beats.map(([beat]) => beat)).size).to.equal(54);
    expect(new Set(places.neighborhoods.map(([name]) => name)).size).to.equal(58);
  });

  it('puts beats where the map of the city does', function () {
    const file = realDataFile('boundaries/beats.geojson');
    if (file === undefined) return this.skip();
    const { features } = JSON.parse(readFileSync(file, 'utf8')) as { features: readonly Feature[] };
    const mapped = features
      .map(({ properties }) => properties)
      .filter(({ beat }) => beat !== '99')
      .map(({ beat, sector, precinct }) => [beat, sector ?? places.UNKNOWN, precinct ?? places.UNKNOWN]);

    expect([...places.beats].sort()).to.deep.equal(mapped.sort());
  });

  it('puts neighborhoods where most of their offenses are', function () {
    const file = realDataFile('facts/neighborhoods.csv');
    if (file === undefined) return this.skip();
    const names = new Map(places.precincts.map(([name, letter]) => [letter, name]));
    const counted = readFileSync(file, 'utf8')
      .trim()
      .split(/\r?\n/u)
      .slice(1)
      .map((line) => line.split(','))
      .map(([name = '', letter = '', sector = '']) => [name, sector, names.get(letter)]);

    expect([...places.neighborhoods].sort()).to.deep.equal(counted.sort());
  });
});
