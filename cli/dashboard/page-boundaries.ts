import type { BoundaryMap } from '../../dashboard/index.ts';
import { loadedBoundaries, nameAreas } from '../../ingest/index.ts';
import type { Place } from '../place.ts';
import { neighborhoodNames } from './neighborhood-names.ts';

/** The boundaries that the page draws: the newest of the lake; undefined where there are none, or no lake is named. */
export async function pageBoundaries(place: Place): Promise<BoundaryMap | undefined> {
  if (place.lake === '') return undefined;
  const loaded = await loadedBoundaries({ lake: place.lake, projectId: place.projectId });
  if (loaded === undefined) return undefined;
  const { manifest, areas } = loaded;
  const naming = nameAreas(areas, await neighborhoodNames(place), manifest.source_name);
  return {
    origin: manifest.origin,
    licence: manifest.licence,
    loadedAt: manifest.loaded_at,
    neighborhoods: naming.areas.map(({ name, rings }) => ({ neighborhood: name, rings })),
  };
}
