/** What is known of days and months whose offenses are still becoming known. */
import { range } from '../days.ts';
import type { Feed, Offense } from '../feed.ts';
import { perFeed } from '../per-feed.ts';
import { CATEGORIES } from '../reference.ts';
import { groupBy } from '../table.ts';
import { type Completeness, completenessOf, FOLLOWED_DAYS, NOWCAST_DAYS } from './completeness.ts';
import { type Delay, delaysOf } from './delays.ts';

const MATURE = 0.95;
const SMALLEST_SHARE = 0.5;

/** What the maturity of a day, or of the days of a month, comes to. */
export interface Maturity {
  readonly completeness: number | null;
  readonly isProvisional: boolean;
  readonly hasNowcast: boolean;
}

/** Completeness by category, and what was known of which day on which. */
export class Maturing {
  readonly #asOf: number;
  readonly #completeness: ReadonlyMap<string, Completeness>;
  readonly #byDay: ReadonlyMap<string, readonly Delay[]>;
  readonly #knownOn: ReadonlyMap<string, number>;

  constructor(feed: Feed) {
    const delays = delaysOf(feed);
    this.#asOf = feed.asOf;
    this.#byDay = groupBy(delays, ({ offense, started }) => keyOf(offense.precinct, offense.category, started));
    this.#knownOn = new Map(delays.map(({ offense, known }) => [offense.offenseId, known]));
    this.#completeness = new Map(
      CATEGORIES.map((category) => [
        category,
        completenessOf(
          delays.filter(({ offense }) => offense.category === category),
          feed,
        ),
      ]),
    );
  }

  completeness(category: string): Completeness {
    return this.#completeness.get(category) as Completeness;
  }

  /** Mean completeness of days that are from `youngest` to `oldest` days old; null where too few offenses tell. */
  completenessAt(category: string, youngest: number, oldest: number): number | null {
    const { shares } = this.completeness(category);
    // Older days than are followed are complete.
    const parts = range(youngest, oldest).map((age) => (age > FOLLOWED_DAYS ? 1 : (shares[age] ?? null)));
    if (parts.some((part) => part === null)) return null;
    return parts.reduce<number>((total, part) => total + (part ?? 0), 0) / parts.length;
  }

  /** Of the days from `first` to `last`; those after today do not count. */
  of(category: string, first: number, last: number): Maturity {
    const youngest = this.#asOf - Math.min(last, this.#asOf);
    const exact = this.completenessAt(category, youngest, this.#asOf - first);
    const completeness = exact === null ? null : Math.round(exact * 1e6) / 1e6;
    const isProvisional = completeness === null ? youngest < NOWCAST_DAYS : completeness < MATURE;
    const isEnough = completeness !== null && completeness >= SMALLEST_SHARE;
    const isNowcast = isProvisional && last <= this.#asOf && isEnough;
    const { status } = this.completeness(category);
    return { completeness, isProvisional, hasNowcast: isNowcast && status === 'estimated' };
  }

  /** Offenses that began from `first` to `last` and were known by the end of the day `by`. */
  known(precinct: string, category: string, first: number, last: number, by: number): number {
    const days = range(first, last).map((day) => this.#byDay.get(keyOf(precinct, category, day)) ?? []);
    return days.reduce((total, delays) => total + delays.filter(({ known }) => known <= by).length, 0);
  }

  /** Offenses that began from `first` to `last`, of those that became known within a year. */
  followed(precinct: string, category: string, first: number, last: number): number {
    const days = range(first, last).map((day) => this.#byDay.get(keyOf(precinct, category, day)) ?? []);
    return days.reduce((total, delays) => total + delays.filter(({ delay }) => delay <= FOLLOWED_DAYS).length, 0);
  }

  /** How many of some offenses are known today. */
  knownOf(offenses: readonly Offense[]): number {
    return offenses.filter(({ offenseId }) => (this.#knownOn.get(offenseId) ?? Infinity) <= this.#asOf).length;
  }
}

export const maturingOf = perFeed((feed: Feed) => new Maturing(feed));

const keyOf = (precinct: string, category: string, day: number): string => `${precinct}|${category}|${day}`;
