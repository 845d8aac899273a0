import { useMemo } from 'preact/hooks';
import { ChartFrame, type ChartContent } from '../../components/chart-frame.tsx';
import { drawCityMap } from '../../charts/city-map.tsx';
import { colorClasses } from '../../charts/color-classes.ts';
import { type Bounds, boundsOf, isWithin, joined } from '../../charts/map-projection.ts';
import { counted, formatShare } from '../../format.ts';
import type { Filters } from '../../state/filters.ts';
import { type Loaded, mapLoaded, useFilters } from '../../state/page-context.ts';
import { type Boundaries, hexagonCounts, type HexagonCount, type Hotspots, unmappedCounts } from './places.ts';
import { filterWords } from './words.ts';

const height = 780;

/** The city, drawn from the places of its offenses. */
export function MapFigure({
  hotspots,
  boundaries,
}: {
  readonly hotspots: Loaded<Hotspots>;
  readonly boundaries: Loaded<Boundaries>;
}) {
  const filters = useFilters();
  const content = useMemo(
    () => mapLoaded(hotspots, (places) => mapContent(places, boundariesOf(boundaries), filters)),
    [hotspots, boundaries, filters],
  );
  return (
    <ChartFrame
      id="where-map"
      title="On the map"
      height={height}
      applies={['from', 'to', 'category']}
      content={content}
    />
  );
}

/** The map does without them until they are there. */
function boundariesOf(boundaries: Loaded<Boundaries>): Boundaries {
  return boundaries.status === 'ready' ? boundaries.value : {};
}

/** The map's picture, words and numbers. */
export function mapContent(hotspots: Hotspots, boundaries: Boundaries, filters: Filters): ChartContent {
  const everywhere = hexagonCounts(hotspots, { from: null, to: null, category: null });
  const outlines = (boundaries.neighborhoods ?? []).map(({ neighborhood, rings }) => ({ name: neighborhood, rings }));
  const bounds = mapBounds(
    everywhere,
    outlines.flatMap(({ rings }) => rings.flat()),
  );
  const counts = hexagonCounts(hotspots, filters);
  const hexagons = bounds === undefined ? [] : counts.filter(({ centre }) => isWithin(bounds, centre));
  const classes = colorClasses(hexagons.map(({ offenses }) => offenses));
  return {
    subtitle: `Offenses by place, ${filterWords(filters)}, by the time of the report`,
    summary: summaryOf(hexagons, counts, unmappedCounts(hotspots, filters)),
    table: {
      columns: [
        { key: 'latitude', label: 'Latitude', format: (degrees) => degrees.toFixed(4) },
        { key: 'longitude', label: 'Longitude', format: (degrees) => degrees.toFixed(4) },
        { key: 'offenses', label: 'Offenses' },
      ],
      rows: [...counts]
        .sort((left, right) => right.offenses - left.offenses)
        .map(({ centre: [longitude, latitude], offenses }) => ({
          latitude: Number(latitude.toFixed(4)),
          longitude: Number(longitude.toFixed(4)),
          offenses,
        })),
    },
    draw: (width) =>
      drawCityMap(
        { bounds: bounds ?? nowhere, classes, hexagons, outlines, marked: filters.neighborhood },
        { width, height },
      ),
    note: noteOf(boundaries),
  };
}

const nowhere: Bounds = { west: -122.44, east: -122.24, south: 47.49, north: 47.74 };

function mapBounds(hexagons: readonly HexagonCount[], corners: readonly (readonly [number, number])[]) {
  const offenses = boundsOf(hexagons.map(({ centre, offenses }) => ({ place: centre, offenses })));
  if (corners.length === 0 || offenses === undefined) return offenses;
  const lines = corners.reduce<Bounds>(
    (bounds, [longitude, latitude]) =>
      joined(bounds, { west: longitude, east: longitude, south: latitude, north: latitude }),
    offenses,
  );
  return joined(offenses, lines);
}

const total = (counts: Iterable<number>) => [...counts].reduce((sum, count) => sum + count, 0);

function summaryOf(
  shown: readonly HexagonCount[],
  mapped: readonly HexagonCount[],
  unmapped: ReadonlyMap<string, number>,
): string {
  const onMap = total(shown.map(({ offenses }) => offenses));
  const outside = total(mapped.map(({ offenses }) => offenses)) - onMap;
  const hidden = unmapped.get('masked') ?? 0;
  const missing = unmapped.get('missing') ?? 0;
  const impossible = (unmapped.get('impossible') ?? 0) + outside;
  const all = onMap + hidden + missing + impossible;
  if (all === 0) return '';
  const reasons = [
    [hidden, 'have a place that the city masks'],
    [missing, 'have none in the feed'],
    [impossible, 'lie outside the map'],
  ] as const;
  const said = reasons
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count.toLocaleString('en-US')} ${words}`);
  const most = shown.reduce((highest, { offenses }) => Math.max(highest, offenses), 0);
  return (
    `${counted(onMap, 'offense')} of ${all.toLocaleString('en-US')} are on the map (${formatShare(onMap / all)}), ` +
    `at most ${most.toLocaleString('en-US')} in one hexagon.` +
    (said.length === 0 ? '' : ` Not on it: ${said.join(', ')}.`)
  );
}

function noteOf({ neighborhoods, origin, licence }: Boundaries): string {
  const what =
    'Each hexagon is 350 metres wide; the city gives the hundred block, not the address. Where many people live, shop and work, more is reported: the map shows neither risk nor danger.';
  if (neighborhoods === undefined) return what;
  return `${what} Outlines of the neighborhoods: ${origin ?? ''} (${licence ?? ''}).`;
}
