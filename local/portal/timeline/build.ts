import type { DuckDBConnection } from '@duckdb/node-api';
import { fileURLToPath } from 'node:url';
import { quoteName, quoteText } from '../../bigquery/engine/sql-text.ts';
import { cellOfExport, scanOfExports } from '../export-cells.ts';
import { SHAPES, type Shape } from '../shapes.ts';
import type { SimulationParameters } from '../simulation/index.ts';
import type { TimelineDays } from './days.ts';
import { furtherRowsQueries, lifeQuery } from './life.ts';
import { SHAPE_PARTS } from './shape-parts.ts';

/** The simulator's exports that a timeline is made of: paths and how many records can be read there. */
export interface TimelineSources {
  readonly legacy: { readonly paths: readonly string[]; readonly records: number };
  /** With the reports of the days after the last one. */
  readonly current: { readonly paths: readonly string[]; readonly records: number };
}

const TYPES_FILE = fileURLToPath(new URL('../simulation/reference/offense-types.csv', import.meta.url));
const MOST_PLACES = 2000;

/** Fills an empty database with everything that any day of the timeline shows. */
export async function buildTimeline(
  connection: DuckDBConnection,
  parameters: SimulationParameters,
  days: TimelineDays,
  sources: TimelineSources,
): Promise<void> {
  for (const shape of ['legacy', 'current'] as const) await importExports(connection, shape, sources[shape]);
  const places = await createPlaces(connection);
  const numbers = await onlyNumber(connection, 'SELECT max(number) - min(number) + 1 FROM lifeless_current');
  await createDays(connection, days);
  await connection.run(
    `CREATE TABLE types AS SELECT * FROM read_csv(${quoteText(TYPES_FILE)}, delim = ';', comment = '#', all_varchar = true)`,
  );
  for (const shape of ['legacy', 'current'] as const) {
    const { table, reported, code } = SHAPE_PARTS[shape];
    const lifeless = { relation: `lifeless_${shape}`, reported, code, seed: parameters.seed, days, places };
    await connection.run(`CREATE TABLE ${table} AS ${lifeQuery(lifeless)}`);
    await connection.run(`DROP TABLE lifeless_${shape}`);
    for (const query of furtherRowsQueries(table, numbers)) await connection.run(query);
  }
  await connection.run('CREATE TABLE state (day INTEGER)');
}

/** Rows with `number` (the offense id) and `key`, as the portal would hold them; lines that cannot be read are skipped. */
async function importExports(
  connection: DuckDBConnection,
  shape: Shape,
  source: TimelineSources[Shape],
): Promise<void> {
  const columns = SHAPES[shape];
  const cells = columns.map((column) => `${cellOfExport(column)} AS ${quoteName(column.fieldName)}`);
  await connection.run(
    `CREATE TABLE lifeless_${shape} AS
     SELECT offense_id::BIGINT AS number, offense_id::BIGINT AS key, ${cells.join(', ')}
     FROM ${scanOfExports(source.paths, columns, true)}`,
  );
  const rows = await onlyNumber(connection, `SELECT count(*) FROM lifeless_${shape}`);
  if (rows !== source.records) {
    throw new Error(`of ${source.records} simulated records in ${source.paths.join(', ')} ${rows} could be read`);
  }
  // A record that comes again stands behind the first.
  await connection.run(
    `DELETE FROM lifeless_${shape} WHERE rowid IN (
       SELECT unnest(list(rowid ORDER BY rowid)[2:]) FROM lifeless_${shape}
       WHERE number IN (SELECT number FROM lifeless_${shape} GROUP BY number HAVING count(*) > 1) GROUP BY number)`,
  );
}

/** The same places in both shapes, numbered; gives how many. */
async function createPlaces(connection: DuckDBConnection): Promise<number> {
  await connection.run(
    `CREATE TEMP TABLE donors AS
     WITH shared AS (
       SELECT number, row_number() OVER (ORDER BY number) - 1 AS position, count(*) OVER () AS rows
       FROM lifeless_legacy SEMI JOIN lifeless_current USING (number)
     ), spread AS (SELECT number, position, greatest(rows // ${MOST_PLACES}, 1) AS step FROM shared)
     SELECT number, (position // step)::INTEGER AS place FROM spread WHERE position % step = 0`,
  );
  for (const shape of ['legacy', 'current'] as const) {
    const { places, placeColumns } = SHAPE_PARTS[shape];
    await connection.run(
      `CREATE TABLE ${places} AS SELECT place, ${placeColumns.join(', ')} FROM lifeless_${shape} JOIN donors USING (number)`,
    );
  }
  return onlyNumber(connection, 'SELECT count(*) FROM donors');
}

async function createDays(connection: DuckDBConnection, days: TimelineDays): Promise<void> {
  const rows = days.all().map((day) => [day, days.nightOf(day).getTime(), Number(days.isRepublish(day))]);
  await connection.run(
    `CREATE TABLE days AS
     SELECT item[1]::INTEGER AS day, make_timestamp(item[2] * 1000) AS night, item[3] = 1 AS is_republish
     FROM (SELECT unnest(from_json($1, '[["BIGINT"]]')) AS item)`,
    [JSON.stringify(rows)],
  );
}

async function onlyNumber(connection: DuckDBConnection, query: string): Promise<number> {
  const reader = await connection.runAndReadAll(query);
  return Number(reader.getRows()[0]?.[0]);
}
