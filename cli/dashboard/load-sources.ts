import { ingestStatus } from '../../ingest/index.ts';
import type { Place } from '../place.ts';

/** Where each load's rows are from, by its id: a portal's address, or a file's name; undefined where no lake is named. */
export async function loadSources(place: Place): Promise<ReadonlyMap<string, string> | undefined> {
  if (place.lake === '') return undefined;
  const { loads } = await ingestStatus({ lake: place.lake, projectId: place.projectId });
  return new Map(loads.map(({ loadId, source }) => [loadId, source]));
}
