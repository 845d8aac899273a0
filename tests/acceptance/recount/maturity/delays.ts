import { dayOf } from '../days.ts';
import type { Feed, Offense } from '../feed.ts';
import { perFeed } from '../per-feed.ts';

/** An offense that can be followed, as days: when it started and when it became known. */
export interface Delay {
  readonly offense: Offense;
  readonly started: number;
  readonly known: number;
  readonly delay: number;
  /** Whether readings of the source tell when it became known. */
  readonly isSeen: boolean;
}

const CLOSE_READINGS = 48 * 3_600_000;

/**
 * Headline offenses whose start and report are told. Where the whole source was read within 48 hours before the whole
 * reading that was the first to show an offense, it became known the day before that reading; else on the day of the report.
 */
export const delaysOf = perFeed(({ loads, reportable }: Feed): readonly Delay[] => {
  const seen = new Map<string, number>();
  let previous = -Infinity;
  for (const { told, mode, snapshotAt } of loads) {
    const isWhole = mode === 'full';
    const isClose = isWhole && snapshotAt - previous <= CLOSE_READINGS;
    if (isWhole) previous = snapshotAt;
    for (const id of told.keys()) if (!seen.has(id)) seen.set(id, isClose ? dayOf(snapshotAt) - 1 : NaN);
  }
  return reportable.flatMap((offense) => {
    const { startedDay: started, reportedDay: reported } = offense;
    if (started === undefined || reported === undefined) return [];
    const read = seen.get(offense.offenseId) ?? NaN;
    const isSeen = !Number.isNaN(read);
    const known = Math.max(started, isSeen ? read : reported);
    return [{ offense, started, known, delay: known - started, isSeen }];
  });
});
