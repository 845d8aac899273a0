import { blockPicker, type Block } from './blocks.ts';
import { isoDateOfDay } from './calendar.ts';
import { IncidentClock, type IncidentTimes } from './incident-times.ts';
import { ODD_TIMES, type OddTimes } from './odd-times.ts';
import { oddPlaces } from './odd-places.ts';
import { offenseTypePicker, type OffenseType } from './offense-types.ts';
import type { Place } from './place.ts';
import type { Random } from './random.ts';
import { Schedule } from './schedule.ts';
import type { WeightedPicker } from './weighted-picker.ts';

/** One report with all the offenses in it, as the feed knows it today. */
export interface Incident {
  readonly reportNumber: string;
  readonly times: IncidentTimes;
  readonly block: Block;
  readonly place: Place;
  readonly types: readonly OffenseType[];
}

/** Reports with a second offense, and of those with a third: 877 of 12,885 rows share a report in the first quarter of 2024. */
const FURTHER_OFFENSE_SHARE = 0.06;
/** Rows without a point beside the masked ones. Of the whole feed it is 11 %, most of it years old. */
const UNLOCATED_SHARE = 0.03;
/** Years up to this one have no neighborhood in the current shape. */
const LAST_YEAR_WITHOUT_NEIGHBORHOOD = 2016;
const ODDITY_ROUND = 2000;

/** Makes up incidents, day by day. */
export class IncidentMaker {
  readonly #random: Random;
  readonly #clock: IncidentClock;
  readonly #types: WeightedPicker<OffenseType>;
  readonly #blocks: WeightedPicker<Block>;
  readonly #oddities: Schedule<Place | OddTimes>;
  readonly #numberStep: number;
  #day = NaN;
  #year = '';
  #number = 0;

  /** @param reportsPerYear about how many there will be, to space their numbers. */
  constructor(random: Random, types: readonly OffenseType[], reportsPerYear: number) {
    this.#random = random;
    this.#clock = new IncidentClock(random);
    this.#types = offenseTypePicker(types);
    this.#blocks = blockPicker(random);
    this.#oddities = new Schedule<Place | OddTimes>(
      [...oddPlaces(this.#blocks.pick(random).facts), ...ODD_TIMES],
      ODDITY_ROUND,
    );
    this.#numberStep = Math.max(1, Math.min(60, Math.floor(1_500_000 / (reportsPerYear + 1))));
  }

  /** The next report of the given day, of at most `mostOffenses` offenses. Days must not go back. */
  next(day: number, mostOffenses: number): Incident {
    const random = this.#random;
    const types = [this.#types.pick(random)];
    while (types.length < mostOffenses && random.chance(FURTHER_OFFENSE_SHARE)) types.push(this.#types.pick(random));
    const first = types[0] as OffenseType;
    const times = this.#clock.draw(day, first.lagGroup);
    const block = this.#blocks.pick(random);
    const oddity = this.#oddities.next();
    return {
      reportNumber: this.#nextNumber(day),
      times: typeof oddity === 'function' ? oddity(times) : times,
      block,
      place: typeof oddity === 'object' ? oddity : this.#placeOf(block, first),
      types,
    };
  }

  #placeOf(block: Block, type: OffenseType): Place {
    const draw = this.#random.fraction();
    if (draw < type.maskedShare) return block.redacted;
    if (draw < type.maskedShare + UNLOCATED_SHARE) return block.unlocated;
    return Number(this.#year) <= LAST_YEAR_WITHOUT_NEIGHBORHOOD ? block.unnamed : block.plain;
  }

  #nextNumber(day: number): string {
    if (day !== this.#day) {
      const year = isoDateOfDay(day).slice(0, 4);
      if (year !== this.#year) this.#number = 0;
      this.#day = day;
      this.#year = year;
    }
    this.#number += 1 + this.#random.below(this.#numberStep);
    return `${this.#year}-${String(this.#number).padStart(6, '0')}`;
  }
}
