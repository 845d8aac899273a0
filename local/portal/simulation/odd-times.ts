import { dayOfIsoDate, type Moment } from './calendar.ts';
import type { IncidentTimes } from './incident-times.ts';

/** Changes an incident's times into something odd that the feed has been seen to hold. */
export type OddTimes = (times: IncidentTimes) => IncidentTimes;

/** Every odd way of telling the time that has been seen in real exports, one function each. */
export const ODD_TIMES: readonly OddTimes[] = [
  // Start not given.
  (times) => ({ ...times, started: undefined }),
  (times) => ({ ...times, started: undefined, ended: undefined }),
  // The placeholder, and honest cases told decades later.
  (times) => ({ ...times, started: { day: dayOfIsoDate('1900-01-01'), second: 0 }, ended: undefined }),
  (times) => ({ ...times, started: { day: dayOfIsoDate('1934-11-03'), second: 43_200 } }),
  (times) => ({ ...times, started: { day: times.reported.day - 12_410, second: 64_800 } }),
  (times) => ({ ...times, started: { day: times.reported.day - 7_305, second: 0 } }),
  (times) => ({ ...times, started: moved(times.reported, 0, 3_600) }),
  (times) => ({ ...times, started: moved(times.reported, 365, 0) }),
  ...repeat(5, (times) => (times.started === undefined ? times : { ...times, ended: moved(times.started, -1, 0) })),
  ...repeat(20, (times) => ({ ...times, ended: moved(times.reported, 0, 2_700) })),
];

function moved(moment: Moment, days: number, seconds: number): Moment {
  // Within its day: an odd time need not be a careful one.
  return { day: moment.day + days, second: Math.min(86_340, moment.second - (moment.second % 60) + seconds) };
}

function repeat(count: number, change: OddTimes): readonly OddTimes[] {
  return Array.from({ length: count }, () => change);
}
