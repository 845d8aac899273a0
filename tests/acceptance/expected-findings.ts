/** What `mart_findings` must say of given records: computed here from the feed, with no code or SQL of the pipeline. */
import type { FeedRecord } from './feed-records.ts';

/** The numbers of one finding; of a tie the first subject would do, so subjects are lists. */
export interface ExpectedFinding {
  readonly numerator: number;
  readonly denominator: number | null;
  readonly comparison?: number | null;
  /** All that are equally far ahead, in the order of the sentence. */
  readonly subjects?: readonly string[];
  readonly period: readonly [string, string];
}

const DAY = 86_400_000;
const precincts = ['East', 'North', 'South', 'Southwest', 'West'];
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const assaultCodes = ['13A', '13B', '13C'];
/** Arson, burglary, larceny and theft of motor vehicles: the city's property crime. */
const isProperty = (code: string) => ['200', '220', '240'].includes(code) || /^23[A-H]$/.test(code);
const dateText = (time: number) => new Date(time).toISOString().slice(0, 10);
const yearOf = (time: number) => new Date(time).getUTCFullYear();

/** The names with the highest number, and that number. */
function ahead(names: readonly string[], count: (name: string) => number): readonly [readonly string[], number] {
  const highest = names.reduce((most, name) => Math.max(most, count(name)), 0);
  return [names.filter((name) => highest > 0 && count(name) === highest), highest];
}

/** The findings that can be counted from the records; `offenses` are those that the feed has now. */
export function expectedFindings(offenses: readonly FeedRecord[]): ReadonlyMap<string, ExpectedFinding> {
  const reported = offenses.flatMap(({ reportedAt }) => (reportedAt === undefined ? [] : [reportedAt]));
  const last = reported.reduce((newest, time) => Math.max(newest, time));
  const first = reported.reduce((oldest, time) => Math.min(oldest, time));
  const span = [dateText(first), dateText(last)] as const;
  // Today is the day before the newest report's; a year is over once today is its last day or later.
  const year = yearOf(Math.floor(last / DAY) * DAY) - 1;
  const isCovered = (wanted: number) =>
    Math.max(Date.UTC(2008, 0, 1), Math.floor(first / DAY) * DAY) <= Date.UTC(wanted, 0, 1);
  const period = isCovered(year) ? ([`${year}-01-01`, `${year}-12-31`] as const) : span;
  const counted = offenses.filter(
    ({ offenseCode, crimeAgainst }) => !['999', '-'].includes(offenseCode) && crimeAgainst !== 'NOT_A_CRIME',
  );
  const isOf = (time: number | undefined, wanted: number) =>
    isCovered(wanted) ? time !== undefined && yearOf(time) === wanted : true;
  const now = counted.filter(({ reportedAt }) => isOf(reportedAt, year));
  const before = isCovered(year - 1) ? counted.filter(({ reportedAt }) => isOf(reportedAt, year - 1)) : undefined;
  const size = (records: readonly FeedRecord[] | undefined, is: (record: FeedRecord) => boolean) =>
    records === undefined ? null : records.filter(is).length;
  const total = now.length;

  const codes = [...new Set(now.map(({ offenseCode }) => offenseCode))];
  const [, topOffense] = ahead(codes, (code) => now.filter(({ offenseCode }) => offenseCode === code).length);
  const inPrecincts = now.filter(({ precinct }) => precincts.includes(precinct));
  const [topPrecincts, topInPrecinct] = ahead(
    precincts,
    (name) => inPrecincts.filter(({ precinct }) => precinct === name).length,
  );
  const found = new Map<string, ExpectedFinding>([
    ['offenses', { numerator: total, denominator: null, comparison: size(before, () => true), period }],
    ['most_reported_offense', { numerator: topOffense, denominator: total, period }],
    [
      'property_crime_share',
      { numerator: now.filter(({ offenseCode }) => isProperty(offenseCode)).length, denominator: total, period },
    ],
    [
      'assaults',
      {
        numerator: now.filter(({ offenseCode }) => assaultCodes.includes(offenseCode)).length,
        denominator: total,
        comparison: size(before, ({ offenseCode }) => assaultCodes.includes(offenseCode)),
        period,
      },
    ],
    ['busiest_precinct', { numerator: topInPrecinct, denominator: inPrecincts.length, subjects: topPrecincts, period }],
  ]);

  for (const basis of ['reported', 'started'] as const) {
    const timeOf = ({ reportedAt, startedAt }: FeedRecord) => (basis === 'reported' ? reportedAt : startedAt);
    const times = counted.map(timeOf).filter((time) => time !== undefined);
    const known = times.filter((time) => basis === 'reported' || time % DAY !== 0);
    const byHour = Array.from({ length: 24 }, () => 0);
    for (const time of known) byHour[new Date(time).getUTCHours()] = (byHour[new Date(time).getUTCHours()] ?? 0) + 1;
    const names = byHour.map((_, hour) => `${String(hour).padStart(2, '0')}:00`);
    const [hours, most] = ahead(names, (name) => byHour[names.indexOf(name)] ?? 0);
    found.set(`peak_hour_${basis}`, { numerator: most, denominator: known.length, subjects: hours, period: span });

    const days = times.filter((time) => isOf(time, year)).map((time) => (new Date(time).getUTCDay() + 6) % 7);
    const [busiest, busiestCount] = ahead(weekdays, (name) => days.filter((day) => weekdays[day] === name).length);
    found.set(`weekday_${basis}`, { numerator: busiestCount, denominator: days.length, subjects: busiest, period });
  }
  return found;
}

/** The names as English lists them. */
export function listed(names: readonly string[]): string | null {
  if (names.length === 0) return null;
  if (names.length > 3) return `${names.slice(0, 2).join(', ')} and ${names.length - 2} others`;
  return [names.slice(0, -1).join(', '), names.at(-1)].filter((part) => part !== '').join(' and ');
}
