import type { Feed } from '../feed.ts';
import type { Row } from '../table.ts';
import { intervalOf, type Kind } from './intervals.ts';
import type { Maturity } from './periods.ts';

/** A period of which so many offenses are known, and so many told: some are told that became known only after today. */
export interface Young {
  readonly kind: Kind;
  readonly category: string;
  readonly age: number;
  readonly known: number;
  readonly told: number;
}

export const noNowcast: Row = { nowcast_offenses: null, nowcast_low: null, nowcast_high: null };

/** The columns of a nowcast: none of them below what is told. */
export function nowcastColumns(feed: Feed, maturity: Maturity | undefined, young: Young): Row {
  const { kind, category, age, known, told } = young;
  if (!maturity?.hasNowcast || maturity.completeness === null) return noNowcast;
  const [low, high] = intervalOf(feed, kind, category, age, known, maturity.completeness);
  return {
    nowcast_offenses: Math.max(told, known / maturity.completeness),
    nowcast_low: low === null ? null : Math.max(told, low),
    nowcast_high: high === null ? null : Math.max(told, high),
  };
}
