import { columnOf, type Columnar } from '../../../columnar.ts';
import { hexagonCentre, type Place } from '../../../hexagons.ts';
import type { Filters } from '../../state/filters.ts';

/** `data/hotspots.json`. */
export interface Hotspots {
  readonly hexagons: Columnar;
  readonly unmapped: Columnar;
  readonly neighborhoods: Columnar;
}

/** `data/boundaries.json`; without neighborhoods where none were loaded. */
export interface Boundaries {
  readonly origin?: string;
  readonly licence?: string;
  readonly neighborhoods?: readonly { readonly neighborhood: string; readonly rings: readonly (readonly Place[])[] }[];
}

/** What of the filters these tables can apply. */
export type PlaceFilters = Pick<Filters, 'from' | 'to' | 'category'>;

/** A hexagon with offenses. */
export interface HexagonCount {
  readonly column: number;
  readonly row: number;
  readonly centre: Place;
  readonly offenses: number;
}

/** The hexagons that have offenses under these filters. */
export function hexagonCounts({ hexagons }: Hotspots, filters: PlaceFilters): readonly HexagonCount[] {
  const columns = columnOf(hexagons, 'hexagon_column') as readonly number[];
  const rows = columnOf(hexagons, 'hexagon_row') as readonly number[];
  const sums = sumRows(hexagons, filters, (row) => `${columns[row] ?? 0} ${rows[row] ?? 0}`);
  return [...sums].map(([key, offenses]) => {
    const [column = 0, row = 0] = key.split(' ').map(Number);
    return { column, row, centre: hexagonCentre(column, row), offenses };
  });
}

/** Offenses that lie in no hexagon, by why: masked, missing, impossible. */
export function unmappedCounts({ unmapped }: Hotspots, filters: PlaceFilters): ReadonlyMap<string, number> {
  return sumByText(unmapped, filters, 'location_status');
}

/** Offenses by neighborhood; `Unknown` where the feed tells none. */
export function neighborhoodCounts({ neighborhoods }: Hotspots, filters: PlaceFilters): ReadonlyMap<string, number> {
  return sumByText(neighborhoods, filters, 'neighborhood');
}

function sumByText(table: Columnar, filters: PlaceFilters, column: string): ReadonlyMap<string, number> {
  const codes = columnOf(table, column) as readonly number[];
  const texts = table.dictionaries[column] ?? [];
  return sumRows(table, filters, (row) => texts[codes[row] ?? -1] ?? '');
}

/** Adds up the rows of a table by year and category that the filters take, by a key of each. */
function sumRows(
  table: Columnar,
  { from, to, category }: PlaceFilters,
  keyOf: (row: number) => string,
): ReadonlyMap<string, number> {
  const years = columnOf(table, 'year') as readonly (number | null)[];
  const categories = columnOf(table, 'offense_category') as readonly number[];
  const offenses = columnOf(table, 'offenses') as readonly number[];
  const wanted = category === null ? null : (table.dictionaries['offense_category'] ?? []).indexOf(category);
  const sums = new Map<string, number>();
  for (let row = 0; row < table.rowCount; row += 1) {
    if (wanted !== null && categories[row] !== wanted) continue;
    const year = years[row] ?? null;
    if (from !== null && (year === null || year < from)) continue;
    if (to !== null && (year === null || year > to)) continue;
    const key = keyOf(row);
    sums.set(key, (sums.get(key) ?? 0) + (offenses[row] ?? 0));
  }
  return sums;
}
