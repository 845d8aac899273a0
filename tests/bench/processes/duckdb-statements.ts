import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { WarehouseCatalog } from '../../../local/bigquery/catalog/catalog.ts';
import { CatalogLookup } from '../../../local/bigquery/catalog/lookup.ts';
import { installFunctions } from '../../../local/bigquery/googlesql/functions/install.ts';
import { compileStatement, parseStatement } from '../../../local/bigquery/googlesql/index.ts';
import { medianMilliseconds } from '../measurement.ts';
import { nestedStatement, repeats, statementOfKilobytes, statements } from '../statements.ts';

/** What the floor of the warehouse answers, in milliseconds. */
export interface DuckDbStatementsAnswer {
  /** For each of {@link statements}. */
  readonly statements: readonly number[];
  /** For all of them, seven and a half times over, at once. */
  readonly atOnce: number;
  /** To parse, analyse and print a text; and for DuckDB to prepare what was printed. */
  readonly compilations: readonly { readonly bytes: number; readonly compile: number; readonly prepare: number }[];
}

/** Runs of which the middle one counts: those before the code is hot fall out. */
const compileRuns = 301;

const [dataDir = ''] = process.argv.slice(2);
const database = join(dataDir, 'warehouse', 'warehouse.duckdb');
const instance = await DuckDBInstance.create(database, { access_mode: 'READ_ONLY' });
const connection = await instance.connect();
installFunctions(connection);
const catalog = new CatalogLookup(await WarehouseCatalog.load(connection), { tables: new Map(), functions: new Map() });

const answer = {
  statements: [] as number[],
  atOnce: 0,
  compilations: [] as DuckDbStatementsAnswer['compilations'][number][],
};
for (const { sql } of statements) {
  answer.statements.push(await medianMilliseconds(repeats, () => connection.runAndReadAll(sql)));
}
answer.atOnce = await medianMilliseconds(1, () =>
  Promise.all(
    Array.from({ length: 30 }, async (_, index) => {
      const own = await instance.connect();
      await own.runAndReadAll(statements[index % statements.length]?.sql ?? '');
      own.closeSync();
    }),
  ),
);
for (const text of [...[1, 5, 50].map(statementOfKilobytes), nestedStatement(10)]) {
  const compile = () => compileStatement(parseStatement(text), { catalog, defaultProject: 'seattle-crime-local' });
  const compiled = compile();
  const sql = compiled.kind === 'query' ? compiled.sql : '';
  answer.compilations.push({
    bytes: text.length,
    compile: await medianMilliseconds(compileRuns, compile),
    prepare: await medianMilliseconds(compileRuns, async () => {
      (await connection.prepare(sql)).destroySync();
    }),
  });
}
process.stdout.write(JSON.stringify(answer satisfies DuckDbStatementsAnswer));
