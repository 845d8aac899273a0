import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { missingIdsSql, rowCountSql, writeListingSql } from '../core/keys-sql.ts';
import type { Portal, SpooledPage } from '../portal/portal.ts';
import type { LocalPart } from './conversion.ts';
import { type Fetching, fetchRows, removePages } from './fetch-rows.ts';
import type { Workshop } from './open-load.ts';

/** Pages of keys in one file of the listing. */
const PAGES_PER_FILE = 8;
/** Keys of missing rows that are held at a time. */
const IDS_AT_A_TIME = 10_000;

/** What listing keys and fetching rows by them takes. */
export interface Listing {
  readonly workshop: Workshop;
  readonly portal: Portal;
  readonly fetching: Fetching;
}

/** Keys of the rows for which a condition holds, or of all, as files in a new folder of the scratch. @throws PortalError */
export async function listKeys(
  { workshop, portal, fetching }: Listing,
  where: string | undefined,
  name: string,
): Promise<readonly LocalPart[]> {
  const folder = join(workshop.scratch, name);
  await mkdir(folder, { recursive: true });
  const request = { select: workshop.plan.keySelect, folder, ...(where !== undefined && { where }) };
  const onRows = (rows: number): void => {
    fetching.effects.progress?.({ stage: 'keys', rows, expected: Math.max(fetching.expected, rows) });
  };
  return keepKeys(workshop, portal.keyPages(request), folder, onRows);
}

/** The same of the rows with some identifiers, as far as there are such. @throws PortalError */
export async function listKeysById(
  { workshop, portal }: Listing,
  ids: readonly string[],
  name: string,
): Promise<readonly LocalPart[]> {
  const folder = join(workshop.scratch, name);
  await mkdir(folder, { recursive: true });
  return keepKeys(workshop, portal.rowsById({ select: workshop.plan.keySelect, ids, folder }), folder, () => undefined);
}

async function keepKeys(
  { engine, plan }: Workshop,
  given: AsyncIterable<SpooledPage>,
  folder: string,
  onRows: (rows: number) => void,
): Promise<readonly LocalPart[]> {
  const files: LocalPart[] = [];
  let pages: SpooledPage[] = [];
  let rows = 0;
  const close = async (): Promise<void> => {
    if (pages.length === 0) return;
    const path = join(folder, `listing-${files.length}.parquet`);
    const sources = pages.map((page) => page.path);
    await engine.rows(writeListingSql(sources, plan, path));
    const [count] = await engine.rows(rowCountSql(path));
    files.push({ path, rows: Number(count?.[0]) });
    await removePages(pages);
    pages = [];
  };
  for await (const page of given) {
    pages.push(page);
    rows += page.rows;
    onRows(rows);
    if (pages.length >= PAGES_PER_FILE) await close();
  }
  await close();
  return files;
}

/** Fetches the rows of the table `missing` into the load. @throws PortalError, LakeError */
export async function fetchMissing({ workshop, portal, fetching }: Listing): Promise<void> {
  const { engine, plan, scratch } = workshop;
  for (let after = ''; ;) {
    const ids = (await engine.rows(missingIdsSql(after, IDS_AT_A_TIME))).map(([id]) => String(id));
    const last = ids.at(-1);
    if (last === undefined) return;
    await fetchRows(fetching, portal.rowsById({ select: plan.select, ids, folder: scratch }), false);
    after = last;
  }
}
