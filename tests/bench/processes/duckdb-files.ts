import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { floorSettings } from '../engine-limits.ts';

/** What the floor of the ingester and of the whole job answers. */
export interface DuckDbFilesAnswer {
  /** For CSV to Parquet. */
  readonly conversionSeconds: number;
  /** What the counts by precinct and hour come to. */
  readonly rows: number;
}

// Not strict: else DuckDB, told to pass by what it cannot read, passes by much that it can.
const reading = `all_varchar = true, header = true, delim = ',', quote = '"', escape = '"', strict_mode = false`;
const timeFormats = `['%m/%d/%Y %I:%M:%S %p', '%Y %b %d %I:%M:%S %p', '%Y-%m-%dT%H:%M:%S.%g']`;

const [folder = '', ...files] = process.argv.slice(2);
const instance = await DuckDBInstance.create(':memory:', { ...floorSettings, temp_directory: join(folder, 'spill') });
const connection = await instance.connect();
const started = performance.now();
const parts = files.map((file, index) => ({ file, part: join(folder, `floor-${index}.parquet`) }));
for (const { file, part } of parts) {
  const csv = `read_csv('${file}', ${reading}, ignore_errors = true)`;
  await connection.run(`copy (select * from ${csv}) to '${part}' (format parquet, row_group_size 16384)`);
}
const conversionSeconds = (performance.now() - started) / 1000;
let rows = 0;
for (const { part } of parts) {
  const hour = `hour(try_strptime("Report DateTime", ${timeFormats}))`;
  const counts = await connection.runAndReadAll(`select precinct, ${hour}, count(*) from '${part}' group by all`);
  rows += counts.getRows().reduce((sum, [, , count]) => sum + Number(count), 0);
}
process.stdout.write(JSON.stringify({ conversionSeconds, rows } satisfies DuckDbFilesAnswer));
