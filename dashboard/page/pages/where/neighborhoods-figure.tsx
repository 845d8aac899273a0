import { useMemo } from 'preact/hooks';
import { sumCube } from '../../../cube.ts';
import { drawNeighborhoodBars, type NeighborhoodCount } from '../../charts/neighborhood-bars.ts';
import { ChartFrame, type ChartContent } from '../../components/chart-frame.tsx';
import { counted, formatShare, placeName, readable } from '../../format.ts';
import type { Filters } from '../../state/filters.ts';
import { type Loaded, mapLoaded, useFilters, usePage, useTable } from '../../state/page-context.ts';
import { type Hotspots, neighborhoodCounts } from './places.ts';
import { filterWords } from './words.ts';

const height = 780;
const unknown = 'Unknown';

/** Offenses by neighborhood. The cube is fetched only for filters that the smaller table cannot apply. */
export function NeighborhoodsFigure({ hotspots }: { readonly hotspots: Loaded<Hotspots> }) {
  const filters = useFilters();
  const { choices } = usePage();
  const wantsCube = filters.offense !== null || filters.precinct !== null || filters.basis !== 'reported';
  const cube = useTable(`cube-${filters.basis}`, wantsCube);
  const names = useMemo(() => choices.neighborhoods.map(({ neighborhood }) => neighborhood), [choices]);
  const content = useMemo(() => {
    const make = (counts: ReadonlyMap<string | null, number>) => neighborhoodsContent(counts, names, filters);
    return wantsCube
      ? mapLoaded(cube, (table) => make(sumCube(table, { ...filters, neighborhood: null }, 'neighborhood')))
      : mapLoaded(hotspots, (places) => make(neighborhoodCounts(places, filters)));
  }, [hotspots, cube, wantsCube, names, filters]);
  return (
    <ChartFrame
      id="where-neighborhoods"
      title="By neighborhood"
      height={height}
      applies={['from', 'to', 'category', 'offense', 'precinct', 'neighborhood', 'basis']}
      content={content}
    />
  );
}

/** The neighborhoods in the order of the alphabet, and those not known last. */
export function neighborhoodsContent(
  counts: ReadonlyMap<string | null, number>,
  names: readonly string[],
  filters: Filters,
): ChartContent {
  const known = [...new Set([...names, ...counts.keys()])]
    .filter((name): name is string => name !== null && name !== unknown)
    .sort((left, right) => left.localeCompare(right, 'en'));
  const rows: readonly NeighborhoodCount[] = [...known, unknown]
    .map((neighborhood) => ({ neighborhood, offenses: counts.get(neighborhood) ?? 0 }))
    .filter(({ offenses }) => offenses > 0);
  const all = rows.reduce((sum, { offenses }) => sum + offenses, 0);
  const { offense, precinct, basis, neighborhood } = filters;
  const narrowed = [
    offense === null ? [] : [readable(offense)],
    precinct === null ? [] : [`${precinct} precinct`],
  ].flat();
  return {
    subtitle: [
      `Offenses, ${filterWords(filters)}`,
      ...narrowed,
      `by the time of the ${basis === 'reported' ? 'report' : 'offense'}`,
    ].join(', '),
    summary: all === 0 ? '' : summaryOf(counts, all, neighborhood),
    table: {
      columns: [
        { key: 'neighborhood', label: 'Neighborhood', text: placeName },
        { key: 'offenses', label: 'Offenses' },
      ],
      rows: rows.map((row) => ({ ...row })),
    },
    draw: (width) => drawNeighborhoodBars(rows, neighborhood, { width, height }),
    note: 'In the order of the alphabet, and not by rank: neighborhoods differ in size, residents, visitors and in how much is reported. Nothing here says which is safe.',
  };
}

function summaryOf(counts: ReadonlyMap<string | null, number>, all: number, marked: string | null): string {
  const missing = counts.get(unknown) ?? 0;
  const own =
    marked === null
      ? ''
      : ` ${placeName(marked)} has ${counted(counts.get(marked) ?? 0, 'offense')} of them (${formatShare((counts.get(marked) ?? 0) / all)}).`;
  const unnamed =
    missing === 0
      ? ', each in a neighborhood that the feed names.'
      : `; the feed names no neighborhood for ${missing.toLocaleString('en-US')} of them (${formatShare(missing / all)}).`;
  return `${counted(all, 'offense')}${unnamed}${own}`;
}
