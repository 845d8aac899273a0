import { FEED_SHAPES, type FeedShape } from './feed-shapes.ts';
import { type MatchedColumn, matchColumns, nearestName, nearestShape, repeatedName } from './match-columns.ts';

/** Where each of a source's columns goes. */
export interface HeaderPlan {
  readonly shape: FeedShape;
  /** By position in the source: the raw column, or undefined for one that goes to `_extra` under its own name. */
  readonly columns: readonly MatchedColumn[];
}

/** What is wrong with a header, in words. */
export interface HeaderFault {
  readonly explanation: string;
}

function describeMissing(missing: readonly string[], header: readonly string[]): string {
  return missing
    .map((column) => {
      const candidate = nearestName(column, header);
      return candidate === undefined ? column : `${column} (nearest: "${candidate}")`;
    })
    .join(', ');
}

/** Tells the shape of the feed from a header of display or API names in any order, and where each column goes. */
export function planHeader(header: readonly string[]): HeaderPlan | HeaderFault {
  const best = nearestShape(header);
  if (best.missing.length > 0) {
    const known = FEED_SHAPES[best.shape].required.length - best.missing.length;
    const found = header
      .slice(0, 8)
      .map((name) => `"${name.slice(0, 40)}"`)
      .join(', ');
    const explanation =
      known === 0
        ? `its header holds none of the feed's columns. It begins with ${found}; expected are ${FEED_SHAPES.current.required.slice(0, 4).join(', ')} …`
        : `its header lacks columns of the feed's ${best.shape} shape: ${describeMissing(best.missing, header)}`;
    return { explanation };
  }
  const columns = matchColumns(best.shape, header);
  const twice = repeatedName(columns);
  if (twice !== undefined) return { explanation: `its header names "${twice}" twice` };
  return { shape: best.shape, columns };
}
