import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** Header of the older shape, as exports show it. */
export const LEGACY_HEADER =
  'Report Number,Offense ID,Offense Start DateTime,Offense End DateTime,Report DateTime,Group A B,' +
  'Crime Against Category,Offense Parent Group,Offense,Offense Code,Precinct,Sector,Beat,MCPP,100 Block Address,' +
  'Longitude,Latitude';

/** Header of the present shape, in API names, without the optional columns. */
export const CURRENT_HEADER =
  'report_number,report_date_time,offense_id,offense_date,nibrs_group_a_b,nibrs_crime_against_category,' +
  'offense_sub_category,block_address,latitude,longitude,beat,precinct,sector,neighborhood,' +
  'nibrs_offense_code_description,nibrs_offense_code';

/** A line of the older shape; the address may be given raw, quotes included. */
export const legacyLine = (id: string, address = '1XX BLOCK OF A ST', reported = '02/05/2020 09:39:33 AM'): string =>
  `2020-1,${id},02/02/2020 08:30:00 PM,,${reported},A,PROPERTY,ROBBERY,Robbery,120,N,U,U3,ROOSEVELT,${address},-122.1,47.1`;

/** A line of the present shape. */
export const currentLine = (id: string, reported = '2026-04-20T08:28:24.000'): string =>
  `2026-1,${reported},${id},2026-04-17T18:42:00.000,A,PROPERTY,LARCENY-THEFT,7XX BLOCK,47.6,-122.3,B2,North,B,FREMONT,Theft,23F`;

/** A folder that is gone after the work. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'ingest-test-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Writes a source into the folder and gives its path. */
export async function writeSource(folder: string, content: string | Buffer, name = 'feed.csv'): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** The first rows of Parquet files, as objects; integers as text. */
export async function parquetRows(path: string, select = '*', limit = 1_000_000): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    return (
      await connection.runAndReadAll(
        `select ${select} from read_parquet('${path}', hive_partitioning = false) limit ${limit}`,
      )
    ).getRowObjectsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
