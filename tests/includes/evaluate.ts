import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { installFunctions } from '../../local/bigquery/googlesql/functions/install.ts';
import { compileStatement, parseStatement } from '../../local/bigquery/googlesql/index.ts';

/** Evaluates GoogleSQL on DuckDB, in memory and without tables. */
export class Evaluator {
  readonly #connection: DuckDBConnection;

  private constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  static async open(): Promise<Evaluator> {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(`SET TimeZone = 'UTC'`);
    installFunctions(connection);
    return new Evaluator(connection);
  }

  /** The rows of a query, every value as text or null. */
  async rows(query: string): Promise<readonly (readonly (string | null)[])[]> {
    const compiled = compileStatement(parseStatement(query), {
      catalog: { findTable: () => undefined, findRoutine: () => undefined, hasDataset: () => false },
      defaultProject: 'p',
    });
    if (compiled.kind !== 'query') throw new Error('Only queries are evaluated.');
    const answer = await this.#connection.run(compiled.sql);
    const rows = await answer.getRows();
    return rows.map((row) => row.map((value) => (value === null ? null : String(value as string | number | bigint))));
  }

  /** What `expression` gives for each text, `x` being the text. */
  async map(expression: string, texts: readonly (string | null)[]): Promise<readonly (string | null)[]> {
    const list = texts.map((text) => (text === null ? 'CAST(NULL AS STRING)' : `'${text}'`)).join(', ');
    const rows = await this.rows(
      `SELECT ${expression} AS y FROM UNNEST([${list}]) AS x WITH OFFSET AS position ORDER BY position`,
    );
    return rows.map(([value]) => value ?? null);
  }
}
