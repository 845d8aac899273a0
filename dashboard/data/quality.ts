import type { FileSet, Loader } from './loader.ts';
import { graphModels, targetName } from './catalogue/graph-models.ts';
import { claimsOf } from './catalogue/claims.ts';
import { noneWhereMissing } from './catalogue/check-results.ts';
import { martLoader } from './mart-loader.ts';
import { readRows } from './read-rows.ts';

/** Days since the offense at which the page tells how much is known: close together at first, where most changes. */
const shownDays = [0, 1, 2, 3, 5, 7, 10, 14, 21, 28, 42, 56, 84, 182, 364];

/** Failing rows of an assertion that the page shows; `ops.assertion_failures` holds up to a hundred. */
const shownFailures = 20;

/** How whole and how plausible the data is. */
export const qualityLoaders: readonly Loader[] = [
  martLoader(
    'quality-fields.json',
    ['field', 'year', 'checked', 'affected', 'share'],
    'from mart.mart_data_quality order by field, year',
  ),
  martLoader(
    'quality-checks.json',
    ['check_name', 'severity', 'findings', 'is_finding', 'sample', 'meaning', 'what_to_do'],
    'from mart.mart_quality_checks order by is_finding desc, severity desc, check_name',
  ),
  martLoader(
    'loads.json',
    [
      'read_at',
      'load_mode',
      'raw_rows',
      'new_offenses',
      'removed_rows',
      'quarantined_rows',
      'newest_reported_date',
      'newest_report_age_days',
      'columns_appeared',
      'columns_gone',
      'columns_renamed',
      'extra_columns',
    ],
    'from mart.mart_loads order by read_at desc, load_id',
  ),
  martLoader(
    'reconciliation.json',
    ['step', 'rows_in_what', 'rows_in', 'rows_out_what', 'rows_out', 'explained', 'unexplained', 'explanation'],
    'from mart.mart_reconciliation order by position',
  ),
  martLoader(
    'reporting-lag.json',
    [
      'offense_sub_category',
      'days_since_offense',
      'known_by_then',
      'completeness',
      'completeness_low',
      'completeness_high',
      'maturity_days',
      'nowcast_status',
      'seen_share',
    ],
    `from mart.mart_reporting_lag
    where days_since_offense in (${shownDays.join(', ')})
    order by offense_sub_category, days_since_offense`,
  ),
];

/** `data/assertions.json`: what the last recorded run found, assertion by assertion, and rows of those that failed. */
export const assertionsFile: FileSet = {
  write: async ({ warehouse, graph }, put) => {
    const path = 'data/assertions.json';
    const read = (query: string) => readRows(warehouse, path, query).catch(noneWhereMissing);
    const [results, failures] = await Promise.all([read(resultsQuery), read(failuresQuery)]);
    const claims = new Map((graph.assertions ?? []).map((one) => [targetName(one.target), claimsOf(one)]));
    const models = graphModels(graph);
    const modelsOf = (assertion: unknown): readonly string[] =>
      models
        .filter(({ assertions }) => assertions.some(({ target }) => targetName(target) === assertion))
        .map(({ name }) => name);
    await put(path, {
      assertions: results.map((row) => ({
        ...row,
        models: modelsOf(row['assertion']),
        ...(claims.get(String(row['assertion'])) ?? { kind: 'assertion across models', claims: [] }),
        rows: failures.filter((one) => one['assertion'] === row['assertion']).map((one) => one['row_json']),
      })),
    });
  },
};

const lastRun = '(select run_id from ops.runs order by ended_at desc limit 1)';

const resultsQuery = `
select
  assertion, status, failing_rows, format_timestamp('%Y-%m-%dT%H:%M:%SZ', checked_at) as checked_at
from ops.assertion_results
where run_id = ${lastRun}
order by status, assertion`;

const failuresQuery = `
select assertion, row_json
from ops.assertion_failures
where run_id = ${lastRun} and row_number <= ${shownFailures}
order by assertion, row_number`;
