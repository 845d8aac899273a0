/** The state of the feed that loads come to, by a computation of its own: what the newest word on each offense is. */
import { dayOf } from './days.ts';
import { categoryOf, codes, isReportable } from './reference.ts';
import type { Told } from './told.ts';

/** One reading of the source; they come in order. */
export interface Load {
  /** A full load of a portal tells what is gone; a file or a window does not. */
  readonly mode: 'file' | 'full' | 'window';
  readonly shape: 'legacy' | 'current';
  readonly told: ReadonlyMap<string, Told>;
  /** In how many records each column holds something, by its name in raw. */
  readonly filled: ReadonlyMap<string, number>;
  /** Records that it brought, those that repeat an offense among them. */
  readonly records: number;
  readonly quarantined: number;
  /** When the source was read, in UTC milliseconds. */
  readonly snapshotAt: number;
}

/** An offense by the newest word on it. */
export interface Offense extends Told {
  readonly category: string;
  readonly subCategory: string | null;
  readonly isReportable: boolean;
  /** Name of its code; the city's own wording where the code is not listed. */
  readonly title: string | null;
  readonly startedDay: number | undefined;
  readonly reportedDay: number | undefined;
  readonly isRemoved: boolean;
}

/** A feed at a day that counts as today; days are numbers. */
export interface Feed {
  readonly isSimulated: boolean;
  readonly loads: readonly Load[];
  readonly asOf: number;
  readonly firstReport: number;
  readonly lastReport: number;
  readonly spanStart: number;
  readonly spanEnd: number;
  /** Those that the feed still has, and those that it once had. */
  readonly everTold: readonly Offense[];
  readonly offenses: readonly Offense[];
  readonly reportable: readonly Offense[];
}

const FIRST_DAY = dayOf(Date.UTC(2008, 0, 1));

/** `asOf` is the variable as_of as a day; without it, today is the day before the newest report's. */
export function feedOf(loads: readonly Load[], isSimulated: boolean, asOf?: number): Feed {
  const everTold = newestWords(loads);
  const offenses = everTold.filter(({ isRemoved }) => !isRemoved);
  const days = offenses.flatMap(({ reportedDay }) => (reportedDay === undefined ? [] : [reportedDay]));
  const [firstReport, lastReport] = [days.reduce((a, b) => Math.min(a, b)), days.reduce((a, b) => Math.max(a, b))];
  const today = asOf ?? lastReport - 1;
  return {
    ...{ isSimulated, loads, asOf: today, firstReport, lastReport, everTold, offenses },
    spanStart: Math.max(firstReport, FIRST_DAY),
    spanEnd: Math.max(today, lastReport),
    reportable: offenses.filter((offense) => offense.isReportable),
  };
}

function newestWords(loads: readonly Load[]): readonly Offense[] {
  const words = new Map<string, Told>();
  for (const { told } of loads) {
    for (const [id, word] of told) {
      const before = words.get(id);
      // What the shape of the load lacks stays as it was told.
      const present = word.present ?? before?.present;
      words.set(id, { ...word, endedAt: word.endedAt === undefined ? before?.endedAt : word.endedAt, present });
    }
  }
  const last = loads.at(-1);
  return [...words.values()].map((word) => describe(word, last?.mode === 'full' && !last.told.has(word.offenseId)));
}

function describe(word: Told, isRemoved: boolean): Offense {
  const listed = codes.get(word.code);
  const subCategory = word.present?.subCategory ?? listed?.subCategory ?? null;
  const crimeAgainst = word.crimeAgainst ?? listed?.crimeAgainst ?? null;
  return {
    ...word,
    ...{ subCategory, crimeAgainst, group: word.group ?? listed?.group ?? null },
    category: word.present?.category ?? categoryOf(subCategory),
    isReportable: isReportable(word.code, crimeAgainst),
    title: listed?.name ?? word.name,
    startedDay: word.startedAt === undefined ? undefined : dayOf(word.startedAt),
    reportedDay: word.reportedAt === undefined ? undefined : dayOf(word.reportedAt),
    isRemoved,
  };
}

export const BASES = ['reported', 'started'] as const;
export type Basis = (typeof BASES)[number];
export const timeOn = (offense: Offense, basis: Basis): number | undefined =>
  basis === 'reported' ? offense.reportedAt : offense.startedAt;
export const dayOn = (offense: Offense, basis: Basis): number | undefined =>
  basis === 'reported' ? offense.reportedDay : offense.startedDay;
