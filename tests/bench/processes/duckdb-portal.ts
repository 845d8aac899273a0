import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { floorSettings } from '../engine-limits.ts';

/** What the floor of loading from the portal answers. */
export interface DuckDbPortalAnswer {
  /** For writing the portal's rows to Parquet. */
  readonly seconds: number;
  readonly rows: number;
}

const [folder = '', database = ''] = process.argv.slice(2);
const settings = { ...floorSettings, temp_directory: join(folder, 'spill') };
const instance = await DuckDBInstance.create(database, { ...settings, access_mode: 'READ_ONLY' });
const connection = await instance.connect();
const started = performance.now();
const target = join(folder, 'floor-portal.parquet');
await connection.run(`copy present_rows to '${target}' (format parquet, row_group_size 16384)`);
const seconds = (performance.now() - started) / 1000;
const [[rows] = []] = (await connection.runAndReadAll('select count(*) from present_rows')).getRows();
process.stdout.write(JSON.stringify({ seconds, rows: Number(rows) } satisfies DuckDbPortalAnswer));
