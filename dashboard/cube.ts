import { columnOf, type Columnar } from './columnar.ts';

/** Which rows of a cube count; null where all do. */
export interface CubeFilter {
  /** First and last year; where one is given, months that are not known do not count. */
  readonly from: number | null;
  readonly to: number | null;
  readonly category: string | null;
  /** Sub-category. */
  readonly offense: string | null;
  readonly precinct: string | null;
  readonly neighborhood: string | null;
}

/** A column of the cube that sums can be told apart by. */
export type CubeDimension = 'offense_month' | 'precinct' | 'neighborhood' | 'offense_category' | 'offense_sub_category';

const columnOfFilter = {
  category: 'offense_category',
  offense: 'offense_sub_category',
  precinct: 'precinct',
  neighborhood: 'neighborhood',
} as const;

/**
 * Offenses of the rows that the filter takes, by the values of a column of texts; null for those without.
 * @param cube a data file `cube-BASIS.json`. One scan: 146,000 rows take a few milliseconds.
 */
export function sumCube(cube: Columnar, filter: CubeFilter, by: CubeDimension): ReadonlyMap<string | null, number> {
  const takes = acceptedCodes(cube, filter);
  const keys = columnOf(cube, by) as readonly number[];
  const offenses = columnOf(cube, 'offenses') as readonly number[];
  // One place more than there are texts, the first, for those without one.
  const sums = new Float64Array((cube.dictionaries[by]?.length ?? 0) + 1);
  const seen = new Uint8Array(sums.length);
  for (let row = 0; row < cube.rowCount; row += 1) {
    if (!takes.every(({ codes, accepted }) => accepted[(codes[row] ?? 0) + 1] === 1)) continue;
    const place = (keys[row] ?? 0) + 1;
    sums[place] = (sums[place] ?? 0) + (offenses[row] ?? 0);
    seen[place] = 1;
  }
  const found = new Map<string | null, number>();
  seen.forEach((isSeen, place) => {
    if (isSeen === 1) found.set(cube.dictionaries[by]?.[place - 1] ?? null, sums[place] ?? 0);
  });
  return found;
}

/**
 * Offenses of the rows that the filter takes, by the texts of a column and within each by month; what has no text or no
 * month is left out. One scan, whatever the number of texts.
 */
export function sumCubeByMonth(
  cube: Columnar,
  filter: CubeFilter,
  by: Exclude<CubeDimension, 'offense_month'>,
): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const takes = acceptedCodes(cube, filter);
  const keys = columnOf(cube, by) as readonly number[];
  const monthCodes = columnOf(cube, 'offense_month') as readonly number[];
  const offenses = columnOf(cube, 'offenses') as readonly number[];
  const [texts, months] = [cube.dictionaries[by] ?? [], cube.dictionaries['offense_month'] ?? []];
  const sums = texts.map(() => new Float64Array(months.length));
  for (let row = 0; row < cube.rowCount; row += 1) {
    if (!takes.every(({ codes, accepted }) => accepted[(codes[row] ?? 0) + 1] === 1)) continue;
    const [ofText, month] = [sums[keys[row] ?? -1], monthCodes[row] ?? -1];
    if (ofText !== undefined && month >= 0) ofText[month] = (ofText[month] ?? 0) + (offenses[row] ?? 0);
  }
  const byMonth = (counts: Float64Array) => new Map(months.map((month, code) => [month, counts[code] ?? 0]));
  return new Map(
    texts.flatMap((text, code): [string, ReadonlyMap<string, number>][] => {
      const counts = sums[code] ?? new Float64Array();
      return counts.some((count) => count > 0) ? [[text, byMonth(counts)]] : [];
    }),
  );
}

interface Accepted {
  readonly codes: readonly number[];
  /** By code + 1, since null has the code -1: 1 where rows of it count. */
  readonly accepted: Uint8Array;
}

/** Decides each text once, so that the scan compares numbers only. */
function acceptedCodes(cube: Columnar, filter: CubeFilter): readonly Accepted[] {
  const accept = (column: CubeDimension, takes: (text: string) => boolean): Accepted => ({
    codes: columnOf(cube, column) as readonly number[],
    accepted: Uint8Array.from([0, ...(cube.dictionaries[column] ?? []).map((text) => Number(takes(text)))]),
  });
  const names = (Object.keys(columnOfFilter) as (keyof typeof columnOfFilter)[]).flatMap((name) => {
    const wanted = filter[name];
    return wanted === null ? [] : [accept(columnOfFilter[name], (text) => text === wanted)];
  });
  const { from, to } = filter;
  if (from === null && to === null) return names;
  const isBetween = (month: string) => {
    const year = Number(month.slice(0, 4));
    return year >= (from ?? year) && year <= (to ?? year);
  };
  return [...names, accept('offense_month', isBetween)];
}
