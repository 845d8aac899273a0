import type { BigQuery } from '@google-cloud/bigquery';
import { type LocalServices, startLocalServices } from '../../local/services.ts';
import { clientOf } from '../local/bigquery/test-warehouse.ts';
import type { Row } from './recount/table.ts';

/** A warehouse that a run has built, served for reading. */
export class BuiltWarehouse {
  readonly #services: LocalServices;
  readonly #client: BigQuery;

  private constructor(services: LocalServices) {
    this.#services = services;
    this.#client = clientOf(services.bigqueryUrl, 'seattle-crime-local');
  }

  static async open(dataDir: string): Promise<BuiltWarehouse> {
    return new BuiltWarehouse(await startLocalServices({ dataDir, log: () => undefined }));
  }

  async close(): Promise<void> {
    await this.#services.stop();
  }

  /** The rows of a query with columns as in JSON: dates and times are texts. */
  async query(sql: string): Promise<readonly Row[]> {
    const [rows] = await this.#client.query(`select to_json_string(it) as row_text from (${sql}) as it`);
    return (rows as readonly { readonly row_text: string }[]).map((row) => JSON.parse(row.row_text) as Row);
  }

  /** The columns of a query's result, and how many rows it has. */
  async shape(sql: string): Promise<{ readonly columns: readonly string[]; readonly rows: number }> {
    const [job] = await this.#client.createQueryJob({ query: sql });
    const [, , answer] = await job.getQueryResults({ autoPaginate: false });
    const columns = (answer?.schema?.fields ?? []).map(({ name = '' }) => name);
    return { columns, rows: Number(answer?.totalRows ?? 0) };
  }
}
