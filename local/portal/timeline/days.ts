import { seattleInstant } from '../seattle-time.ts';
import { dayOfIsoDate, isoDateOfDay } from '../simulation/calendar.ts';
import type { SimulationParameters } from '../simulation/index.ts';

/** Days after the simulation's last one that the timeline reaches. */
export const DAYS_AHEAD = 400;

const MILLISECONDS_PER_HOUR = 3_600_000;
/** Every row is published anew on the 20th of January, March, May and so on. */
const REPUBLISHED_ON = /-(?:01|03|05|07|09|11)-20$/;

/** The days of a simulated dataset; day 0 is the one after the simulation's last. */
export class TimelineDays {
  /** The first day with rows; negative. */
  readonly first: number;
  readonly last = DAYS_AHEAD;
  /** The day since which the columns have their present names; 0 or negative. */
  readonly renamed: number;
  readonly #origin: number;

  constructor({ from, to, legacyExportedOn }: SimulationParameters) {
    this.#origin = dayOfIsoDate(to) + 1;
    this.first = dayOfIsoDate(from) + 1 - this.#origin;
    this.renamed = dayOfIsoDate(legacyExportedOn) - this.#origin;
  }

  /** The date of a day, `YYYY-MM-DD`. */
  dateOf(day: number): string {
    return isoDateOfDay(this.#origin + day);
  }

  /** When the portal is changed on a day: between 3:05 and 4:35 of Seattle's night, which daylight saving spares. */
  nightOf(day: number): Date {
    const seconds = ((((this.#origin + day) * 7919) % 5400) + 5400) % 5400;
    return seattleInstant(this.#origin + day, (3 * 3600 + 300 + seconds) * 1000 + ((seconds * 37) % 1000));
  }

  /** When a day begins for those who read the portal: at 6:00 in Seattle. */
  morningOf(day: number): Date {
    return seattleInstant(this.#origin + day, 6 * MILLISECONDS_PER_HOUR);
  }

  /** Whether every row gets a new `:updated_at` on a day: on the renaming it gets a new `:id` and `:created_at` too. */
  isRepublish(day: number): boolean {
    return day === this.renamed || REPUBLISHED_ON.test(this.dateOf(day));
  }

  /** The last day, up to the given one, that renewed every row; undefined before the first. */
  lastRepublish(day: number): number | undefined {
    for (let candidate = day; candidate >= this.first; candidate -= 1)
      if (this.isRepublish(candidate)) return candidate;
    return undefined;
  }

  /** All days of the timeline, in order. */
  all(): readonly number[] {
    return Array.from({ length: this.last - this.first + 1 }, (_, index) => this.first + index);
  }
}
