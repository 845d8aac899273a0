import type { Moment } from './calendar.ts';
import type { RevisedOffense, Revision } from './revisions.ts';
import type { IncidentTimes } from './incident-times.ts';

/**
 * What a correct reading of both files together must find, counted while they were written, each offense once and in its
 * newest state (the current file's, for withdrawn offenses the legacy file's).
 */
export interface SimulationTruth {
  /** Distinct offense ids on readable lines. */
  readonly offenses: number;
  /** Distinct report numbers on readable lines. */
  readonly reports: number;
  /** Offenses that both files hold. */
  readonly offensesInBoth: number;
  /** Offenses whose state differs between the files, by what happened to them. */
  readonly revisions: Readonly<Record<Revision, number>>;
  /** Offenses by precinct as the current shape writes it, odd values included; `''` where it is empty. */
  readonly byPrecinct: Readonly<Record<string, number>>;
  /** Offenses by offense code, 999 and `-` included. */
  readonly byCode: Readonly<Record<string, number>>;
  /** Offenses reported in each hour of the day, 24 numbers. */
  readonly byReportedHour: readonly number[];
  /** Offenses started in each hour of the day, without the two kinds below. */
  readonly byStartedHour: readonly number[];
  /** Offenses started at exactly midnight, which means that the hour is not known. */
  readonly midnightStarts: number;
  /** Offenses without a start. */
  readonly unknownStarts: number;
}

/** Counts the truth while rows are written. */
export class TruthCounter {
  #reports = 0;
  #offenses = 0;
  #offensesInBoth = 0;
  #midnightStarts = 0;
  #unknownStarts = 0;
  readonly #revisions = { reclassified: 0, 'not reportable': 0, moved: 0, redacted: 0, withdrawn: 0 };
  readonly #byPrecinct = new Map<string, number>();
  readonly #byCode = new Map<string, number>();
  readonly #byReportedHour = new Array<number>(24).fill(0);
  readonly #byStartedHour = new Array<number>(24).fill(0);

  countReport(): void {
    this.#reports += 1;
  }

  countOffense(offense: RevisedOffense, times: IncidentTimes, isInLegacy: boolean): void {
    this.#offenses += 1;
    if (offense.revision !== undefined) this.#revisions[offense.revision] += 1;
    if (isInLegacy && offense.revision !== 'withdrawn') this.#offensesInBoth += 1;
    countOne(this.#byPrecinct, offense.place.precinct);
    countOne(this.#byCode, offense.type.code);
    countHour(this.#byReportedHour, times.reported);
    if (times.started === undefined) this.#unknownStarts += 1;
    else if (times.started.second === 0) this.#midnightStarts += 1;
    else countHour(this.#byStartedHour, times.started);
  }

  /** What has been counted. */
  result(): SimulationTruth {
    return {
      offenses: this.#offenses,
      reports: this.#reports,
      offensesInBoth: this.#offensesInBoth,
      revisions: { ...this.#revisions },
      byPrecinct: sorted(this.#byPrecinct),
      byCode: sorted(this.#byCode),
      byReportedHour: [...this.#byReportedHour],
      byStartedHour: [...this.#byStartedHour],
      midnightStarts: this.#midnightStarts,
      unknownStarts: this.#unknownStarts,
    };
  }
}

function countOne(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function countHour(counts: number[], moment: Moment): void {
  const hour = Math.floor(moment.second / 3600);
  counts[hour] = (counts[hour] ?? 0) + 1;
}

function sorted(counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  return Object.fromEntries([...counts].sort(([left], [right]) => (left < right ? -1 : 1)));
}
