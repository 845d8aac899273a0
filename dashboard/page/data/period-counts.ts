import type { Columnar } from '../../columnar.ts';
import { numbersOf, truthsOf } from './matching-rows.ts';

/** Counts of a day or month, or of several. */
export interface PeriodCounts {
  /** Offenses known by now. */
  readonly offenses: number;
  /** False where it is not over, or not wholly reported. */
  readonly isComplete: boolean;
  /** True where reports that come later will still raise it. */
  readonly isProvisional: boolean;
  /** Share, 0-1, of what will be known in the end; null where that cannot be told. */
  readonly completeness: number | null;
  /** What to expect in the end; null where nothing more is expected, or it cannot be told. */
  readonly nowcast: Nowcast | null;
  /** Change against the year before (of a day, the same weekday 364 days before), both as known at the same age; null where that is not known. */
  readonly yearChange: number | null;
  /** The year before: as known at the same age where `yearChange` is known, else as known now; null where it is not. */
  readonly yearBefore: number | null;
}

export interface Nowcast {
  readonly offenses: number;
  /** Ends of the interval: sums of the parts' 80 % intervals, as if all erred to the same side. So it is wide. */
  readonly low: number;
  readonly high: number;
}

/** Several counts as one. */
export function sumCounts(parts: readonly PeriodCounts[]): PeriodCounts {
  const offenses = sum(parts.map((part) => part.offenses));
  const expected = parts.map((part) =>
    part.offenses === 0 ? 0 : part.completeness === null ? null : part.offenses / part.completeness,
  );
  const nowcasts = parts.map((part) => part.nowcast ?? (part.isProvisional ? null : sure(part.offenses)));
  return {
    offenses,
    isComplete: parts.every((part) => part.isComplete),
    isProvisional: parts.some((part) => part.isProvisional),
    completeness: shareOf(offenses, sumKnown(expected)),
    nowcast: parts.some((part) => part.nowcast !== null) ? sumNowcasts(nowcasts) : null,
    yearChange: sumKnown(parts.map((part) => part.yearChange)),
    yearBefore: sumKnown(parts.map((part) => part.yearBefore)),
  };
}

/**
 * Adds up rows of a table with the columns of `mart_offenses_daily` or `mart_offenses_monthly`.
 */
export function periodCounter(table: Columnar): (rows: readonly number[]) => PeriodCounts {
  const offenses = numbersOf(table, 'offenses');
  const completeness = numbersOf(table, 'completeness');
  const nowcast = numbersOf(table, 'nowcast_offenses');
  const low = numbersOf(table, 'nowcast_low');
  const high = numbersOf(table, 'nowcast_high');
  const yearChange = numbersOf(table, 'year_on_year_change');
  const previousYear = numbersOf(table, 'previous_year_offenses');
  const isComplete = truthsOf(table, 'is_complete');
  const isProvisional = truthsOf(table, 'is_provisional');
  const nowcastOf = (row: number): Nowcast | null => {
    const [middle, lower, upper] = [nowcast[row], low[row], high[row]];
    return middle == null || lower == null || upper == null ? null : { offenses: middle, low: lower, high: upper };
  };
  const yearBeforeOf = (row: number): number | null => {
    const change = yearChange[row] ?? null;
    return change === null ? (previousYear[row] ?? null) : (offenses[row] ?? 0) - change;
  };
  return (rows) =>
    sumCounts(
      rows.map((row) => ({
        offenses: offenses[row] ?? 0,
        isComplete: isComplete[row] === true,
        isProvisional: isProvisional[row] === true,
        completeness: completeness[row] ?? null,
        nowcast: nowcastOf(row),
        yearChange: yearChange[row] ?? null,
        yearBefore: yearBeforeOf(row),
      })),
    );
}

function sure(offenses: number): Nowcast {
  return { offenses, low: offenses, high: offenses };
}

function sumNowcasts(nowcasts: readonly (Nowcast | null)[]): Nowcast | null {
  const known = nowcasts.filter((nowcast) => nowcast !== null);
  if (known.length < nowcasts.length) return null;
  return {
    offenses: sum(known.map((nowcast) => nowcast.offenses)),
    low: sum(known.map((nowcast) => nowcast.low)),
    high: sum(known.map((nowcast) => nowcast.high)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** The sum; null where a part is not known. */
function sumKnown(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>((total, value) => (total === null || value === null ? null : total + value), 0);
}

/** Parts without offenses have no expectation to divide by: of nothing, all is known. */
function shareOf(part: number, whole: number | null): number | null {
  return whole === null ? null : whole === 0 ? 1 : part / whole;
}
