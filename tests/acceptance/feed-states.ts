/**
 * An independent account of what a sequence of exports says of each offense, for checking facts and marts: it shares no
 * code and no SQL with the pipeline.
 */
import { readFileSync } from 'node:fs';
import { csvRecords, feedTime } from './feed-records.ts';

const precinctLetters: Readonly<Record<string, string>> = {
  N: 'North',
  S: 'South',
  E: 'East',
  W: 'West',
  SW: 'Southwest',
};
const precincts = new Set([...Object.values(precinctLetters), 'OOJ']);
const violent = new Set(['AGGRAVATED ASSAULT', 'ROBBERY', 'RAPE', 'HOMICIDE']);
const property = new Set(['LARCENY-THEFT', 'BURGLARY', 'MOTOR VEHICLE THEFT', 'ARSON']);
const nothing = new Set(['', '-', '<NULL>', 'NULL', 'UNKNOWN', 'REDACTED', 'FK ERROR']);

/** What an export says of an offense. */
export interface Told {
  readonly offenseId: string;
  readonly code: string;
  readonly isReportable: boolean;
  readonly group: string;
  /** Undefined in the older shape. */
  readonly ownCategory: string | undefined;
  readonly ownSubCategory: string | undefined;
  readonly precinct: string;
  readonly neighborhood: string;
  /** `latitude, longitude` in whole thousandths of a degree; or masked, missing or impossible. */
  readonly cell: string;
  /** Days and times as UTC milliseconds; undefined where the text is no time. */
  readonly reportedAt: number | undefined;
  readonly startedAt: number | undefined;
  /** Null where the text is no time, undefined where the shape tells no end. */
  readonly endedAt: number | null | undefined;
}

/** An offense as the newest export that has it says, with its category. */
export interface Offense extends Told {
  readonly category: string;
  readonly subCategory: string;
}

/** What one export says, by offense. `malformed` are the lines, from 1, that hold no record. */
export function readExport(path: string, malformed: readonly number[] = []): ReadonlyMap<string, Told> {
  const found = new Map<string, Told>();
  const lines = readFileSync(path, 'utf8')
    .replace(/^\uFEFF/, '')
    .split('\n');
  const text = lines.filter((_, index) => !malformed.includes(index + 1)).join('\n');
  for (const record of csvRecords(text)) {
    const told = readRecord(record);
    if (/^\d+$/.test(told.offenseId)) found.set(told.offenseId, told);
  }
  return found;
}

function readRecord(record: Readonly<Record<string, string>>): Told {
  // Display headers and the portal's names differ in case, spaces and underscores only.
  const cells = new Map(
    Object.entries(record).map(([name, cell]) => [name.toLowerCase().replace(/[^a-z]/g, ''), cell]),
  );
  const text = (...names: readonly string[]) => cells.get(names.find((name) => cells.has(name)) ?? '')?.trim() ?? '';
  const plain = (...names: readonly string[]) => {
    const value = text(...names).toUpperCase();
    return nothing.has(value) ? '' : value;
  };
  const code = text('offensecode', 'nibrsoffensecode').toUpperCase();
  const against = text('crimeagainstcategory', 'nibrscrimeagainstcategory').replaceAll(' ', '_');
  const precinct = text('precinct');
  const name = precinctLetters[precinct] ?? precinct;
  const isPresent = cells.has('offensecategory');
  return {
    offenseId: text('offenseid'),
    code: code === '' ? 'Unknown' : code,
    isReportable: code !== '999' && code !== '-' && against !== 'NOT_A_CRIME',
    group: text('groupab', 'nibrsgroupab'),
    ownCategory: isPresent ? text('offensecategory').replaceAll('_', ' ') : undefined,
    ownSubCategory: isPresent ? plain('offensesubcategory') : undefined,
    precinct: precincts.has(name) ? name : 'Unknown',
    neighborhood: plain('mcpp', 'neighborhood') || 'Unknown',
    cell: cellOf(text('longitude'), text('latitude')),
    reportedAt: feedTime(text('reportdatetime')),
    startedAt: feedTime(text('offensestartdatetime', 'offensedate')),
    endedAt: isPresent ? undefined : (feedTime(text('offenseenddatetime')) ?? null),
  };
}

function cellOf(longitude: string, latitude: string): string {
  if ([longitude, latitude].some((text) => /^(?:REDACTED|-1|-1\.0|0|0\.0)$/.test(text))) return 'masked';
  if (longitude === '' || latitude === '') return 'missing';
  const [x, y] = [Number(longitude), Number(latitude)];
  if (!(x >= -123 && x <= -122 && y >= 47 && y <= 48)) return 'impossible';
  return `${Math.round(y * 1000)}, ${-Math.round(-x * 1000)}`;
}

/**
 * The newest word on each offense. What only the present shape tells is learned, for the older shape's offenses, from
 * those of the same code that the present shape has, and from `known`: sub-category by code. An end is the last that was told.
 */
export function newestOffenses(
  exports: readonly ReadonlyMap<string, Told>[],
  known: Readonly<Record<string, string>>,
): readonly Offense[] {
  const newest = new Map<string, Told>();
  for (const [offenseId, told] of exports.flatMap((all) => [...all])) {
    const endedAt = told.endedAt === undefined ? newest.get(offenseId)?.endedAt : told.endedAt;
    newest.set(offenseId, { ...told, endedAt });
  }
  const learned = new Map(Object.entries(known));
  for (const { code, ownSubCategory } of newest.values()) {
    if (ownSubCategory !== undefined && ownSubCategory !== '') learned.set(code, ownSubCategory);
  }
  return [...newest.values()].map((told) => {
    const subCategory = (told.ownSubCategory ?? '') || (learned.get(told.code) ?? 'Unknown');
    const ruled = violent.has(subCategory)
      ? 'VIOLENT CRIME'
      : property.has(subCategory)
        ? 'PROPERTY CRIME'
        : 'ALL OTHER';
    return { ...told, subCategory, category: (told.ownCategory ?? '') || ruled };
  });
}
