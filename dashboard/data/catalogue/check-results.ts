import type { BigQuery } from '@google-cloud/bigquery';
import type { CheckStatus } from '../../catalogue.ts';
import type { Row } from '../../columnar.ts';
import { WarehouseReadError } from '../../errors.ts';
import { readRows } from '../read-rows.ts';

/** What a check found when it last ran. */
export interface CheckResult {
  readonly status: CheckStatus;
  readonly failingRows: number | null;
  readonly checkedAt: string | null;
}

export const noResult: CheckResult = { status: null, failingRows: null, checkedAt: null };

/** The newest recorded result of each assertion (`dataset.name`) and unit test (its name). @throws WarehouseReadError */
export async function readCheckResults(warehouse: BigQuery, file: string): Promise<ReadonlyMap<string, CheckResult>> {
  const results = await Promise.all(
    [assertionQuery, unitTestQuery].map((query) => readRows(warehouse, file, query).catch(noneWhereMissing)),
  );
  return new Map(results.flat().map((row) => [String(row['name']), checkResult(row)]));
}

const checkResult = (row: Row): CheckResult => ({
  status: row['status'] as CheckStatus,
  failingRows: row['failing_rows'] as number | null,
  checkedAt: row['checked_at'] as string | null,
});

/** Models that were built by `dataform run` alone have no record of a run. */
export function noneWhereMissing(error: unknown): readonly Row[] {
  if (error instanceof WarehouseReadError && error.reason === 'missing') return [];
  throw error;
}

const assertionQuery = `
select
  assertion as name, status, failing_rows, format_timestamp('%Y-%m-%dT%H:%M:%SZ', checked_at) as checked_at
from ops.assertion_results
qualify row_number() over (partition by assertion order by checked_at desc) = 1`;

const unitTestQuery = `
select
  test as name, status, cast(null as int64) as failing_rows, format_timestamp('%Y-%m-%dT%H:%M:%SZ', checked_at) as checked_at
from ops.unit_test_results
qualify row_number() over (partition by test order by checked_at desc) = 1`;
