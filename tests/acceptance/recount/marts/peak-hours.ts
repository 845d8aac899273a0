import { hourOf, range, timeOfDay } from '../days.ts';
import type { Feed, Offense } from '../feed.ts';
import { CATEGORIES, PRECINCTS } from '../reference.ts';
import { groupBy, type Row, type Table } from '../table.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The parts of an offense that lie in an hour of the day: `[hour, part]`; none where the basis cannot place it. */
type Placing = (offense: Offense) => readonly (readonly [number, number])[];

const placings: Readonly<Record<string, Placing>> = {
  reported: ({ reportedAt }) => (reportedAt === undefined ? [] : [[hourOf(reportedAt), 1]]),
  started: ({ startedAt }) => (startedAt === undefined || timeOfDay(startedAt) === 0 ? [] : [[hourOf(startedAt), 1]]),
  aoristic: spread,
};

/** Each basis counts every offense: in an hour, or in the row for those that it cannot place. */
export function peakHours({ reportable }: Feed): Table {
  const groups = groupBy(reportable, ({ precinct, category }) => `${precinct}|${category}`);
  const rows = Object.entries(placings).flatMap(([basis, place]) =>
    PRECINCTS.flatMap((precinct) =>
      CATEGORIES.flatMap((category) => {
        const named = { time_basis: basis, precinct, offense_category: category };
        return hoursOf(named, groups.get(`${precinct}|${category}`) ?? [], place);
      }),
    ),
  );
  return { key: ['time_basis', 'precinct', 'offense_category', 'hour'], rows, decimals: { offenses: 6, share: 6 } };
}

function hoursOf(named: Row, offenses: readonly Offense[], place: Placing): readonly Row[] {
  const counts = new Array<number>(24).fill(0);
  let unplaced = 0;
  for (const offense of offenses) {
    const parts = place(offense);
    if (parts.length === 0) unplaced += 1;
    for (const [hour, part] of parts) counts[hour] = (counts[hour] ?? 0) + part;
  }
  const rounded = counts.map((count) => Math.round(count * 1e6) / 1e6);
  const placed = rounded.reduce((total, count) => total + count, 0);
  const order = [...range(0, 23)].sort((a, b) => (rounded[b] ?? 0) - (rounded[a] ?? 0) || a - b);
  const hours = rounded.map((count, hour) => ({
    ...{ ...named, hour, is_hour_known: true, offenses: count },
    share: placed === 0 ? null : count / placed,
    hour_rank: placed === 0 ? null : order.indexOf(hour) + 1,
    is_peak: order[0] === hour && count > 0,
  }));
  if (unplaced === 0) return hours;
  const unknown = { ...named, hour: null, is_hour_known: false, offenses: unplaced };
  return [...hours, { ...unknown, share: null, hour_rank: null, is_peak: false }];
}

/** By the time from start to end, where both are told and not at midnight, and that is more than nothing and at most a day. */
function spread({ startedAt, endedAt }: Offense): readonly (readonly [number, number])[] {
  if (startedAt === undefined || endedAt === undefined || endedAt === null) return [];
  const length = endedAt - startedAt;
  const isTold = timeOfDay(startedAt) !== 0 && timeOfDay(endedAt) !== 0;
  if (length <= 0 || length > DAY || !isTold) return [];
  const parts: [number, number][] = [];
  for (let from = startedAt; from < endedAt;) {
    const to = Math.min(endedAt, (Math.floor(from / HOUR) + 1) * HOUR);
    parts.push([hourOf(from), (to - from) / length]);
    from = to;
  }
  return parts;
}
