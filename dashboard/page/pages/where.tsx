import { useFile } from '../state/page-context.ts';
import { MapFigure } from './where/map-figure.tsx';
import { NeighborhoodsFigure } from './where/neighborhoods-figure.tsx';
import type { Boundaries, Hotspots } from './where/places.ts';
import { PrecinctsFigure } from './where/precincts-figure.tsx';

/** Where offenses are reported: a map, the neighborhoods, the precincts over time. */
export function Page() {
  const hotspots = useFile<Hotspots>('hotspots');
  const boundaries = useFile<Boundaries>('boundaries');
  return (
    <>
      <div class="chart-pair">
        <MapFigure hotspots={hotspots} boundaries={boundaries} />
        <NeighborhoodsFigure hotspots={hotspots} />
      </div>
      <PrecinctsFigure />
    </>
  );
}
