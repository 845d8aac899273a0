import { currentFacts, placeOf, plainPlace, type Place, type PlaceFacts } from './place.ts';

const NOWHERE = { address: '', longitude: '0', latitude: '0', reportingArea: '-', censusBlock: '-' };
const UNLOCATED = { address: '-', longitude: '-1.0', latitude: '-1.0' };

/** A place of which nothing is known: `UNKNOWN` until 2025, `-` since. */
export function unknownPlace(facts: PlaceFacts): Place {
  return placeOf({ ...facts, ...areas('UNKNOWN'), ...NOWHERE }, { ...facts, ...areas('-'), ...NOWHERE, ...UNLOCATED });
}

/**
 * The same block as the feed writes it when something is wrong with it: every odd value of place that has been seen in
 * real exports, one place each.
 */
export function oddPlaces(facts: PlaceFacts): readonly Place[] {
  const now = currentFacts(facts);
  const both = (change: Partial<PlaceFacts>): Place => plainPlace({ ...facts, ...change });
  return [
    unknownPlace(facts),
    // Outside the city's jurisdiction.
    placeOf({ ...facts, ...areas('OOJ'), ...NOWHERE }, { ...facts, ...areas('OOJ'), ...NOWHERE, ...UNLOCATED }),
    placeOf(
      { ...facts, ...areas(''), ...NOWHERE },
      { ...facts, ...areas(''), ...NOWHERE, longitude: '', latitude: '' },
    ),
    placeOf({ ...facts, ...areas('<Null>') }, { ...now, ...areas('-') }),
    placeOf(
      { ...facts, sector: '99', beat: '99', neighborhood: 'UNKNOWN', ...NOWHERE },
      { ...now, sector: '99', beat: '99', neighborhood: '-', ...NOWHERE, ...UNLOCATED },
    ),
    both({ sector: '1700', beat: '1700' }),
    both({ sector: '6804' }),
    both({ sector: 'SE' }),
    // A sector that is not in its precinct.
    both({ sector: facts.sector === 'K' ? 'U' : 'K' }),
    placeOf({ ...facts, neighborhood: 'UNKNOWN' }, { ...now, neighborhood: '-' }),
    placeOf({ ...facts, neighborhood: 'UNKNOWN' }, { ...now, neighborhood: 'UNKNOWN' }),
    placeOf({ ...facts, neighborhood: 'UNKNOWN' }, { ...now, neighborhood: 'FK ERROR' }),
    // The null point of the city's map projection, seen in one order and made up in the other.
    placeOf(...twice({ ...facts, longitude: '89.99998854', latitude: '-54.907955' })),
    placeOf(...twice({ ...facts, longitude: '-54.907955', latitude: '89.99998854' })),
    // A true point, but far outside the city.
    both({ longitude: '-121.886320011', latitude: '46.852947003' }),
    both({ address: '1XX BLOCK OF N 1XX BLOCKOFND ST' }),
    both({ address: `${facts.address}, REAR` }),
    both({ address: `${facts.address}\nSEATTLE` }),
    both({ address: `1XX BLOCK OF "THE AVE"` }),
  ];
}

function areas(text: string): Pick<PlaceFacts, 'precinct' | 'sector' | 'beat' | 'neighborhood'> {
  return { precinct: text, sector: text, beat: text, neighborhood: text };
}

function twice(facts: PlaceFacts): [PlaceFacts, PlaceFacts] {
  return [facts, { ...currentFacts(facts), longitude: facts.longitude }];
}
