import type { Random } from './random.ts';
import { readReference } from './reference.ts';

const MINUTES_PER_DAY = 1440;
const SHARES = [0, 0.25, 0.5, 0.75, 0.9, 0.99, 1];
const COLUMNS = ['lag_group', 'p25', 'p50', 'p75', 'p90', 'p99'] as const;

/** Draws how many minutes pass from an offense to its report, by the quantiles of the offense's group. */
export class ReportingLag {
  readonly #minutesByGroup: ReadonlyMap<string, readonly number[]>;

  constructor() {
    this.#minutesByGroup = new Map(
      readReference('reporting-lag', COLUMNS).map((row) => {
        const quantiles = [row.p25, row.p50, row.p75, row.p90, row.p99].map((days) => Number(days) * MINUTES_PER_DAY);
        // The longest is not known from the quantiles: half as long again as the last.
        return [row.lag_group, [2, ...quantiles, (quantiles.at(-1) ?? 0) * 1.5]];
      }),
    );
  }

  /** Minutes, at least 2. */
  draw(random: Random, group: string): number {
    const quantiles = this.#minutesByGroup.get(group);
    if (quantiles === undefined) throw new Error(`no reporting lag is known for ${group}`);
    const share = random.fraction();
    let segment = 0;
    while (share >= (SHARES[segment + 1] ?? 1)) segment += 1;
    const from = SHARES[segment] ?? 0;
    const position = (share - from) / ((SHARES[segment + 1] ?? 1) - from);
    const low = quantiles[segment] ?? 0;
    // Squared above the median: within a segment, short lags are the more common.
    const eased = segment < 2 ? position : position * position;
    return Math.floor(low + eased * ((quantiles[segment + 1] ?? low) - low));
  }
}
