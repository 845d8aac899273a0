import { changeColumns } from '../changes.ts';
import { dateText, monthEnd, monthOf, monthStart, range } from '../days.ts';
import { BASES, type Basis, dayOn, type Feed } from '../feed.ts';
import { reportDaysOf } from '../facts/report-maturity.ts';
import { FOLLOWED_DAYS } from '../maturity/completeness.ts';
import { noNowcast, nowcastColumns } from '../maturity/nowcast.ts';
import { type Maturing, maturingOf } from '../maturity/periods.ts';
import { CATEGORIES, PRECINCTS } from '../reference.ts';
import { groupBy, type Row, type Table } from '../table.ts';

interface Series {
  readonly basis: Basis;
  readonly precinct: string;
  readonly category: string;
  /** Offenses of a month. */
  readonly count: (month: number) => number;
  readonly maturing: Maturing;
}

/** Every month that the span touches, and those outside it that have offenses. */
export function monthly(feed: Feed): Table {
  const maturing = maturingOf(feed);
  const rows = BASES.flatMap((basis) => {
    const keyed = (precinct: string, category: string) => `${precinct}|${category}`;
    const groups = groupBy(feed.reportable, ({ precinct, category }) => keyed(precinct, category));
    return PRECINCTS.flatMap((precinct) =>
      CATEGORIES.flatMap((category) => {
        const days = (groups.get(keyed(precinct, category)) ?? []).map((offense) => dayOn(offense, basis));
        const months = groupBy(days, (day) => String(day === undefined ? NaN : monthOf(day)));
        const count = (month: number) => months.get(String(month))?.length ?? 0;
        const inSpan = range(monthOf(feed.spanStart), monthOf(feed.spanEnd));
        const outside = [...months.keys()].map(Number).filter((month) => !inSpan.includes(month));
        const series = { basis, precinct, category, count, maturing };
        return [...inSpan, ...outside].map((month) => monthRow(feed, series, month));
      }),
    );
  });
  const two = ['month_on_month_percent', 'month_on_month_signal', 'year_on_year_percent', 'year_on_year_signal'];
  const decimals = Object.fromEntries([...two, 'nowcast_offenses'].map((name) => [name, 2]));
  return { key: ['time_basis', 'precinct', 'offense_category', 'offense_month'], rows, decimals };
}

function monthRow(feed: Feed, series: Series, month: number): Row {
  const isTold = !Number.isNaN(month);
  const isInSpan = month >= monthOf(feed.spanStart) && month <= monthOf(feed.spanEnd);
  const isComplete = (wanted: number) => monthStart(wanted) >= feed.spanStart && monthEnd(wanted) <= feed.asOf;
  const year = range(month - 11, month);
  return {
    ...{ time_basis: series.basis, precinct: series.precinct, offense_category: series.category },
    offense_month: isTold ? dateText(monthStart(month)) : null,
    year: isTold ? Math.floor(month / 12) : null,
    ...{ is_in_span: isInSpan, is_complete: isTold && isComplete(month), offenses: series.count(month) },
    rolling_12_month_offenses:
      isTold && year.every(isComplete) ? year.reduce((total, one) => total + series.count(one), 0) : null,
    ...(isTold ? comparisons(feed, series, month, isInSpan, isComplete) : nothing),
  };
}

const nothing: Row = {
  ...{ previous_month_offenses: null, ...changeColumns('month_on_month', 0, null) },
  ...{ previous_year_offenses: null, ...changeColumns('year_on_year', 0, null) },
  ...{ completeness: null, is_provisional: false, ...noNowcast },
};

function comparisons(
  feed: Feed,
  { basis, precinct, category, count, maturing }: Series,
  month: number,
  isInSpan: boolean,
  isComplete: (month: number) => boolean,
): Row {
  const { asOf, spanStart } = feed;
  const [first, last] = [monthStart(month), monthEnd(month)];
  const isYoung = basis === 'started' && isInSpan && first <= asOf && last >= asOf - FOLLOWED_DAYS;
  const maturity = isYoung ? maturing.of(category, first, last) : undefined;
  const isAwaited = basis === 'reported' && isInSpan && asOf - last < reportDaysOf(feed).days;
  /** As known when the month was as old as this one is. */
  const known = (monthsBefore: number) => {
    const end = monthEnd(month - monthsBefore);
    return maturing.known(precinct, category, monthStart(month - monthsBefore), end, end + asOf - last);
  };
  const compared = maturity?.isProvisional ? known : (monthsBefore: number) => count(month - monthsBefore);
  const before = (monthsBefore: number) =>
    isComplete(month) && !isAwaited && isComplete(month - monthsBefore) ? compared(monthsBefore) : null;
  const previous = (monthsBefore: number) =>
    isInSpan && month - monthsBefore >= monthOf(spanStart) ? count(month - monthsBefore) : null;
  const now = isComplete(month) ? compared(0) : 0;
  return {
    previous_month_offenses: previous(1),
    ...changeColumns('month_on_month', now, before(1)),
    previous_year_offenses: previous(12),
    ...changeColumns('year_on_year', now, before(12)),
    completeness: !isInSpan || isAwaited || first > asOf ? null : maturity ? maturity.completeness : 1,
    // What is not over is not final, however mature its days are.
    is_provisional: isInSpan && (isAwaited || maturity?.isProvisional === true || last > asOf),
    ...nowcastColumns(feed, maturity, { kind: 'month', category, age: asOf - last, known: now, told: count(month) }),
  };
}
