import type { Columnar } from '../../../columnar.ts';
import { sumCubeByMonth } from '../../../cube.ts';
import type { Filters } from '../../state/filters.ts';
import { monthsOf } from './months.ts';

/** The course of one offense or category: totals of twelve months. */
export interface CourseOfYears {
  /** As the data has it. */
  readonly name: string;
  readonly points: readonly CoursePoint[];
  /** Total of the newest twelve whole months, and of the twelve before; null where there are not as many. */
  readonly now: number | null;
  readonly before: number | null;
}

export interface CoursePoint {
  /** First day of the last of the twelve months. */
  readonly month: string;
  readonly offenses: number;
}

const year = 12;

/** The courses of the sub-categories, or of the categories, that the filters leave, the most offenses first. */
export function courses(
  cube: Columnar,
  monthly: Columnar,
  filters: Filters,
  column: 'offense_category' | 'offense_sub_category',
): readonly CourseOfYears[] {
  const months = monthsOf(monthly, { ...filters, category: null, precinct: null }).filter((month) => month.isComplete);
  return [...sumCubeByMonth(cube, filters, column)]
    .map(([name, sums]) =>
      courseOf(
        name,
        months.map(({ month }) => ({ month, offenses: sums.get(month) ?? 0 })),
      ),
    )
    .sort((left, right) => (right.now ?? 0) - (left.now ?? 0) || left.name.localeCompare(right.name));
}

function courseOf(name: string, counts: readonly CoursePoint[]): CourseOfYears {
  let total = 0;
  const points = counts.flatMap(({ month, offenses }, index) => {
    total += offenses - (counts[index - year]?.offenses ?? 0);
    return index < year - 1 ? [] : [{ month, offenses: total }];
  });
  return { name, points, now: points.at(-1)?.offenses ?? null, before: points.at(-1 - year)?.offenses ?? null };
}

/** Offenses below which a change is not given in percent: one more or fewer would be a leap. */
export const fewestForPercent = 30;

/** The change from before to now in percent; null where either is not known or `before` is too small. */
export function percentChange(now: number | null, before: number | null): number | null {
  return now === null || before === null || before < fewestForPercent ? null : (100 * (now - before)) / before;
}
