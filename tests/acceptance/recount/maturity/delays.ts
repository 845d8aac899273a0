import { dayOf } from '../days.ts';
import type { Feed, Offense } from '../feed.ts';
import { perFeed } from '../per-feed.ts';

/** An offense that can be followed, as days: when it started and when it became known. */
export interface Delay {
  readonly offense: Offense;
  readonly started: number;
  readonly known: number;
  readonly delay: number;
  /** The day before the reading that was the first to show it, where readings tell. */
  readonly seen: number | undefined;
  /** Whether it is dated by readings. */
  readonly isSeen: boolean;
}

const CLOSE_READINGS = 48 * 3_600_000;
/** Readings date offenses where they tell of this share of those of so many days. */
const [SEEN_SHARE, SEEN_DAYS] = [0.9, 420];

/**
 * Headline offenses whose start and report are told. Where the whole source was read within 48 hours before the whole
 * reading that was the first to show an offense, the offense was seen the day before that reading. If nine in ten of the
 * offenses of the last 420 days were seen, they became known when they were seen; all others on the day of the report.
 */
export const delaysOf = perFeed(({ loads, reportable, asOf }: Feed): readonly Delay[] => {
  const seen = new Map<string, number>();
  let previous = -Infinity;
  for (const { told, mode, snapshotAt } of loads) {
    const isWhole = mode === 'full';
    const isClose = isWhole && snapshotAt - previous <= CLOSE_READINGS;
    if (isWhole) previous = snapshotAt;
    for (const id of told.keys()) if (!seen.has(id)) seen.set(id, isClose ? dayOf(snapshotAt) - 1 : NaN);
  }
  const sightings = reportable.flatMap((offense) => {
    const { startedDay: started, reportedDay: reported } = offense;
    if (started === undefined || reported === undefined) return [];
    const read = seen.get(offense.offenseId) ?? NaN;
    return [{ offense, started, reported, seen: Number.isNaN(read) ? undefined : Math.max(read, reported) }];
  });
  const recent = sightings.filter(
    ({ started, reported }) => Math.min(started, reported) > asOf - SEEN_DAYS && reported <= asOf,
  );
  const seenOnes = recent.filter((sighting) => sighting.seen !== undefined).length;
  const isByReadings = recent.length > 0 && seenOnes / recent.length >= SEEN_SHARE;
  return sightings.map(({ offense, started, reported, seen: sighted }) => {
    const known = Math.max(started, isByReadings ? (sighted ?? reported) : reported);
    const isSeen = isByReadings && sighted !== undefined;
    return { offense, started, known, delay: known - started, seen: sighted, isSeen };
  });
});

/** The first day whose offenses are all dated alike: where readings date offenses, that of the first which was seen. */
export const followedFromOf = perFeed((feed: Feed): number => {
  const seen = delaysOf(feed).flatMap((delay) => (delay.isSeen && delay.seen !== undefined ? [delay.seen] : []));
  return seen.length === 0
    ? feed.spanStart
    : Math.max(
        feed.spanStart,
        seen.reduce((a, b) => Math.min(a, b)),
      );
});
