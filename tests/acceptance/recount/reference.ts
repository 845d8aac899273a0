/**
 * What is known of codes and places beside the feed, from lists of the tests' own: beats and neighborhoods of the city's
 * map, names and groups of codes as both shapes of the feed have them. The order of seriousness is the project's choice.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { csvRecords } from './csv.ts';

export interface Code {
  readonly code: string;
  readonly name: string;
  readonly parentGroup: string | null;
  readonly subCategory: string | null;
  readonly category: string;
  readonly crimeAgainst: string | null;
  readonly group: string | null;
  /** From 1, the most serious: the order of the list. */
  readonly seriousness: number;
  readonly isInferred: boolean;
}

export const PRECINCTS = ['North', 'East', 'South', 'West', 'Southwest', 'OOJ', 'Unknown'];
export const CITY_PRECINCTS = PRECINCTS.slice(0, 5);
export const CATEGORIES = ['VIOLENT CRIME', 'PROPERTY CRIME', 'ALL OTHER'];

const violent = new Set(['AGGRAVATED ASSAULT', 'ROBBERY', 'RAPE', 'HOMICIDE']);
const property = new Set(['LARCENY-THEFT', 'BURGLARY', 'MOTOR VEHICLE THEFT', 'ARSON']);

/** The city's rule. */
export function categoryOf(subCategory: string | null): string {
  if (violent.has(subCategory ?? '')) return 'VIOLENT CRIME';
  return property.has(subCategory ?? '') ? 'PROPERTY CRIME' : 'ALL OTHER';
}

/** Whether headline counts take an offense. */
export const isReportable = (code: string, crimeAgainst: string | null): boolean =>
  code !== '999' && code !== '-' && crimeAgainst !== 'NOT_A_CRIME';

const read = (name: string): readonly Readonly<Record<string, string>>[] =>
  csvRecords(readFileSync(join(import.meta.dirname, 'lists', name), 'utf8'));

export const neighborhoods = read('neighborhoods.csv');
export const beats = read('beats.csv');
export const codes: ReadonlyMap<string, Code> = new Map(read('offense-codes.csv').map(codeOf));

function codeOf(record: Readonly<Record<string, string>>, index: number): readonly [string, Code] {
  const text = (name: string) => record[name] || null;
  const [code, subCategory] = [record['code'] ?? '', text('sub_category')];
  const named = { code, name: record['name'] ?? '', parentGroup: text('parent_group'), subCategory };
  const judged = { category: categoryOf(subCategory), crimeAgainst: text('crime_against'), group: text('nibrs_group') };
  return [code, { ...named, ...judged, seriousness: index + 1, isInferred: record['is_inferred'] === 'true' }];
}
