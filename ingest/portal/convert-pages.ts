import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalPart } from '../clients/conversion.ts';
import type { Engine } from '../clients/duckdb.ts';
import { type LoadConstants, quotePath } from '../core/convert-sql.ts';
import { IngestError } from '../errors.ts';
import { rawTable } from '../raw-tables.ts';
import { writePageKeysSql, writePartSql, writeUnkeyedSql } from './pages-sql.ts';
import type { PortalPlan } from './portal-plan.ts';
import type { SpooledPage } from './portal.ts';

/** Pages as Parquet on this machine; `part.rows + quarantine.rows` are the rows of the pages, as are `keys.rows`. */
export interface ConvertedPages {
  /** The raw table's columns; undefined where no row is valid. */
  readonly part: LocalPart | undefined;
  /** `socrata_id`, `offense_id`, `socrata_created_at`, `socrata_updated_at`, `reported_at` (all text) of every row, quarantined ones too. */
  readonly keys: LocalPart;
  /** The quarantine table's columns; undefined where every row is valid. */
  readonly quarantine: LocalPart | undefined;
}

/** Rows of the file just written. */
async function rowsOf(engine: Engine, path: string): Promise<number> {
  const [row] = await engine.rows(`select num_rows from parquet_file_metadata(${quotePath(path)})`);
  return Number(row?.[0]);
}

/**
 * Turns spooled pages (at least one) into one part, its keys and what is quarantined of it, as `part.parquet`,
 * `keys.parquet` and `quarantine.parquet` in `folder`, which exists. No row passes through JavaScript. Cells are text as the
 * portal printed it, empty where it left one out.
 * @throws IngestError where rows got lost on the way: a slip in here
 */
export async function convertPages(
  engine: Engine,
  pages: readonly SpooledPage[],
  plan: PortalPlan,
  load: LoadConstants,
  folder: string,
): Promise<ConvertedPages> {
  const [partPath, keysPath, quarantinePath] = ['part', 'keys', 'quarantine'].map((name) =>
    join(folder, `${name}.parquet`),
  ) as [string, string, string];
  const expected = pages.reduce((total, { rows }) => total + rows, 0);
  // Two threads together hold more rows of JSON than 192 MB have room for.
  await engine.rows('set threads = 1');
  await engine.rows(writePartSql(pages, plan, load, rawTable('spd_offenses'), partPath));
  const rows = await rowsOf(engine, partPath);
  const hasUnkeyed = rows < expected;
  if (hasUnkeyed) await engine.rows(writeUnkeyedSql(pages, plan, load, rawTable('spd_quarantine'), quarantinePath));
  const unkeyed = hasUnkeyed ? await rowsOf(engine, quarantinePath) : 0;
  await engine.rows(writePageKeysSql(pages, plan, partPath, hasUnkeyed, keysPath));
  const keys = await rowsOf(engine, keysPath);
  if (rows + unkeyed !== expected || keys !== expected) {
    throw new IngestError(
      `Converting pages: of ${expected} rows, ${rows} were written, ${unkeyed} set aside and ${keys} keys kept`,
    );
  }
  if (rows === 0) await rm(partPath);
  return {
    part: rows === 0 ? undefined : { path: partPath, rows },
    keys: { path: keysPath, rows: keys },
    quarantine: hasUnkeyed ? { path: quarantinePath, rows: unkeyed } : undefined,
  };
}
