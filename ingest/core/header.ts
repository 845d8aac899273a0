import { FEED_SHAPES, type FeedShape, SYSTEM_FIELDS } from './feed-shapes.ts';
import { nearest } from './nearest.ts';

/** Where each of a source's columns goes. */
export interface HeaderPlan {
  readonly shape: FeedShape;
  /** By position in the source: the raw column, or undefined for one that goes to `_extra` under its own name. */
  readonly columns: readonly { readonly name: string; readonly rawColumn: string | undefined }[];
}

/** What is wrong with a header, in words. */
export interface HeaderFault {
  readonly explanation: string;
}

/**
 * What a display header and its API name have in common: `Report DateTime`, `report_datetime` and even
 * `report_date_time` become `reportdatetime`. Names are therefore matched within one shape, never across.
 */
const squash = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

const columnsOf = (shape: FeedShape): readonly string[] => [
  ...FEED_SHAPES[shape].required,
  ...FEED_SHAPES[shape].optional,
];

const missingFrom = (shape: FeedShape, names: ReadonlySet<string>): string[] =>
  FEED_SHAPES[shape].required.filter((column) => !names.has(squash(column)));

function describeMissing(missing: readonly string[], header: readonly string[]): string {
  return missing
    .map((column) => {
      const candidate = nearest(squash(column), header, squash);
      return candidate === undefined ? column : `${column} (nearest: "${candidate}")`;
    })
    .join(', ');
}

/** The first name that goes where an earlier one went. */
function repeated(columns: HeaderPlan['columns']): string | undefined {
  const seen = new Set<string>();
  for (const { name, rawColumn } of columns) {
    const place = rawColumn ?? `_extra.${name}`;
    if (seen.has(place)) return name;
    seen.add(place);
  }
  return undefined;
}

/** Tells the shape of the feed from a header of display or API names in any order, and where each column goes. */
export function planHeader(header: readonly string[]): HeaderPlan | HeaderFault {
  const names = new Set(header.filter((name) => !SYSTEM_FIELDS.has(name)).map(squash));
  const candidates = (['current', 'legacy'] as const).map((shape) => ({ shape, missing: missingFrom(shape, names) }));
  const best = candidates.reduce((left, right) => (right.missing.length < left.missing.length ? right : left));
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
  const columns = assign(best.shape, header);
  const twice = repeated(columns);
  if (twice !== undefined) return { explanation: `its header names "${twice}" twice` };
  return { shape: best.shape, columns };
}

/** Columns of the shape first; one that only the other shape has still goes to its own raw column. */
function assign(shape: FeedShape, header: readonly string[]): HeaderPlan['columns'] {
  const own = new Map(columnsOf(shape).map((column) => [squash(column), column]));
  const other = new Map(columnsOf(shape === 'legacy' ? 'current' : 'legacy').map((column) => [squash(column), column]));
  return header.map((name) => ({
    name,
    rawColumn: SYSTEM_FIELDS.get(name) ?? own.get(squash(name)) ?? other.get(squash(name)),
  }));
}
