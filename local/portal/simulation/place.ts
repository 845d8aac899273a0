import { csvFields } from './csv-text.ts';

/** What a row says about where, before it is written. All as text, as the feed has it. */
export interface PlaceFacts {
  readonly precinct: string;
  readonly sector: string;
  readonly beat: string;
  readonly neighborhood: string;
  readonly address: string;
  readonly longitude: string;
  readonly latitude: string;
  readonly reportingArea: string;
  readonly censusBlock: string;
}

/** Where something happened, as ready CSV text for both shapes. */
export interface Place {
  /** Precinct as the current shape writes it. */
  readonly precinct: string;
  /** Precinct to latitude in the legacy shape. */
  readonly legacy: string;
  /** Block address to reporting area in the current shape. */
  readonly current: string;
  /** Census block in the current shape. */
  readonly censusBlock: string;
  /** Line breaks inside the text: 0 but for a few odd addresses. */
  readonly lineBreaks: number;
}

/** Precinct codes of the legacy shape and the names that the current shape writes. */
export const PRECINCT_NAMES: Readonly<Record<string, string>> = {
  N: 'North',
  W: 'West',
  E: 'East',
  S: 'South',
  SW: 'Southwest',
};

/** The place that the facts of the legacy and of the current shape describe. */
export function placeOf(legacy: PlaceFacts, current: PlaceFacts): Place {
  return {
    precinct: current.precinct,
    legacy: csvFields([
      legacy.precinct,
      legacy.sector,
      legacy.beat,
      legacy.neighborhood,
      legacy.address,
      legacy.longitude,
      legacy.latitude,
    ]),
    current: csvFields([
      current.address,
      current.latitude,
      current.longitude,
      current.beat,
      current.precinct,
      current.sector,
      current.neighborhood,
      current.reportingArea,
    ]),
    censusBlock: current.censusBlock,
    lineBreaks: current.address.split('\n').length - 1,
  };
}

/** A place known to both shapes alike: the current one names the precinct and prints three digits more of the longitude. */
export function plainPlace(facts: PlaceFacts): Place {
  return placeOf(facts, currentFacts(facts));
}

/** The same place with its point masked: 0 and no address until 2025, `REDACTED` since. */
export function redactedPlace(facts: PlaceFacts): Place {
  const masked = { address: 'REDACTED', longitude: 'REDACTED', latitude: 'REDACTED' };
  return placeOf(
    { ...facts, address: '', longitude: '0', latitude: '0' },
    { ...currentFacts(facts), ...masked, reportingArea: 'REDACTED', censusBlock: 'REDACTED' },
  );
}

/** The same place without a point: 0 and no address until 2025, `-1.0` and `-` since. */
export function unlocatedPlace(facts: PlaceFacts): Place {
  return placeOf(
    { ...facts, address: '', longitude: '0', latitude: '0' },
    { ...currentFacts(facts), address: '-', longitude: '-1.0', latitude: '-1.0', censusBlock: '-' },
  );
}

/** The same place, its neighborhood `-` in the current shape. */
export function unnamedPlace(facts: PlaceFacts): Place {
  return placeOf(facts, { ...currentFacts(facts), neighborhood: '-' });
}

/** The facts as the current shape would write them. */
export function currentFacts(facts: PlaceFacts): PlaceFacts {
  return {
    ...facts,
    precinct: PRECINCT_NAMES[facts.precinct] ?? facts.precinct,
    longitude: facts.longitude.includes('.') ? `${facts.longitude}268` : facts.longitude,
  };
}
