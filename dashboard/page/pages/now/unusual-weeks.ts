import { type Columnar } from '../../../columnar.ts';
import { matchingRows, numbersOf, textsOf, truthsOf } from '../../data/matching-rows.ts';
import { readable } from '../../format.ts';
import type { Filters } from '../../state/filters.ts';

/** A week of a precinct and category, as it was judged. */
export interface UnusualWeek {
  /** `North, property`. */
  readonly label: string;
  readonly precinct: string;
  readonly category: string;
  /** Monday, `YYYY-MM-DD`. */
  readonly weekStart: string;
  /** `judged`, or why not. */
  readonly status: string;
  readonly offenses: number;
  /** Offenses expected; null where that cannot be told. */
  readonly expected: number | null;
  /** Distance from the expected in standard deviations; null where not judged. */
  readonly zScore: number | null;
  readonly isAnomaly: boolean;
}

/** The newest weeks of every precinct and category that the filters leave, by precinct and category. */
export function unusualWeeks(
  anomalies: Columnar,
  filters: Pick<Filters, 'category' | 'precinct'>,
  newest: number,
): readonly UnusualWeek[] {
  const precincts = textsOf(anomalies, 'precinct');
  const categories = textsOf(anomalies, 'offense_category');
  const starts = textsOf(anomalies, 'week_start');
  const statuses = textsOf(anomalies, 'status');
  const offenses = numbersOf(anomalies, 'offenses');
  const expected = numbersOf(anomalies, 'expected_offenses');
  const zScores = numbersOf(anomalies, 'z_score');
  const isAnomaly = truthsOf(anomalies, 'is_anomaly');
  const shown = new Set((anomalies.dictionaries['week_start'] ?? []).slice(-newest));
  return matchingRows(anomalies, { precinct: filters.precinct, offense_category: filters.category })
    .filter((row) => shown.has(starts[row] ?? ''))
    .map((row) => {
      const [precinct, category] = [precincts[row] ?? '', categories[row] ?? ''];
      return {
        label: `${precinct}, ${readable(category)
          .toLowerCase()
          .replace(/ crime$/, '')}`,
        precinct,
        category,
        weekStart: starts[row] ?? '',
        status: statuses[row] ?? '',
        offenses: offenses[row] ?? 0,
        expected: expected[row] ?? null,
        zScore: zScores[row] ?? null,
        isAnomaly: isAnomaly[row] === true,
      };
    });
}
