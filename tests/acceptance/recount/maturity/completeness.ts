import type { Delay } from './delays.ts';
import { range } from '../days.ts';
import type { Feed } from '../feed.ts';

/** Offenses are followed for so many days, and so many days up to today tell how soon they become known. */
export const FOLLOWED_DAYS = 364;
const WINDOW = 364;
const MATURE = 0.95;
const FEWEST = 100;
/** A category that is not mature by then has no nowcast. */
export const NOWCAST_DAYS = 56;

/** How soon the offenses of a group become known, by days since the offense, 0 to 364. */
export interface Completeness {
  readonly becameKnown: readonly number[];
  readonly knownByThen: readonly number[];
  /** Shares to six decimals; null where too few offenses tell. */
  readonly shares: readonly (number | null)[];
  readonly maturityDays: number | null;
  readonly status: 'estimated' | 'not mature within 8 weeks' | 'too few offenses';
}

/** Whether anything tells how soon a group becomes known: an offense that began in the span and the two years before today. */
export function isRecent(delays: readonly Delay[], { asOf, spanStart }: Feed): boolean {
  const first = Math.max(spanStart, asOf - 2 * FOLLOWED_DAYS + 1);
  return delays.some(({ started, known, delay }) => delay <= FOLLOWED_DAYS && known <= asOf && started >= first);
}

/** A chain ladder: of the days of the span whose age lay in the year before today, what each age added. */
export function completenessOf(delays: readonly Delay[], { asOf: today, spanStart }: Feed): Completeness {
  const ages = range(0, FOLLOWED_DAYS);
  const followed = delays.filter(
    ({ started, delay, known }) => started >= spanStart && delay <= FOLLOWED_DAYS && known <= today,
  );
  const isInYear = (day: number) => day > today - WINDOW && day <= today;
  const [becameKnown, knownByThen] = [ages.map(() => 0), ages.map(() => 0)];
  for (const { started, known, delay } of followed) {
    if (isInYear(known)) becameKnown[delay] = (becameKnown[delay] ?? 0) + 1;
    for (const age of range(delay, FOLLOWED_DAYS)) {
      if (isInYear(started + age)) knownByThen[age] = (knownByThen[age] ?? 0) + 1;
    }
  }
  const isEstimable = (knownByThen[FOLLOWED_DAYS] ?? 0) >= FEWEST;
  const shares = isEstimable ? chained(becameKnown, knownByThen) : ages.map(() => null);
  const mature = shares.findIndex((share) => share !== null && share >= MATURE);
  const status = !isEstimable ? 'too few offenses' : mature > NOWCAST_DAYS ? 'not mature within 8 weeks' : 'estimated';
  return { becameKnown, knownByThen, shares, maturityDays: isEstimable ? mature : null, status };
}

/** What is known at an age is what is known a day later, less the part that the day added. */
function chained(becameKnown: readonly number[], knownByThen: readonly number[]): readonly number[] {
  const shares = [1];
  for (let age = FOLLOWED_DAYS; age > 0; age -= 1) {
    const known = knownByThen[age] ?? 0;
    const added = known === 0 ? 0 : (becameKnown[age] ?? 0) / known;
    shares.unshift((shares[0] ?? 1) * (1 - added));
  }
  return shares.map((share) => Math.round(share * 1e6) / 1e6);
}
