import { changeColumns } from '../changes.ts';
import { dateText, range, weekdayOf, yearOf } from '../days.ts';
import { BASES, type Basis, dayOn, type Feed, type Offense } from '../feed.ts';
import { reportDaysOf } from '../facts/report-maturity.ts';
import { nowcastColumns } from '../maturity/nowcast.ts';
import { type Maturing, maturingOf } from '../maturity/periods.ts';
import { CATEGORIES, PRECINCTS } from '../reference.ts';
import { groupBy, type Row, type Table } from '../table.ts';

/** Every day of the span, and those outside it that have offenses. */
export function daily(feed: Feed): Table {
  const maturing = maturingOf(feed);
  const rows = BASES.flatMap((basis) => {
    const groups = groupBy(feed.reportable, ({ precinct, category }) => `${precinct}|${category}`);
    return PRECINCTS.flatMap((precinct) =>
      CATEGORIES.flatMap((category) => {
        const series = { basis, precinct, category, offenses: groups.get(`${precinct}|${category}`) ?? [] };
        return daysOf(feed, series, maturing);
      }),
    );
  });
  return {
    key: ['time_basis', 'precinct', 'offense_category', 'offense_date'],
    rows,
    decimals: {
      ...{ week_on_week_percent: 2, week_on_week_signal: 2, year_on_year_percent: 2, year_on_year_signal: 2 },
      nowcast_offenses: 2,
    },
  };
}

interface Series {
  readonly basis: Basis;
  readonly precinct: string;
  readonly category: string;
  readonly offenses: readonly Offense[];
}

function daysOf(feed: Feed, series: Series, maturing: Maturing): readonly Row[] {
  const byDay = groupBy(series.offenses, (offense) => dayOn(offense, series.basis));
  const isInSpan = (day: number) => day >= feed.spanStart && day <= feed.spanEnd;
  const outside = [...byDay.keys()].filter((day) => day === undefined || !isInSpan(day));
  const count = (day: number) => byDay.get(day)?.length ?? 0;
  return [...range(feed.spanStart, feed.spanEnd), ...outside].map((day) => {
    const offenses = byDay.get(day) ?? [];
    const ofGroup = (name: string) => offenses.filter(({ group }) => group === name).length;
    return {
      time_basis: series.basis,
      precinct: series.precinct,
      offense_category: series.category,
      offense_date: day === undefined ? null : dateText(day),
      year: day === undefined ? null : yearOf(day),
      weekday: day === undefined ? null : weekdayOf(day),
      is_in_span: day !== undefined && isInSpan(day),
      is_complete: day !== undefined && isInSpan(day) && day <= feed.asOf,
      offenses: offenses.length,
      group_a_offenses: ofGroup('A'),
      group_b_offenses: ofGroup('B'),
      ...comparisons(feed, series, maturing, day ?? NaN, count),
    };
  });
}

function comparisons(
  feed: Feed,
  { basis, precinct, category }: Series,
  maturing: Maturing,
  day: number,
  count: (day: number) => number,
): Row {
  const { spanStart, spanEnd, asOf } = feed;
  const isInSpan = day >= spanStart && day <= spanEnd;
  const isComplete = isInSpan && day <= asOf;
  const isAwaited = basis === 'reported' && isInSpan && asOf - day < reportDaysOf(feed).days;
  const maturity = basis === 'started' && isComplete ? maturing.of(category, day, day) : undefined;
  const known = (daysBefore: number) =>
    maturing.known(precinct, category, day - daysBefore, day - daysBefore, asOf - daysBefore);
  const compared = maturity?.isProvisional ? known : (daysBefore: number) => count(day - daysBefore);
  const before = (daysBefore: number) =>
    isComplete && !isAwaited && day - daysBefore >= spanStart ? compared(daysBefore) : null;
  const previous = (daysBefore: number) => (isInSpan && day - daysBefore >= spanStart ? count(day - daysBefore) : null);
  const now = isComplete ? compared(0) : 0;
  return {
    previous_week_offenses: previous(7),
    ...changeColumns('week_on_week', now, before(7)),
    previous_year_offenses: previous(364),
    ...changeColumns('year_on_year', now, before(364)),
    completeness: !isComplete || isAwaited ? null : maturity ? maturity.completeness : 1,
    is_provisional: maturity ? maturity.isProvisional : isAwaited || (isInSpan && !isComplete),
    ...nowcastColumns(feed, maturity, { kind: 'day', category, age: asOf - day, known: now, told: count(day) }),
  };
}
