import { range } from '../days.ts';
import type { Feed } from '../feed.ts';
import { completenessOf, FOLLOWED_DAYS, isRecent } from '../maturity/completeness.ts';
import { type Delay, delaysOf, followedFromOf } from '../maturity/delays.ts';
import { groupBy, type Row, type Table } from '../table.ts';

const COHORT_DAYS = 28;
const COHORTS = 26;
const FEWEST_COHORTS = 10;

export function reportingLag(feed: Feed): Table {
  const groups = groupBy(delaysOf(feed), ({ offense }) => offense.subCategory ?? 'Unknown');
  const rows = [...groups].flatMap(([name, delays]) =>
    isRecent(delays, feed) ? lagOf(delays, feed).map((row) => ({ offense_sub_category: name, ...row })) : [],
  );
  const decimals = { completeness: 6, completeness_low: 6, completeness_high: 6, seen_share: 4 };
  return { key: ['offense_sub_category', 'days_since_offense'], rows, decimals };
}

function lagOf(delays: readonly Delay[], feed: Feed): readonly Row[] {
  const { asOf, isSimulated } = feed;
  const { becameKnown, knownByThen, shares, maturityDays, status } = completenessOf(delays, feed);
  const cohorts = cohortsOf(delays, followedFromOf(feed), asOf - FOLLOWED_DAYS);
  const newlyKnown = delays.filter(
    ({ known, delay }) => delay <= FOLLOWED_DAYS && known > asOf - FOLLOWED_DAYS && known <= asOf,
  );
  const seen = newlyKnown.filter(({ isSeen }) => isSeen).length;
  return range(0, FOLLOWED_DAYS).map((age) => {
    const past = cohorts.map((cohort) => cohort.filter(({ delay }) => delay <= age).length / cohort.length);
    const [low, high] = past.length < FEWEST_COHORTS ? [null, null] : middle80(past);
    return {
      ...{ days_since_offense: age, became_known: becameKnown[age] ?? 0, known_by_then: knownByThen[age] ?? 0 },
      ...{ completeness: shares[age] ?? null, completeness_low: low, completeness_high: high },
      ...{ past_cohorts: cohorts.length, maturity_days: maturityDays, nowcast_status: status },
      ...{ seen_share: newlyKnown.length === 0 ? null : seen / newlyKnown.length, is_simulated: isSimulated },
    };
  });
}

/** Four weeks each, counted back from the last day that has been followed to the end; those with an offense. */
function cohortsOf(delays: readonly Delay[], firstDay: number, lastDay: number): readonly (readonly Delay[])[] {
  const followed = delays.filter(
    ({ started, delay }) => delay <= FOLLOWED_DAYS && started >= firstDay && started <= lastDay,
  );
  const cohorts = groupBy(followed, ({ started }) => String(Math.floor((lastDay - started) / COHORT_DAYS)));
  return [...cohorts].filter(([number]) => Number(number) < COHORTS).map(([, cohort]) => cohort);
}

/** The values at (n + 1) / 10 from either end, rounded outwards. */
function middle80(values: readonly number[]): readonly [number, number] {
  const ordered = [...values].sort((a, b) => a - b);
  const rank = Math.max(1, Math.floor((ordered.length + 1) * 0.1));
  return [ordered[rank - 1] ?? NaN, ordered[ordered.length - rank] ?? NaN];
}
