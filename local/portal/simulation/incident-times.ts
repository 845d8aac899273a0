import { weekdayOfDay, type Moment } from './calendar.ts';
import { readHours, type Hours } from './hours.ts';
import type { Random } from './random.ts';
import { ReportingLag } from './reporting-lag.ts';

/** When an incident began, ended and was reported; undefined where the feed does not say. */
export interface IncidentTimes {
  readonly started: Moment | undefined;
  readonly ended: Moment | undefined;
  readonly reported: Moment;
}

const MINUTES_PER_DAY = 1440;
/** Starts at exactly midnight, which mean "not known": 1,222 of 12,885 in the first quarter of 2024. */
const MIDNIGHT_SHARE = 0.095;
/** Ends left empty: 43 % of the legacy shape. */
const OPEN_END_SHARE = 0.43;
/** From here on the hours of offense and report have nothing to do with each other. */
const LONG_LAG_MINUTES = 360;

/** Draws the times of incidents so that hours and weekdays look like the feed's, by start and by report. */
export class IncidentClock {
  readonly #random: Random;
  readonly #lag = new ReportingLag();
  readonly #hours: Hours = readHours();

  constructor(random: Random) {
    this.#random = random;
  }

  /** The times of an incident that was reported on `day`. */
  draw(day: number, lagGroup: string): IncidentTimes {
    const random = this.#random;
    const lag = this.#lag.draw(random, lagGroup);
    const isShort = lag < LONG_LAG_MINUTES;
    const hours = (isShort ? this.#hours.started : this.#hours.reportedLate)[weekdayOfDay(day)];
    const drawn = (hours?.pick(random) ?? 12) * 60 + random.below(60);
    const minute = isShort ? (drawn + lag) % MINUTES_PER_DAY : drawn;
    const reportedAt = day * MINUTES_PER_DAY + minute;
    const startedAt = this.#startOf(reportedAt - lag, reportedAt, isShort);
    const endedAt = random.chance(OPEN_END_SHARE) ? undefined : this.#endBetween(startedAt, reportedAt);
    return {
      started: momentOf(startedAt),
      ended: endedAt === undefined ? undefined : momentOf(endedAt),
      reported: { day, second: minute * 60 + random.below(60) },
    };
  }

  #startOf(candidate: number, reportedAt: number, isShort: boolean): number {
    const random = this.#random;
    const day = Math.floor(candidate / MINUTES_PER_DAY);
    if (random.chance(MIDNIGHT_SHARE)) return day * MINUTES_PER_DAY;
    if (isShort) return this.#asWrittenDown(candidate);
    const hour = this.#hours.started[weekdayOfDay(day)]?.pick(random) ?? 12;
    const started = this.#asWrittenDown(day * MINUTES_PER_DAY + hour * 60 + random.below(60));
    return started <= reportedAt ? started : started - MINUTES_PER_DAY;
  }

  /** People round times to the hour, the half hour or five minutes, but hardly to midnight unless they do not know. */
  #asWrittenDown(minute: number): number {
    const minuteOfDay = minute - Math.floor(minute / MINUTES_PER_DAY) * MINUTES_PER_DAY;
    if (minuteOfDay < 60) return minuteOfDay === 0 ? minute + 1 : minute;
    const minuteOfHour = minuteOfDay % 60;
    if (this.#random.chance(this.#hours.onTheHourShare[Math.floor(minuteOfDay / 60)] ?? 0))
      return minute - minuteOfHour;
    const roundness = this.#random.fraction();
    if (roundness < 0.15 && minuteOfHour >= 30) return minute - (minuteOfHour - 30);
    return roundness < 0.5 ? minute - (minuteOfHour % 5) : minute;
  }

  #endBetween(startedAt: number, reportedAt: number): number {
    const span = Math.max(1, reportedAt - startedAt);
    const share = this.#random.fraction();
    return startedAt + Math.floor(share * share * Math.min(span, 30 * MINUTES_PER_DAY));
  }
}

function momentOf(minute: number): Moment {
  const day = Math.floor(minute / MINUTES_PER_DAY);
  return { day, second: (minute - day * MINUTES_PER_DAY) * 60 };
}
