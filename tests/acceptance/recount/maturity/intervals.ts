/** Intervals of nowcasts, from how far past nowcasts of the same age and size were from what came of them. */
import { monthEnd, monthOf, monthStart, range } from '../days.ts';
import type { Feed } from '../feed.ts';
import { perFeed } from '../per-feed.ts';
import { CATEGORIES, CITY_PRECINCTS } from '../reference.ts';
import { groupBy } from '../table.ts';
import { FOLLOWED_DAYS } from './completeness.ts';
import { followedFromOf } from './delays.ts';
import { maturingOf } from './periods.ts';

const SIZES = [0, 1, 2, 3, 4, 8, 16, 32, 64, 128, 256, 512];
const FEWEST_ERRORS = 50;
const PAST_DAYS = 364;
const PAST_MONTHS = 24;

export type Kind = 'day' | 'month';

/** Errors in standard deviations of a nowcast: a tenth, or for the last a fifth, lies beyond each. */
export interface PastErrors {
  readonly kind: Kind;
  readonly category: string;
  /** Days from the last day of the period to the day of the nowcast. */
  readonly age: number;
  /** Fewest known offenses of the size. */
  readonly knownFrom: number;
  readonly count: number;
  readonly low: number;
  readonly high: number;
  readonly onlyHigh: number;
}

/** A past nowcast. */
interface Past {
  readonly known: number;
  readonly error: number;
}

export const pastErrorsOf = perFeed((feed: Feed): readonly PastErrors[] =>
  CATEGORIES.flatMap((category) => {
    const { status, maturityDays } = maturingOf(feed).completeness(category);
    if (status !== 'estimated' || maturityDays === null) return [];
    const monthAges = range(monthOf(feed.asOf) - 4, monthOf(feed.asOf)).map((month) => feed.asOf - monthEnd(month));
    const ages: readonly (readonly [Kind, number])[] = [
      ...range(0, maturityDays - 1).map((age) => ['day', age] as const),
      ...monthAges.filter((age) => age >= 0 && age < maturityDays).map((age) => ['month', age] as const),
    ];
    return ages.flatMap(([kind, age]) => summed(kind, category, age, pastOf(feed, kind, category, age)));
  }),
);

const indexed = perFeed(
  (feed: Feed) =>
    new Map(pastErrorsOf(feed).map((row) => [[row.kind, row.category, row.age, row.knownFrom].join('|'), row])),
);

/** The periods that have been followed to the end, as they were at an age. */
function pastOf(feed: Feed, kind: Kind, category: string, age: number): readonly Past[] {
  const maturing = maturingOf(feed);
  return periodsOf(feed, kind).flatMap(([first, last]) => {
    const completeness = maturing.completenessAt(category, age, age + last - first);
    // Nothing known, or all, tells no error.
    if (completeness === null || completeness <= 0 || completeness >= 1) return [];
    return CITY_PRECINCTS.map((precinct) => {
      const known = maturing.known(precinct, category, first, last, last + age);
      const final = maturing.followed(precinct, category, first, last);
      return { known, error: (final - known / completeness) / deviation(known, completeness) };
    });
  });
}

function periodsOf(feed: Feed, kind: Kind): readonly (readonly [number, number])[] {
  const followedUntil = feed.asOf - FOLLOWED_DAYS;
  const followedFrom = followedFromOf(feed);
  if (kind === 'day') {
    return range(Math.max(followedFrom, followedUntil - PAST_DAYS + 1), followedUntil).map((day) => [day, day]);
  }
  const last = monthOf(followedUntil + 1) - 1;
  const months = range(last - PAST_MONTHS + 1, last).filter((month) => monthStart(month) >= followedFrom);
  return months.map((month) => [monthStart(month), monthEnd(month)]);
}

/** Of what is to come where each offense is known with a probability of `completeness`. */
const deviation = (known: number, completeness: number): number =>
  Math.sqrt((known + 1) * (1 - completeness)) / completeness;

const sizeOf = (known: number): number => SIZES.filter((size) => size <= known).at(-1) ?? 0;

/** Sizes with too few past nowcasts take the errors of all. */
function summed(kind: Kind, category: string, age: number, past: readonly Past[]): readonly PastErrors[] {
  if (past.length < FEWEST_ERRORS) return [];
  const bySize = groupBy(past, ({ known }) => String(sizeOf(known)));
  return SIZES.map((knownFrom) => {
    const own = bySize.get(String(knownFrom)) ?? [];
    const errors = (own.length >= FEWEST_ERRORS ? own : past).map(({ error }) => error).sort((a, b) => a - b);
    const rank = (tail: number) => Math.max(1, Math.floor((errors.length + 1) * tail));
    const at = (index: number) => Math.round((errors[index] ?? NaN) * 1e6) / 1e6;
    const [low, high, onlyHigh] = [at(rank(0.1) - 1), at(errors.length - rank(0.1)), at(errors.length - rank(0.2))];
    return { kind, category, age, knownFrom, count: errors.length, low, high, onlyHigh };
  });
}

/** Ends of the interval that should hold the final count in 80 % of cases; null where too few past nowcasts tell. */
export function intervalOf(
  feed: Feed,
  kind: Kind,
  category: string,
  age: number,
  known: number,
  completeness: number,
): readonly [number, number] | readonly [null, null] {
  const errors = indexed(feed).get([kind, category, age, sizeOf(known)].join('|'));
  if (!errors) return [null, null];
  const end = (error: number) =>
    Math.max(known, Math.round(known / completeness + error * deviation(known, completeness)));
  const low = end(errors.low);
  // Nothing lies below what is known already: all that the interval leaves out lies above.
  return [low, end(low === known ? errors.onlyHigh : errors.high)];
}
