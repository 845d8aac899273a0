import type { Row } from '../columnar.ts';
import { WarehouseReadError } from '../errors.ts';
import type { Loader } from './loader.ts';
import { readRows } from './read-rows.ts';
import { toldSource } from './told-source.ts';

const file = 'run.json';

/** What the page says of itself: how old the data is, where it comes from, whether it is made up. One object. */
export const runLoader: Loader = {
  file,
  load: async ({ warehouse, madeAt, loadSources }) => {
    const [[run = {}], [newest = {}], lastRuns] = await Promise.all([
      readRows(warehouse, file, runQuery),
      readRows(warehouse, file, newestLoadQuery),
      readRows(warehouse, file, lastRunQuery).catch(noneWhereMissing),
    ]);
    const source = toldSource(run['is_simulated'] === true, {
      mode: newest['load_mode'] as string | null,
      source: loadSources?.get(String(newest['load_id'])),
    });
    return { ...run, ...source, made_at: madeAt.toISOString(), last_run: lastRuns[0] ?? null };
  },
};

/** Models that were built by `dataform run` alone have no record of a run. */
function noneWhereMissing(error: unknown): readonly Row[] {
  if (error instanceof WarehouseReadError && error.reason === 'missing') return [];
  throw error;
}

const runQuery = `
select
  as_of, is_simulated, source, loads, raw_rows, quarantined_rows, offenses,
  first_reported_date, last_reported_date, span_start, span_end,
  format_timestamp('%Y-%m-%dT%H:%M:%SZ', newest_snapshot_at) as newest_snapshot_at,
  (select sum(reportable_offenses) from mart.mart_offense_mix) as reportable_offenses
from fact.dim_run`;

const newestLoadQuery = 'select load_id, load_mode from mart.mart_loads where is_newest';

const lastRunQuery = `
select
  run_id,
  format_timestamp('%Y-%m-%dT%H:%M:%SZ', started_at) as started_at,
  format_timestamp('%Y-%m-%dT%H:%M:%SZ', ended_at) as ended_at,
  status, models_built, assertions_passed, assertions_failed, assertions_skipped
from ops.runs
order by ended_at desc
limit 1`;
