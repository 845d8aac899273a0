import { FEED_SHAPES, type FeedShape, SYSTEM_FIELDS } from './feed-shapes.ts';
import { nearest } from './nearest.ts';

/** A source's column and the raw column it goes to, or undefined for one that goes to `_extra` under its own name. */
export interface MatchedColumn {
  readonly name: string;
  readonly rawColumn: string | undefined;
}

/**
 * What a display header and its API name have in common: `Report DateTime`, `report_datetime` and even
 * `report_date_time` become `reportdatetime`. Names are therefore matched within one shape, never across.
 */
export const squash = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** All columns of a shape. */
export const columnsOf = (shape: FeedShape): readonly string[] => [
  ...FEED_SHAPES[shape].required,
  ...FEED_SHAPES[shape].optional,
];

export const otherShape = (shape: FeedShape): FeedShape => (shape === 'legacy' ? 'current' : 'legacy');

const missingFrom = (shape: FeedShape, names: ReadonlySet<string>): string[] =>
  FEED_SHAPES[shape].required.filter((column) => !names.has(squash(column)));

/** The shape that lacks the fewest of its required columns among these names, and those. */
export function nearestShape(header: readonly string[]): { readonly shape: FeedShape; readonly missing: string[] } {
  const names = new Set(header.filter((name) => !SYSTEM_FIELDS.has(name)).map(squash));
  const candidates = (['current', 'legacy'] as const).map((shape) => ({ shape, missing: missingFrom(shape, names) }));
  return candidates.reduce((left, right) => (right.missing.length < left.missing.length ? right : left));
}

/** The name that comes nearest to a column's, if any is near. */
export const nearestName = (column: string, names: readonly string[]): string | undefined =>
  nearest(squash(column), names, squash);

/** Columns of the shape first; one that only the other shape has still goes to its own raw column. */
export function matchColumns(shape: FeedShape, header: readonly string[]): readonly MatchedColumn[] {
  const own = new Map(columnsOf(shape).map((column) => [squash(column), column]));
  const other = new Map(columnsOf(otherShape(shape)).map((column) => [squash(column), column]));
  return header.map((name) => ({
    name,
    rawColumn: SYSTEM_FIELDS.get(name) ?? own.get(squash(name)) ?? other.get(squash(name)),
  }));
}

/** The first name that goes where an earlier one went. */
export function repeatedName(columns: readonly MatchedColumn[]): string | undefined {
  const seen = new Set<string>();
  for (const { name, rawColumn } of columns) {
    const place = rawColumn ?? `_extra.${name}`;
    if (seen.has(place)) return name;
    seen.add(place);
  }
  return undefined;
}
