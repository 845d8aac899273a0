import type { BigQuery } from '@google-cloud/bigquery';
import { queryRows } from '../warehouse-query.ts';

/** What is printed before and after anything that made-up rows led to. */
export const simulatedLine = 'SIMULATED: these rows are made up, not Seattle’s.';

/** Where the kind of the rows can be read: what the models were built from, else what they would be. */
const tables: readonly string[] = ['fact.dim_run', 'raw.spd_offenses'];

/** Whether the rows that are there are made up; undefined where there are none, or none can be read. */
export async function readIsSimulated(client: BigQuery): Promise<boolean | undefined> {
  for (const table of tables) {
    const [row] = await queryRows(client, `select logical_or(is_simulated) as is_simulated from ${table}`).catch(
      () => [],
    );
    const isSimulated = row?.['is_simulated'];
    if (typeof isSimulated === 'boolean') return isSimulated;
  }
  return undefined;
}
