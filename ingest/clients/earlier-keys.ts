import { join } from 'node:path';
import { inventoryOf } from '../core/inventory.ts';
import { writeHeldSql } from '../core/keys-sql.ts';
import { landedLoads } from './lake-state.ts';
import { type Workshop, fetchObject } from './open-load.ts';

/** Brings the keys of all rows that the lake holds of a dataset, and of files, here, less those found gone. @throws LakeError */
export async function fetchEarlierKeys(workshop: Workshop, dataset: string | undefined): Promise<readonly string[]> {
  const { lake, engine, scratch } = workshop;
  // What another dataset holds has not vanished from this one.
  const own = (await landedLoads(lake)).filter(({ manifest: { portal } }) => !portal || portal.dataset === dataset);
  const { keys, parts, vanished } = inventoryOf(own);
  const files: string[] = [];
  const gone: string[] = [];
  for (const object of [...keys, ...parts]) files.push(await fetchObject(lake, object, join(scratch, 'earlier')));
  for (const object of vanished) gone.push(await fetchObject(lake, object, join(scratch, 'earlier')));
  if (gone.length === 0) return files;
  const path = join(scratch, 'held.parquet');
  await engine.rows(writeHeldSql(files, gone, path));
  return [path];
}
