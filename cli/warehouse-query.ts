import type { BigQuery, Query, QueryResultsOptions, QueryRowsResponse, TableField } from '@google-cloud/bigquery';
import { CliError } from './errors.ts';
import { ExitCode } from './exit-codes.ts';
import { rowValue, type JsonValue, type RestRow } from './query-rows.ts';

/** A page of a query's rows, keyed by column name. */
export interface QueryPage {
  readonly fields: readonly TableField[];
  readonly rows: readonly Record<string, JsonValue>[];
}

/** Rows asked for at a time: bounds memory however long the result is. */
const pageRows = 10_000;

/**
 * Runs GoogleSQL and gives its rows page by page; at least one page comes, without rows if there are none.
 * @throws CliError with BigQuery's message where the statement fails.
 */
export async function* queryPages(client: BigQuery, query: string | Query): AsyncGenerator<QueryPage> {
  try {
    const request: Query = typeof query === 'string' ? { query } : query;
    const [job] = await client.createQueryJob({ useLegacySql: false, ...request });
    // A page without rows may come while the job still runs; the client then says how to go on as well.
    let options: QueryResultsOptions | null = { autoPaginate: false, maxResults: pageRows, skipParsing: true };
    while (options !== null) {
      const [rows, next, response]: QueryRowsResponse = await job.getQueryResults(options);
      const fields = response?.schema?.fields ?? [];
      yield { fields, rows: (rows as readonly RestRow[]).map((row) => rowValue(fields, row)) };
      options = next ?? null;
    }
  } catch (error) {
    throw warehouseError(error);
  }
}

/** All rows of a query that is known to be small. */
export async function queryRows(
  client: BigQuery,
  query: string | Query,
): Promise<readonly Record<string, JsonValue>[]> {
  const rows: Record<string, JsonValue>[] = [];
  for await (const page of queryPages(client, query)) rows.push(...page.rows);
  return rows;
}

function warehouseError(error: unknown): CliError {
  const message = error instanceof Error ? error.message : String(error);
  return new CliError(`The query failed: ${message}`, ExitCode.warehouse, undefined, { cause: error });
}
