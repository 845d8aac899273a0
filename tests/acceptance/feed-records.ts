/**
 * An independent reading of the feed's exports, for checking the pipeline: it shares no code and no SQL with it.
 */
import { readFileSync } from 'node:fs';

/** What the checks need of one offense. */
export interface FeedRecord {
  readonly offenseId: string;
  readonly offenseCode: string;
  readonly crimeAgainst: string;
  readonly precinct: string;
  /** Wall-clock times as UTC milliseconds; undefined where the text is no time. */
  readonly reportedAt: number | undefined;
  readonly startedAt: number | undefined;
}

/** Records of a CSV text by RFC 4180, each an object keyed by the header. */
export function csvRecords(text: string): readonly Readonly<Record<string, string>>[] {
  const rows: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  const endCell = () => {
    rows.at(-1)?.push(cell);
    cell = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const mark = text.charAt(at);
    if (isQuoted) {
      if (mark !== '"') cell += mark;
      else if (text[at + 1] === '"') cell += text.charAt((at += 1));
      else isQuoted = false;
    } else if (mark === '"') isQuoted = true;
    else if (mark === ',') endCell();
    else if (mark === '\n') {
      endCell();
      rows.push([]);
    } else if (mark !== '\r') cell += mark;
  }
  if (cell !== '' || (rows.at(-1)?.length ?? 0) > 0) endCell();
  const [header = [], ...records] = rows.filter((row) => row.length > 0);
  return records.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])));
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A wall-clock time in any of the feed's three formats. */
export function feedTime(text: string): number | undefined {
  const iso = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)/.exec(text);
  if (iso) return utc(iso.slice(1, 7).map(Number), '');
  const us = /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d):(\d\d):(\d\d) ([AP]M)$/.exec(text);
  if (us) {
    const [month = 0, day = 0, year = 0, ...clock] = us.slice(1, 7).map(Number);
    return utc([year, month, day, ...clock], us[7] ?? '');
  }
  const named = /^(\d{4}) (\w{3}) (\d\d) (\d\d):(\d\d):(\d\d) ([AP]M)$/.exec(text);
  if (named) {
    const [day = 0, ...clock] = named.slice(3, 7).map(Number);
    return utc([Number(named[1]), monthNames.indexOf(named[2] ?? '') + 1, day, ...clock], named[7] ?? '');
  }
  return undefined;
}

function utc(
  [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0]: readonly number[],
  half: string,
): number {
  const hours = half === '' ? hour : (hour % 12) + (half === 'PM' ? 12 : 0);
  const time = new Date(0);
  time.setUTCFullYear(year, month - 1, day);
  time.setUTCHours(hours, minute, second);
  return time.getTime();
}

const precinctNames: Readonly<Record<string, string>> = {
  N: 'North',
  S: 'South',
  E: 'East',
  W: 'West',
  SW: 'Southwest',
};
/** `OOJ` is out of jurisdiction: a place that is told. */
const knownPrecincts = new Set([...Object.values(precinctNames), 'OOJ']);

/** The offenses of an export in either shape; the last of two records with one id wins. */
export const readFeed = (path: string): ReadonlyMap<string, FeedRecord> =>
  feedRecords(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));

/** The offenses of a CSV text, under display headers or the portal's names. */
export function feedRecords(text: string): ReadonlyMap<string, FeedRecord> {
  const offenses = new Map<string, FeedRecord>();
  for (const record of csvRecords(text)) {
    const value = (...names: readonly string[]) =>
      names
        .map((name) => record[name])
        .find((text) => text !== undefined)
        ?.trim() ?? '';
    const offenseId = value('Offense ID', 'offense_id');
    if (!/^\d+$/.test(offenseId)) continue;
    const precinct = value('Precinct', 'precinct');
    const name = precinctNames[precinct] ?? precinct;
    offenses.set(offenseId, {
      offenseId,
      offenseCode: value('Offense Code', 'nibrs_offense_code', 'offense_code'),
      crimeAgainst: value('Crime Against Category', 'nibrs_crime_against_category', 'crime_against_category'),
      precinct: knownPrecincts.has(name) ? name : 'Unknown',
      reportedAt: feedTime(value('Report DateTime', 'report_date_time', 'report_datetime')),
      startedAt: feedTime(value('Offense Start DateTime', 'offense_date', 'offense_start_datetime')),
    });
  }
  return offenses;
}

/** Counts of `items` by `key`, by the key's text. */
export function countBy<Item>(items: Iterable<Item>, key: (item: Item) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) {
    const name = key(item);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
