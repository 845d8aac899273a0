import type { Month } from './months.ts';

/** A month against the same one a year before, both as known at the same age. */
export interface YearChange {
  /** First day, `YYYY-MM-DD`. */
  readonly month: string;
  readonly offenses: number;
  /** Offenses more than a year before; negative where fewer. */
  readonly change: number;
  /** The change in percent of the year before; null where that had none. */
  readonly percent: number | null;
  /** 2(√now − √before), as in the marts. */
  readonly signal: number;
  /** True where chance alone could explain as much. */
  readonly isChance: boolean;
  readonly isProvisional: boolean;
}

/** The signal that chance alone keeps within in 95 of 100 cases, if counts scatter as independent events do. */
const chance = 2.8;

/** The months whose change is known. */
export function yearChanges(months: readonly Month[]): readonly YearChange[] {
  return months.flatMap(({ month, offenses, yearChange, isProvisional }) => {
    if (yearChange === null) return [];
    const before = Math.max(offenses - yearChange, 0);
    const signal = 2 * (Math.sqrt(offenses) - Math.sqrt(before));
    const percent = before === 0 ? null : (100 * yearChange) / before;
    return [
      { month, offenses, change: yearChange, percent, signal, isChance: Math.abs(signal) <= chance, isProvisional },
    ];
  });
}
