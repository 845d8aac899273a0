import type { BigQuery, Query } from '@google-cloud/bigquery';
import { queryRows } from '../warehouse-query.ts';
import type { AssertionResult } from './assertion-results.ts';

/** Status of a run without a failure. */
const succeeded = 'succeeded';

/** What is kept of a run. */
export interface RunRecord {
  readonly runId: string;
  readonly startedAt: Date;
  readonly endedAt: Date;
  /** `succeeded`, or the stage that failed. */
  readonly status: string;
  readonly isSimulated: boolean;
  readonly modelsBuilt: number;
  readonly assertions: readonly AssertionResult[];
}

const tables = [
  `create table if not exists ops.runs (
    run_id string not null options (description = 'The run.'),
    started_at timestamp not null options (description = 'When it began.'),
    ended_at timestamp not null options (description = 'When its results were recorded.'),
    status string not null options (description = 'succeeded, or failed where a model or assertion failed.'),
    is_simulated bool not null options (description = 'True where the rows are made up by the simulator.'),
    models_built int64 not null options (description = 'Models that Dataform built.'),
    assertions_passed int64 not null options (description = 'Assertions without a failing row.'),
    assertions_failed int64 not null options (description = 'Assertions with failing rows.'),
    assertions_skipped int64 not null options (description = 'Assertions whose models could not be built.')
  ) partition by date(started_at) options (description = 'One row per run of the pipeline.')`,
  `create table if not exists ops.assertion_results (
    run_id string not null options (description = 'The run.'),
    checked_at timestamp not null options (description = 'When the result was recorded.'),
    assertion string not null options (description = 'The assertion, dataset.name of its view.'),
    status string not null options (description = 'passed, failed or skipped.'),
    failing_rows int64 options (description = 'Rows that break the claim; null where skipped.')
  ) partition by date(checked_at) options (description = 'One row per run and assertion.')`,
  `create table if not exists ops.assertion_failures (
    run_id string not null options (description = 'The run.'),
    checked_at timestamp not null options (description = 'When the failure was recorded.'),
    assertion string not null options (description = 'The assertion, dataset.name of its view.'),
    row_number int64 not null options (description = 'From 1; no order is meant.'),
    row_json string not null options (description = 'The failing row as JSON.')
  ) partition by date(checked_at) options (description = 'One row per run, assertion and failing row, at most 100 each.')`,
  `create table if not exists ops.unit_test_results (
    run_id string not null options (description = 'The run.'),
    checked_at timestamp not null options (description = 'When the result was recorded.'),
    test string not null options (description = 'The unit test, by the name of its file.'),
    model string options (description = 'The model that it tests, without its dataset.'),
    status string not null options (description = 'passed or failed.')
  ) partition by date(checked_at) options (description = 'One row per run and unit test.')`,
  `create table if not exists ops.run_loads (
    run_id string not null options (description = 'The run.'),
    load_id string not null options (description = 'A load from which no run that succeeded had built before.')
  ) options (description = 'One row per load, with the first run that succeeded in building from it.')`,
];

/** Adds a run and its assertions to the tables of `ops`, which are made where missing. */
export async function recordRun(client: BigQuery, run: RunRecord): Promise<void> {
  await ensureTables(client);
  await queryRows(client, insertFailures(run));
  await queryRows(client, insertResults(run));
  await queryRows(client, insertRun(run));
  // Last: a run that is cut off here leaves its loads to the next one, so no change is lost.
  if (run.status === succeeded) await queryRows(client, insertLoads(run));
}

/** What became of a unit test. */
export interface UnitTestRecord {
  readonly test: string;
  readonly model: string | undefined;
  readonly isPassed: boolean;
}

/** Adds the results of a run's unit tests to `ops.unit_test_results`, which is made where missing. */
export async function recordUnitTests(
  client: BigQuery,
  run: { readonly runId: string; readonly checkedAt: Date },
  tests: readonly UnitTestRecord[],
): Promise<void> {
  await ensureTables(client);
  await queryRows(client, {
    query: `insert into ops.unit_test_results (run_id, checked_at, test, model, status)
      select @run_id, timestamp(@checked_at), result.test, result.model, result.status from unnest(@results) as result`,
    params: {
      run_id: run.runId,
      checked_at: run.checkedAt.toISOString(),
      results: tests.map(({ test, model, isPassed }) => ({
        test,
        model: model ?? null,
        status: isPassed ? 'passed' : 'failed',
      })),
    },
    types: { results: [{ test: 'STRING', model: 'STRING', status: 'STRING' }] },
  });
}

async function ensureTables(client: BigQuery): Promise<void> {
  // Asked first: `create schema if not exists` needs the right to make datasets, which the cloud's account lacks.
  const [exists] = await client.dataset('ops').exists();
  if (!exists) await queryRows(client, 'create schema ops');
  await Promise.all(tables.map((statement) => queryRows(client, statement)));
}

function insertLoads(run: RunRecord): Query {
  return {
    query: `insert into ops.run_loads (run_id, load_id)
      select @run_id, loads.load_id
      from staging.stg_spd__loads as loads
      left join ops.run_loads as known on loads.load_id = known.load_id
      where known.load_id is null`,
    params: { run_id: run.runId },
  };
}

function insertRun(run: RunRecord): Query {
  const count = (status: AssertionResult['status']) =>
    run.assertions.filter((result) => result.status === status).length;
  return {
    query: `insert into ops.runs
      (run_id, started_at, ended_at, status, is_simulated, models_built, assertions_passed, assertions_failed, assertions_skipped)
      values (@run_id, timestamp(@started_at), timestamp(@ended_at), @status, @is_simulated, @built, @passed, @failed, @skipped)`,
    params: {
      run_id: run.runId,
      started_at: run.startedAt.toISOString(),
      ended_at: run.endedAt.toISOString(),
      status: run.status,
      is_simulated: run.isSimulated,
      built: run.modelsBuilt,
      passed: count('passed'),
      failed: count('failed'),
      skipped: count('skipped'),
    },
  };
}

function insertResults(run: RunRecord): Query {
  return {
    query: `insert into ops.assertion_results (run_id, checked_at, assertion, status, failing_rows)
      select @run_id, timestamp(@checked_at), result.assertion, result.status, result.failing_rows from unnest(@results) as result`,
    params: {
      run_id: run.runId,
      checked_at: run.endedAt.toISOString(),
      results: run.assertions.map(({ assertion, status, failingRows }) => ({
        assertion,
        status,
        failing_rows: failingRows,
      })),
    },
    types: { results: [{ assertion: 'STRING', status: 'STRING', failing_rows: 'INT64' }] },
  };
}

function insertFailures(run: RunRecord): Query {
  return {
    query: `insert into ops.assertion_failures (run_id, checked_at, assertion, row_number, row_json)
      select @run_id, timestamp(@checked_at), failure.assertion, failure.row_number, failure.row_json from unnest(@failures) as failure`,
    params: {
      run_id: run.runId,
      checked_at: run.endedAt.toISOString(),
      failures: run.assertions.flatMap(({ assertion, samples }) =>
        samples.map((sample, index) => ({ assertion, row_number: index + 1, row_json: sample })),
      ),
    },
    types: { failures: [{ assertion: 'STRING', row_number: 'INT64', row_json: 'STRING' }] },
  };
}
