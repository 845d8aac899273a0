/**
 * An independent reading of the feed: what an export, or the portal's rows as CSV, says of each offense. It shares no code
 * and no SQL with the pipeline.
 */
import { csvRecords, feedTime } from './csv.ts';

const precinctLetters: Readonly<Record<string, string>> = {
  N: 'North',
  E: 'East',
  S: 'South',
  W: 'West',
  SW: 'Southwest',
};
const precinctNames = new Map([...Object.values(precinctLetters), 'OOJ'].map((name) => [name.toUpperCase(), name]));
const sectors = /^(?:[BCDEFGJKLMNOQRSUW]|OOJ)$/;
const beats = /^(?:[BCDEFGHJKLMNOQRSUW][123]|OOJ)$/;
const nothing = new Set(['', '-', '<NULL>', 'NULL', 'UNKNOWN', 'REDACTED', 'FK ERROR']);
const masks = /^(?:REDACTED|-1|-1\.0|0|0\.0)$/;

export interface Place {
  readonly status: 'given' | 'masked' | 'missing' | 'impossible';
  /** Degrees; null unless given. */
  readonly longitude: number | null;
  readonly latitude: number | null;
}

/** What is said of an offense. Times are wall clock as UTC milliseconds, undefined where the text is no time. */
export interface Told {
  readonly offenseId: string;
  readonly reportNumber: string | null;
  /** `Unknown` where blank. */
  readonly code: string;
  readonly name: string | null;
  readonly group: string | null;
  readonly crimeAgainst: string | null;
  readonly precinct: string;
  readonly sector: string;
  readonly beat: string;
  readonly neighborhood: string;
  readonly blockAddress: string | null;
  readonly place: Place;
  readonly startedAt: number | undefined;
  readonly reportedAt: number | undefined;
  /** The older shape alone tells an end; null in place of one that it leaves out. */
  readonly endedAt: number | null | undefined;
  /** Undefined in the older shape. */
  readonly present: Present | undefined;
}

/** What only the present shape tells. */
export interface Present {
  readonly category: string | null;
  readonly subCategory: string | null;
  readonly reportingArea: string | null;
  readonly censusBlock: string | null;
  readonly shootingType: string | null;
}

/** What one text says, by offense: the last of two records of one offense counts. */
export function toldBy(csv: string): ReadonlyMap<string, Told> {
  const told = csvRecords(csv.replace(/^\uFEFF/, '')).map(readRecord);
  return new Map(
    told.filter(({ offenseId }) => /^\d+$/.test(offenseId)).map((offense) => [offense.offenseId, offense]),
  );
}

function readRecord(record: Readonly<Record<string, string>>): Told {
  // Display headers and the portal's names differ in case, spaces and underscores only.
  const cells = new Map(
    Object.entries(record).map(([name, cell]) => [name.toLowerCase().replace(/[^a-z]/g, ''), cell]),
  );
  const text = (...names: readonly string[]) => cells.get(names.find((name) => cells.has(name)) ?? '')?.trim() ?? '';
  const capitals = (...names: readonly string[]) => text(...names).toUpperCase();
  const told = (value: string) => (nothing.has(value.toUpperCase()) ? null : value);
  const known = (value: string, pattern: RegExp) => (pattern.test(value) ? value : 'Unknown');
  const precinct = capitals('precinct');
  return {
    offenseId: text('offenseid'),
    reportNumber: text('reportnumber') || null,
    code: capitals('offensecode', 'nibrsoffensecode') || 'Unknown',
    name: told(text('offense', 'nibrsoffensecodedescription')),
    group: told(text('groupab', 'nibrsgroupab')),
    crimeAgainst: told(text('crimeagainstcategory', 'nibrscrimeagainstcategory'))?.replaceAll(' ', '_') ?? null,
    precinct: precinctLetters[precinct] ?? precinctNames.get(precinct) ?? 'Unknown',
    sector: known(capitals('sector'), sectors),
    beat: known(capitals('beat'), beats),
    neighborhood: told(capitals('mcpp', 'neighborhood')) ?? 'Unknown',
    blockAddress: told(capitals('blockaddress')),
    place: placeOf(text('longitude'), text('latitude')),
    startedAt: feedTime(text('offensestartdatetime', 'offensedate')),
    reportedAt: feedTime(text('reportdatetime')),
    endedAt: cells.has('offenseenddatetime') ? (feedTime(text('offenseenddatetime')) ?? null) : undefined,
    present: cells.has('offensecategory')
      ? {
          category: told(text('offensecategory').replaceAll('_', ' ')),
          subCategory: told(text('offensesubcategory')),
          reportingArea: told(text('reportingarea')),
          censusBlock: told(text('censusblock')),
          shootingType: told(text('shootingtypegroup')),
        }
      : undefined,
  };
}

function placeOf(longitude: string, latitude: string): Place {
  const hidden = (status: Place['status']): Place => ({ status, longitude: null, latitude: null });
  if (masks.test(longitude) || masks.test(latitude)) return hidden('masked');
  if (longitude === '' || latitude === '') return hidden('missing');
  const [x, y] = [Number(longitude), Number(latitude)];
  if (!(x >= -123 && x <= -122 && y >= 47 && y <= 48)) return hidden('impossible');
  return { status: 'given', longitude: x, latitude: y };
}
