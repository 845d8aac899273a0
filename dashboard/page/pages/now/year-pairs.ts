import type { Columnar } from '../../../columnar.ts';
import { addDays, readable } from '../../format.ts';
import type { Filters } from '../../state/filters.ts';
import { comparePrecincts } from '../../precincts.ts';
import { countsBy } from './recent-days.ts';

/** A part of the offenses of some days, and the same a year before. */
export interface YearPair {
  readonly kind: 'category' | 'precinct';
  /** As readers see it. */
  readonly label: string;
  readonly now: number;
  /** Of the same weekdays 52 weeks before; null where not known. */
  readonly before: number | null;
  /** The change from then, both as known at the same age; null where that cannot be told. */
  readonly change: number | null;
}

/** The last days by category, then by precinct. */
export function yearPairs(recent: Columnar, filters: Filters, asOf: string, days: number): readonly YearPair[] {
  const span = [addDays(asOf, 1 - days), asOf] as const;
  const pairs = (kind: YearPair['kind'], label: (text: string) => string) =>
    [...countsBy(recent, kind === 'category' ? 'offense_category' : 'precinct', filters, span)].map(
      ([text, { offenses, yearBefore, yearChange }]) => ({
        kind,
        label: label(text),
        now: offenses,
        before: yearBefore,
        change: yearChange,
      }),
    );
  const byPlace = pairs('precinct', (text) => text).sort((left, right) => comparePrecincts(left.label, right.label));
  return [...pairs('category', readable), ...byPlace].filter((pair) => pair.now > 0 || (pair.before ?? 0) > 0);
}
