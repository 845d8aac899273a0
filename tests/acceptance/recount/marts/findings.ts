/** The numbers of the findings. Their sentences are for `findingFaults`, which asks whether they tell these numbers. */
import { dateText, monthEnd, monthOf, monthStart, parseDay, range, yearOf } from '../days.ts';
import { dayOn, type Feed, type Offense } from '../feed.ts';
import { CATEGORIES, CITY_PRECINCTS } from '../reference.ts';
import type { Row, Table } from '../table.ts';
import { reportDaysOf } from '../facts/report-maturity.ts';
import { anomalies } from './anomalies.ts';
import { forecast } from './forecasts.ts';
import { peakHours } from './peak-hours.ts';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const HOURS = range(0, 23).map((hour) => `${String(hour).padStart(2, '0')}:00`);
const assaults = new Set(['13A', '13B', '13C']);
const BOUNDS = ['lower_80', 'upper_80', 'lower_95', 'upper_95'];
const isProperty = ({ category }: Offense): boolean => category === 'PROPERTY CRIME';
const isAssault = ({ code }: Offense): boolean => assaults.has(code);

export function findings(feed: Feed): Table {
  const all = [
    ...yearFindings(feed),
    ...['reported', 'started', 'aoristic'].map((basis) => peakHour(feed, basis)),
    ...(['reported', 'started'] as const).map((basis) => weekday(feed, basis)),
    ...[largestChange(feed, 12), largestChange(feed, 1)],
    ...[unusualNow(feed), nextWeek(feed)],
  ];
  const rows = all.map((row, index): Row => ({
    ...{ ...Object.fromEntries(BOUNDS.map((name) => [name, null])), position: index + 1, comparison: null },
    ...{ subject: null, numerator: null, denominator: null, is_simulated: feed.isSimulated, ...row },
  }));
  const decimals = Object.fromEntries(
    ['value', 'numerator', 'denominator', 'comparison', ...BOUNDS].map((name) => [name, 2]),
  );
  return { key: ['finding'], rows, decimals, ignored: ['sentence', 'caveat'] };
}

/** The newest whole year, or all that is told where no year is whole. */
function periodOf(feed: Feed): { readonly year: number | undefined; readonly dates: Row } {
  const year = yearOf(feed.asOf + 1) - 1;
  if (!isWhole(feed, year)) return { year: undefined, dates: datesOf(feed.firstReport, feed.lastReport) };
  return { year, dates: datesOf(monthStart(year * 12), monthEnd(year * 12 + 11)) };
}

/** All of it is loaded, and no month is without a report. */
function isWhole({ reportable, spanStart }: Feed, year: number): boolean {
  const months = reportable.flatMap(({ reportedDay }) => (reportedDay === undefined ? [] : monthOf(reportedDay)));
  const told = new Set(months.filter((month) => month >= year * 12 && month < (year + 1) * 12));
  return monthStart(year * 12) >= spanStart && told.size === 12;
}

const datesOf = (first: number, last: number): Row => ({ period_start: dateText(first), period_end: dateText(last) });

function yearFindings(feed: Feed): readonly Row[] {
  const { year, dates } = periodOf(feed);
  const of = (wanted: number) =>
    feed.reportable.filter(({ reportedDay }) => reportedDay !== undefined && yearOf(reportedDay) === wanted);
  const now = year === undefined ? feed.reportable : of(year);
  const before = year !== undefined && isWhole(feed, year - 1) ? of(year - 1) : undefined;
  const count = (is: (offense: Offense) => boolean) => now.filter(is).length;
  const countBefore = (is: (offense: Offense) => boolean) => before?.filter(is).length ?? null;
  const share = (numerator: number, denominator: number) => (denominator === 0 ? null : numerator / denominator);
  const [offenses, mostOffenses] = ahead(titlesOf(now), (title) => count((offense) => offense.title === title));
  const inCity = now.filter(({ precinct }) => CITY_PRECINCTS.includes(precinct));
  const precinctNames = [...CITY_PRECINCTS].sort();
  const [precincts, most] = ahead(precinctNames, (name) => inCity.filter(({ precinct }) => precinct === name).length);
  const property = countBefore(isProperty);
  const told = [
    { finding: 'offenses', value: now.length, numerator: now.length, comparison: countBefore(() => true) },
    { finding: 'most_reported_offense', subject: listed(offenses), ...shareOf(mostOffenses, now.length) },
    {
      ...{ finding: 'property_crime_share', subject: 'PROPERTY CRIME', ...shareOf(count(isProperty), now.length) },
      comparison: before && property !== null ? share(property, before.length) : null,
    },
    {
      ...{ finding: 'assaults', subject: 'Assault', value: count(isAssault), numerator: count(isAssault) },
      ...{ denominator: now.length, comparison: countBefore(isAssault) },
    },
    { finding: 'busiest_precinct', subject: listed(precincts), ...shareOf(most, inCity.length) },
  ];
  return told.map((row) => ({ unit: 'offenses', ...row, ...dates }));
}

const titlesOf = (offenses: readonly Offense[]): readonly string[] =>
  [...new Set(offenses.map(({ title }) => title ?? ''))].sort();

const shareOf = (numerator: number, denominator: number): Row => ({
  ...{ value: denominator === 0 ? null : numerator / denominator, unit: 'share', numerator, denominator },
});

/** Of all offenses, those that the basis cannot place left out. */
function peakHour(feed: Feed, basis: string): Row {
  const placed = peakHours(feed).rows.filter((row) => row['time_basis'] === basis && row['is_hour_known']);
  const totals = HOURS.map((_, hour) =>
    placed.filter((row) => row['hour'] === hour).reduce((total, row) => total + Number(row['offenses']), 0),
  );
  const [hours, most] = ahead(HOURS, (name) => Math.round((totals[HOURS.indexOf(name)] ?? 0) * 1000) / 1000);
  const known = Math.round(totals.reduce((total, count) => total + count, 0));
  const dates = datesOf(feed.firstReport, feed.lastReport);
  return { finding: `peak_hour_${basis}`, subject: listed(hours), ...shareOf(most, known), ...dates };
}

function weekday(feed: Feed, basis: 'reported' | 'started'): Row {
  const { year, dates } = periodOf(feed);
  const days = feed.reportable
    .map((offense) => dayOn(offense, basis))
    .filter((day) => day !== undefined)
    .filter((day) => (year === undefined ? day >= feed.firstReport && day <= feed.lastReport : yearOf(day) === year));
  const count = (name: string) => days.filter((day) => WEEKDAYS[(((day + 3) % 7) + 7) % 7] === name).length;
  const [most, fewest] = [ahead(WEEKDAYS, count), Math.min(...WEEKDAYS.map(count))];
  return {
    ...{ finding: `weekday_${basis}`, subject: most[1] === fewest ? null : listed(most[0]) },
    ...{ ...shareOf(most[1], days.length), comparison: days.length === 0 ? null : fewest / days.length, ...dates },
  };
}

/** Of precinct and category, by 2(√now − √before): a year against the year before, or a month against that of the year before. */
function largestChange(feed: Feed, months: 12 | 1): Row {
  const finding = { finding: `largest_change_of_${months === 12 ? 'year' : 'month'}`, unit: 'signal' };
  // Of a month that ended lately reports are still to come.
  const newest = monthOf(feed.asOf + 1 - reportDaysOf(feed).days) - 1;
  const [first, firstBefore] = [newest - months + 1, newest - 11 - months];
  if (monthStart(firstBefore) < feed.spanStart)
    return { ...finding, value: null, period_start: null, period_end: null };
  const count = (offenses: readonly Offense[], from: number) =>
    offenses.filter(({ reportedDay }) => {
      const month = reportedDay === undefined ? NaN : monthOf(reportedDay);
      return month >= from && month < from + months;
    }).length;
  const changes = CITY_PRECINCTS.flatMap((precinct) =>
    CATEGORIES.map((category) => {
      const own = feed.reportable.filter((one) => one.precinct === precinct && one.category === category);
      const [now, before] = [count(own, first), count(own, firstBefore)];
      return { subject: `${precinct}, ${category}`, now, before, signal: 2 * (Math.sqrt(now) - Math.sqrt(before)) };
    }),
  );
  const [largest] = [...changes].sort((a, b) => Math.abs(b.signal) - Math.abs(a.signal));
  const dates = datesOf(monthStart(first), monthEnd(newest));
  if (!largest) return finding;
  const { subject, now, before, signal } = largest;
  return { ...finding, subject, value: signal, numerator: now, comparison: before, ...dates };
}

/** In the newest four weeks that can be judged. */
function unusualNow(feed: Feed): Row {
  const judged = anomalies(feed).rows.filter((row) => row['status'] === 'judged');
  const weeks = [...new Set(judged.map((row) => String(row['week_start'])))].sort().slice(-4);
  const newest = judged.filter((row) => weeks.includes(String(row['week_start'])));
  const [strangest] = newest
    .filter((row) => row['is_anomaly'])
    .sort((a, b) => Number(a['p_value']) - Number(b['p_value']));
  const found = newest.filter((row) => row['is_anomaly']).length;
  return {
    ...{ finding: 'unusual_now', unit: 'anomalies', denominator: newest.length },
    value: newest.length === 0 ? null : found,
    subject: strangest?.['series'] ?? null,
    numerator: strangest?.['offenses'] ?? null,
    comparison: strangest?.['expected_offenses'] ?? null,
    period_start: weeks[0] ?? null,
    period_end: weeks.length === 0 ? null : dateText(parseDay(weeks.at(-1) ?? '') + 6),
  };
}

function nextWeek(feed: Feed): Row {
  const [next = {}] = forecast(feed).rows.filter((row) => row['series'] === 'City' && row['horizon_weeks'] === 1);
  const monday = parseDay(String(next['target_week_start']));
  return {
    ...{ finding: 'expected', unit: 'offenses', subject: 'City', value: next['forecast'] ?? null },
    ...{ comparison: next['mean_offenses'] ?? null, ...datesOf(monday, monday + 6) },
    ...Object.fromEntries(BOUNDS.map((name) => [name, next[name] ?? null])),
  };
}

/** The names with the highest number, and that number. */
function ahead(names: readonly string[], count: (name: string) => number): readonly [readonly string[], number] {
  const counted = names.map((name) => [name, count(name)] as const);
  const highest = counted.reduce((most, [, number]) => Math.max(most, number), 0);
  return [counted.filter(([, number]) => highest > 0 && number === highest).map(([name]) => name), highest];
}

/** The names as English lists them. */
function listed(names: readonly string[]): string | null {
  if (names.length === 0) return null;
  if (names.length > 3) return `${names.slice(0, 2).join(', ')} and ${names.length - 2} others`;
  return [names.slice(0, -1).join(', '), names.at(-1)].filter((part) => part !== '').join(' and ');
}

/** What is wrong with the sentences of findings: a number that one does not tell, or a gap in its words. */
export function findingFaults(rows: readonly Row[]): readonly string[] {
  return rows.flatMap((row) => {
    const sentence = String(row['sentence']);
    const value = Number(row['value']);
    const isTold = row['value'] === null || row['unit'] === 'signal' || value === 0;
    const figure = row['unit'] === 'share' ? (100 * value).toFixed(1) : String(Math.round(value));
    return [
      ...(isTold || sentence.replaceAll(',', '').includes(figure) ? [] : [`${sentence} does not tell ${figure}`]),
      ...(/ {2}| ,|\.\.|\bnull\b/iu.test(sentence) ? [`${sentence} has a gap`] : []),
    ];
  });
}
