import { dateText } from '../days.ts';
import type { Feed } from '../feed.ts';
import { delaysOf } from '../maturity/delays.ts';
import { perFeed } from '../per-feed.ts';
import type { Table } from '../table.ts';

/** Days that the reports of a week take to be in the feed. */
export const reportDaysOf = perFeed((feed: Feed) => {
  const sightings = delaysOf(feed).flatMap(({ seen, offense }) =>
    seen === undefined ? [] : [{ seen, reported: offense.reportedDay ?? NaN }],
  );
  const first = sightings.reduce((earliest, { seen }) => Math.min(earliest, seen), Infinity);
  // Reports that were followed for eight weeks, of a year, none of them older than the first that was seen.
  const delays = sightings
    .filter(({ seen, reported }) => seen <= feed.asOf && reported >= first)
    .filter(({ reported }) => reported <= feed.asOf - 56 && reported > feed.asOf - 56 - 364)
    .map(({ seen, reported }) => seen - reported)
    .sort((a, b) => a - b);
  const isLearned = delays.length >= 100;
  const days = isLearned ? (delays[Math.ceil(0.95 * delays.length) - 1] ?? NaN) : 14;
  return { days, isLearned, followed: delays.length };
});

export function reportMaturity(feed: Feed): Table {
  const { days, isLearned, followed } = reportDaysOf(feed);
  const row = { as_of: dateText(feed.asOf), report_days: days, is_learned: isLearned, followed_reports: followed };
  return { key: ['as_of'], rows: [row] };
}
