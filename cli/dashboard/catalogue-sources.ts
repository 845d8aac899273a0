import { Storage } from '@google-cloud/storage';
import type { Sources } from '../../dashboard/index.ts';
import { tablesLineage } from '../../local/bigquery/lineage.ts';
import { testedModels } from '../models/tested-models.ts';
import type { Place } from '../place.ts';

/** What the page's catalogue of models is made from beside the warehouse and the compiled project. */
export async function catalogueSources(place: Place): Promise<Pick<Sources, 'lake' | 'readLineage' | 'testedModels'>> {
  return { readLineage: tablesLineage, testedModels: await testedModels(), lake: lakeOf(place) };
}

/** The place's lake in its parts; a cloud project can be read without one. */
function lakeOf({ projectId, lake }: Place): Sources['lake'] {
  if (lake === '') return undefined;
  const { hostname, pathname } = new URL(lake);
  const prefix = pathname.replace(/^\//, '').replace(/\/?$/, '/');
  return { storage: new Storage({ projectId }), bucket: hostname, prefix: prefix === '/' ? '' : prefix };
}
