import { dayOf, monthOf, range } from '../days.ts';
import { loadColumnsOf } from '../facts/load-columns.ts';
import { neighborhoods } from '../facts/places.ts';
import { offenseTypes } from '../facts/offense-types.ts';
import { startIssue } from '../facts/offenses.ts';
import type { Feed, Load, Offense } from '../feed.ts';
import { beats } from '../reference.ts';
import { seattleInstant, seattleTime } from '../seattle.ts';
import type { Table } from '../table.ts';

const DAY = 86_400_000;
const precinctOfBeat = new Map(beats.map(({ beat = '', precinct = '' }) => [beat, precinct]));

const knownCrimesAgainst = ['PERSON', 'PROPERTY', 'SOCIETY', 'ANY', 'NOT_A_CRIME'];

/** A check: how much it finds, and the part of all offenses up to which that is as always. */
interface Check {
  readonly severity: 'warning' | 'notice';
  readonly allowed: number;
  readonly findings: (feed: Feed) => number;
}

const warning = (findings: Check['findings']): Check => ({ severity: 'warning', allowed: 0, findings });
const notice = (allowed: number, findings: Check['findings']): Check => ({ severity: 'notice', allowed, findings });
const offensesThat = (is: (offense: Offense, feed: Feed) => boolean) => (feed: Feed) =>
  feed.offenses.filter((offense) => is(offense, feed)).length;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const isOdd = (volume: number, usual: number): boolean => volume < usual / 2 || volume > usual * 2;

const checks: Readonly<Record<string, Check>> = {
  'volume of the newest load': warning(
    ({ loads }) => [...new Set(loads.map(({ mode }) => mode))].filter((mode) => isOddLoad(loads, mode)).length,
  ),
  'volume of the last week': warning((feed) => (isOddWeek(feed) ? 1 : 0)),
  'months without a report': warning(({ offenses, spanStart, asOf }) => {
    const told = new Set(offenses.map(({ reportedDay = NaN }) => monthOf(reportedDay)));
    return range(monthOf(spanStart), monthOf(asOf)).filter((month) => !told.has(month)).length;
  }),
  'volume of a day': warning(oddDays),
  'columns changed': warning((feed) =>
    loadColumnsOf(feed).some(({ load, drift }) => load === feed.loads.at(-1) && drift !== null) ? 1 : 0,
  ),
  'rows lost between layers': warning(() => 0),
  freshness: warning((feed) => (isStale(feed) ? 1 : 0)),
  'report after the portal was read': warning(offensesThat(isReportedLater)),
  'coordinates outside the city': notice(
    0.001,
    offensesThat(({ place }) => place.status === 'impossible'),
  ),
  'precinct is not that of the beat': notice(0.01, offensesThat(isInOtherPrecinct)),
  'offense repeated within a load': notice(0.0001, ({ loads }) =>
    sum(loads.map(({ records, told }) => records - told.size)),
  ),
  'code that the project does not list': warning(
    (feed) => offenseTypes(feed).rows.filter((row) => !row['is_listed']).length,
  ),
  'NIBRS group or crime against that the project does not know': warning(unknownGroups),
  'neighborhood that the project does not list': warning(
    (feed) => neighborhoods(feed).rows.filter((row) => !row['is_listed']).length,
  ),
  'column that the project does not know': warning(() => 0),
  'record quarantined': warning(({ loads }) => sum(loads.map(({ quarantined }) => quarantined))),
  'precinct not known': notice(
    0.005,
    offensesThat(({ precinct }) => precinct === 'Unknown'),
  ),
  'start before 2008 or after the report': notice(
    0.006,
    offensesThat((offense) => ['before_2008', 'after_report'].includes(startIssue(offense) ?? '')),
  ),
};

/** The sample, and the words about a finding, are no numbers. */
export function qualityChecks(feed: Feed): Table {
  const rows = Object.entries(checks).map(([name, { severity, allowed, findings }]) => {
    const found = findings(feed);
    const isFinding = found > allowed * feed.offenses.length;
    return { check_name: name, severity, findings: found, is_finding: isFinding, is_simulated: feed.isSimulated };
  });
  return { key: ['check_name'], rows, ignored: ['sample', 'meaning', 'what_to_do'] };
}

/** The newest of at least four loads of a portal beside the mean of at most ten before it. */
function isOddLoad(loads: readonly Load[], mode: Load['mode']): boolean {
  const sizes = loads.filter((load) => load.mode === mode && mode !== 'file').map(({ records }) => records);
  const before = sizes.slice(-11, -1);
  return before.length >= 3 && isOdd(sizes.at(-1) ?? NaN, sum(before) / before.length);
}

/** The week up to today beside a mean week of the newest eight, of which it is one. */
function isOddWeek({ offenses, asOf }: Feed): boolean {
  const within = (days: number) =>
    offenses.filter(({ reportedDay = NaN }) => reportedDay > asOf - days && reportedDay <= asOf).length;
  const usual = within(56) / 8;
  return usual >= 50 && isOdd(within(7), usual);
}

/** Days of the newest four weeks beside their weekday in the eight weeks before. */
function oddDays({ offenses, asOf, spanStart }: Feed): number {
  const counts = new Map<number, number>();
  for (const { reportedDay = NaN } of offenses) counts.set(reportedDay, (counts.get(reportedDay) ?? 0) + 1);
  const of = (day: number) => counts.get(day) ?? 0;
  return range(asOf - 27, asOf).filter((day) => {
    const before = range(1, 8).map((weeks) => day - 7 * weeks);
    const usual = sum(before.map(of)) / 8;
    return before.every((one) => one >= spanStart) && usual >= 50 && isOdd(of(day), usual);
  }).length;
}

function isStale({ loads, lastReport }: Feed): boolean {
  const read = Math.max(...loads.map(({ snapshotAt }) => snapshotAt));
  return dayOf(seattleTime(read)) - lastReport > 4;
}

/** By more than a day after the first reading that has the offense. */
function isReportedLater({ offenseId, reportedAt }: Offense, { loads }: Feed): boolean {
  const first = loads.find(({ told }) => told.has(offenseId));
  return reportedAt !== undefined && first !== undefined && seattleInstant(reportedAt) > first.snapshotAt + DAY;
}

function isInOtherPrecinct({ precinct, beat }: Offense): boolean {
  const other = precinctOfBeat.get(beat) ?? '';
  return !['Unknown', 'OOJ', other].includes(precinct) && other !== '';
}

/** How many pairs of group and crime against have one that is told and new. */
function unknownGroups({ offenses }: Feed): number {
  const isNew = (value: string | null, known: readonly string[]) => value !== null && !known.includes(value);
  const odd = offenses.filter(
    ({ group, crimeAgainst }) => isNew(group, ['A', 'B']) || isNew(crimeAgainst, knownCrimesAgainst),
  );
  return new Set(odd.map(({ group, crimeAgainst }) => `${group}|${crimeAgainst}`)).size;
}
