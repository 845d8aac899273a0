import { BigQuery } from '@google-cloud/bigquery';
import { CliError } from '../errors.ts';
import { ExitCode } from '../exit-codes.ts';
import type { Place } from '../place.ts';
import { queryRows } from '../warehouse-query.ts';

/**
 * The names of the neighborhoods that the models list.
 * @throws CliError where the models are not built.
 */
export async function neighborhoodNames(place: Place): Promise<readonly string[]> {
  const client = new BigQuery({ projectId: place.projectId, location: place.location });
  const [exists] = await client.dataset('fact').table('dim_neighborhoods').exists();
  if (!exists) {
    throw new CliError(
      'There are no neighborhoods to compare the names with: fact.dim_neighborhoods is not built.',
      ExitCode.warehouse,
      'Start with `crime run`.',
    );
  }
  const rows = await queryRows(client, namesQuery);
  return rows.map(({ neighborhood }) => neighborhood as string);
}

const namesQuery = `
select neighborhood
from fact.dim_neighborhoods
where is_listed and neighborhood not in ('OOJ', 'Unknown')
order by neighborhood`;
