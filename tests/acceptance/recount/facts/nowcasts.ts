import { dateText, monthEnd, monthOf, monthStart, range } from '../days.ts';
import type { Feed } from '../feed.ts';
import { FOLLOWED_DAYS } from '../maturity/completeness.ts';
import { type Kind, pastErrorsOf } from '../maturity/intervals.ts';
import { nowcastColumns } from '../maturity/nowcast.ts';
import { maturingOf } from '../maturity/periods.ts';
import { CATEGORIES, PRECINCTS } from '../reference.ts';
import type { Row, Table } from '../table.ts';

/** A period beside those that it is compared with, each by its first and last day. */
interface Compared {
  readonly kind: Kind;
  readonly own: readonly [number, number];
  readonly before: readonly [number, number];
  readonly yearBefore: readonly [number, number];
}

/** The 365 days that end with today, as far as the span goes back, and the months that touch them. */
export function nowcasts(feed: Feed): Table {
  const first = Math.max(feed.spanStart, feed.asOf - FOLLOWED_DAYS);
  const days = range(first, feed.asOf).map(comparedDay);
  const months = range(monthOf(first), monthOf(feed.asOf)).map(comparedMonth);
  const rows = [...days, ...months].flatMap((compared) =>
    PRECINCTS.flatMap((precinct) => CATEGORIES.map((category) => rowOf(feed, compared, precinct, category))),
  );
  const key = ['period_kind', 'precinct', 'offense_category', 'period_start'];
  return { key, rows, decimals: { nowcast_offenses: 2 } };
}

function comparedDay(day: number): Compared {
  return { kind: 'day', own: [day, day], before: [day - 7, day - 7], yearBefore: [day - 364, day - 364] };
}

function comparedMonth(month: number): Compared {
  const days = (wanted: number) => [monthStart(wanted), monthEnd(wanted)] as const;
  return { kind: 'month', own: days(month), before: days(month - 1), yearBefore: days(month - 12) };
}

function rowOf(feed: Feed, { kind, own, before, yearBefore }: Compared, precinct: string, category: string): Row {
  const maturing = maturingOf(feed);
  const age = feed.asOf - own[1];
  const knownOf = ([first, last]: readonly [number, number]) =>
    maturing.known(precinct, category, first, last, last + age);
  const known = knownOf(own);
  const maturity = maturing.of(category, ...own);
  return {
    ...{ period_kind: kind, precinct, offense_category: category, period_start: dateText(own[0]) },
    ...{ completeness: maturity.completeness, is_provisional: maturity.isProvisional, known_offenses: known },
    ...{ known_period_before: knownOf(before), known_year_before: knownOf(yearBefore) },
    ...nowcastColumns(feed, maturity, { kind, category, age, known, told: known }),
  };
}

export function nowcastErrors(feed: Feed): Table {
  const rows = pastErrorsOf(feed).map(({ kind, category, age, knownFrom, count, low, high, onlyHigh }) => ({
    ...{ period_kind: kind, offense_category: category, days_since_period: age, known_from: knownFrom },
    ...{ past_errors: count, low_error: low, high_error: high, only_high_error: onlyHigh },
  }));
  const key = ['period_kind', 'offense_category', 'days_since_period', 'known_from'];
  const decimals = { low_error: 5, high_error: 5, only_high_error: 5 };
  return { key, rows, decimals };
}
