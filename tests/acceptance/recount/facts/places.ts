import type { Feed } from '../feed.ts';
import { beats as listedBeats, CITY_PRECINCTS, neighborhoods as listed, PRECINCTS } from '../reference.ts';
import type { Row, Table } from '../table.ts';

const letters: Readonly<Record<string, string>> = { North: 'N', East: 'E', South: 'S', West: 'W', Southwest: 'SW' };
const names = new Map(Object.entries(letters).map(([name, letter]) => [letter, name]));

export function precincts(): Table {
  const rows = PRECINCTS.map((precinct, index) => ({
    ...{ precinct, precinct_letter: letters[precinct] ?? null },
    ...{ is_in_city: CITY_PRECINCTS.includes(precinct), position: index + 1 },
  }));
  return { key: ['precinct'], rows };
}

/** Those of the city's map, where the harbor's three have no sector and 99 is no beat. */
export function beats(): Table {
  const rows = listedBeats
    .filter(({ beat }) => beat !== '99')
    .map(({ beat, sector, precinct }) => ({
      ...{ beat: beat ?? '', sector: sector || 'Unknown', precinct: precinct || 'Unknown' },
    }));
  const outside = ['OOJ', 'Unknown'].map((name) => ({ beat: name, sector: name, precinct: name }));
  return { key: ['beat'], rows: [...rows, ...outside] };
}

/** Those of the city's map, and any other name that the feed has. */
export function neighborhoods({ everTold }: Feed): Table {
  const known = new Map(
    listed.map(({ neighborhood = '', precinct = '', sector = '' }): [string, Row] => [
      neighborhood,
      { neighborhood, precinct: names.get(precinct) ?? '', sector, is_listed: true },
    ]),
  );
  const unknown = { neighborhood: 'Unknown', precinct: 'Unknown', sector: 'Unknown', is_listed: true };
  known.set('Unknown', unknown);
  known.set('OOJ', { neighborhood: 'OOJ', precinct: 'OOJ', sector: 'OOJ', is_listed: true });
  const others = new Set(everTold.map(({ neighborhood }) => neighborhood).filter((name) => !known.has(name)));
  const rows = [
    ...known.values(),
    ...[...others].map((name) => ({ ...unknown, neighborhood: name, is_listed: false })),
  ];
  return { key: ['neighborhood'], rows };
}
