import type { BigQuery } from '@google-cloud/bigquery';
import { queryRows } from '../warehouse-query.ts';
import type { ActionResult } from './dataform-output.ts';

/** What an assertion found in a run. */
export interface AssertionResult {
  /** `dataset.name` of the assertion's view. */
  readonly assertion: string;
  /** `skipped` where what it reads could not be built, or it did not run. */
  readonly status: 'passed' | 'failed' | 'skipped';
  /** Rows that break the claim; null where skipped. */
  readonly failingRows: number | null;
  /** The first of them as JSON text, at most `keptRows`. */
  readonly samples: readonly string[];
}

/** Failing rows kept of each assertion. */
export const keptRows = 100;

/** Views read at a time: a few hide the round trip without flooding the warehouse. */
const readersAtOnce = 6;

/**
 * Reads the view of every assertion that Dataform ran: the views keep no rows, and Dataform tells only
 * that some exist.
 * @param names every assertion of the project, `dataset.name`.
 * @param actions what Dataform said of this run.
 */
export async function readAssertionResults(
  client: BigQuery,
  names: readonly string[],
  actions: readonly ActionResult[],
): Promise<readonly AssertionResult[]> {
  const ran = new Set(
    actions.filter(({ kind, status }) => kind === 'assertion' && status !== 'skipped').map(({ target }) => target),
  );
  const results = names.map<AssertionResult>((assertion) => ({
    assertion,
    status: 'skipped',
    failingRows: null,
    samples: [],
  }));
  const waiting = [...results.keys()].filter((index) => ran.has(names[index] ?? ''));
  const reader = async () => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
      results[index] = await readAssertion(client, names[index] ?? '');
    }
  };
  await Promise.all(Array.from({ length: readersAtOnce }, reader));
  return results;
}

async function readAssertion(client: BigQuery, assertion: string): Promise<AssertionResult> {
  const [row] = await queryRows(
    client,
    `select count(*) as failing_rows, array_agg(to_json_string(failing) limit ${keptRows}) as samples from \`${assertion}\` as failing`,
  );
  const failingRows = Number(row?.['failing_rows']);
  const samples = (row?.['samples'] ?? []) as readonly string[];
  return { assertion, status: failingRows === 0 ? 'passed' : 'failed', failingRows, samples };
}
