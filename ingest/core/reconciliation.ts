import { dayAfter } from './ledger.ts';
import type { Comparison, LoadRequest, PortalMode, SettledRows } from './manifest.ts';

/** Before any moment that a portal tells. */
export const BEGINNING = '0001-01-01T00:00:00.000Z';

/** Counts of rows held, by row identifier. */
export interface HeldRows {
  /** Distinct rows of the load. */
  readonly all: number;
  /** Those of them created after the last load's settled ones. */
  readonly createdLater: number;
  /** Keys that the last load left unsettled. */
  readonly unsettled: number;
  /** Those of them that the load saw again. */
  readonly unsettledSeen: number;
}

/** What the portal is asked to count, and what it should answer. */
export interface Expectation {
  readonly where: string;
  readonly held: number;
}

/** The rows of a load, as a condition in SoQL; undefined for all. `dateColumn` is the offense date's API name. */
export function conditionOf(request: LoadRequest, dateColumn: string): string | undefined {
  const { changed_after: changed, since, until } = request;
  const bounds = [
    ...(changed === null ? [] : [`:updated_at > '${changed}'`]),
    ...(since === null ? [] : [`${dateColumn} >= '${since}T00:00:00.000'`]),
    ...(until === null ? [] : [`${dateColumn} < '${dayAfter(until) ?? until}T00:00:00.000'`]),
  ];
  return bounds.length === 0 ? undefined : bounds.join(' and ');
}

/**
 * The counts that prove a load complete without looking at history. An incremental load rests on the last one's
 * settled rows: those it must find again, and nothing created later can be missing from the rows fetched.
 */
export function expectations(
  mode: PortalMode,
  where: string | undefined,
  held: HeldRows,
  settled: SettledRows | null,
): readonly Expectation[] {
  if (mode !== 'incremental' || !settled) return [{ where: where ?? '', held: held.all }];
  return [
    { where: `:created_at <= '${settled.created_until}'`, held: settled.rows },
    { where: where ?? '', held: held.all },
    { where: '', held: settled.rows + held.createdLater },
  ];
}

/** Whether all that was compared agrees. */
export const agrees = (comparisons: readonly Comparison[]): boolean =>
  comparisons.every(({ portal, held }) => portal === held);

/** The differences for people. */
export const describeDifferences = (comparisons: readonly Comparison[]): string =>
  comparisons
    .filter(({ portal, held }) => portal !== held)
    .map(({ where, portal, held }) => `${where === '' ? 'all rows' : where}: ${portal} there, ${held} here`)
    .join('; ');

/** Times that a load goes after changes made meanwhile before it compares all keys. */
const MOST_CATCH_UPS = 5;

/** What to do after counting: it is proven; changes made meanwhile are fetched; or all keys are compared. */
export function nextStep(
  comparisons: readonly Comparison[],
  stoodStill: boolean,
  catchUps: number,
): 'proven' | 'catch-up' | 'audit' {
  const isEqual = agrees(comparisons);
  if (isEqual && (stoodStill || catchUps >= MOST_CATCH_UPS)) return 'proven';
  return stoodStill || catchUps >= MOST_CATCH_UPS ? 'audit' : 'catch-up';
}

/** Keys that an audit may fetch one by one, as a share of all; beyond it a full load is the better way. */
const MOST_MISSING_SHARE = 0.5;

/** Whether so many rows are missing that fetching them by their keys is not worth it. */
export const isBeyondRepair = (missing: number, all: number): boolean =>
  missing > 1000 && missing > all * MOST_MISSING_SHARE;
