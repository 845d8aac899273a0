import type { Columnar } from '../../../columnar.ts';
import { matchingRows, numbersOf } from '../../data/matching-rows.ts';
import type { Filters } from '../../state/filters.ts';

/** The hours of the day by one way to place an offense in time. */
export interface HourBasis {
  readonly basis: 'reported' | 'started' | 'aoristic';
  /** As readers see it. */
  readonly label: string;
  /** Offenses by hour, 24; parts of them on the aoristic basis. */
  readonly counts: readonly number[];
  /** Share, 0-1, of each hour. */
  readonly shares: readonly number[];
  readonly placed: number;
  /** Offenses that the basis cannot place. */
  readonly unknown: number;
  /** The busiest hour, the earlier of equals; null where nothing is placed. */
  readonly peak: number | null;
}

const labels = { reported: 'By report', started: 'By start', aoristic: 'Spread' } as const;

/** The three bases of `mart_peak_hours`, summed over what the filters leave. */
export function peakHours(
  table: Columnar,
  { category, precinct }: Pick<Filters, 'category' | 'precinct'>,
): readonly HourBasis[] {
  const hours = numbersOf(table, 'hour');
  const offenses = numbersOf(table, 'offenses');
  return (Object.keys(labels) as (keyof typeof labels)[]).map((basis) => {
    const counts = new Array<number>(24).fill(0);
    let unknown = 0;
    for (const row of matchingRows(table, { time_basis: basis, offense_category: category, precinct })) {
      const hour = hours[row] ?? null;
      if (hour === null) unknown += offenses[row] ?? 0;
      else counts[hour] = (counts[hour] ?? 0) + (offenses[row] ?? 0);
    }
    const placed = counts.reduce((sum, count) => sum + count, 0);
    const shares = counts.map((count) => (placed === 0 ? 0 : count / placed));
    const peak = placed === 0 ? null : counts.indexOf(Math.max(...counts));
    return { basis, label: labels[basis], counts, shares, placed, unknown, peak };
  });
}
