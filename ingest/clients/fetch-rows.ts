import { rm } from 'node:fs/promises';
import type { IngestEffects } from '../options.ts';
import type { SpooledPage } from '../portal/portal.ts';
import type { OpenLoad } from './open-load.ts';

/** Rows of pages in no order after which a part is closed: such pages are small. */
const ROWS_WITHOUT_ORDER = 10_000;

/** What fetching rows into a load needs to know. */
export interface Fetching {
  readonly load: OpenLoad;
  readonly effects: IngestEffects;
  /** Rows that the load will hold, for the progress shown. */
  readonly expected: number;
  /** Called before each part: throws where the load must not go on. */
  readonly check: () => void;
}

/**
 * Brings pages into the load. In the order of changes each is a part of its own: an interrupted load goes on behind it.
 * @param advances whether the pages are in the order of changes
 * @returns the rows fetched
 */
export async function fetchRows(
  { load, effects, expected, check }: Fetching,
  pages: AsyncIterable<SpooledPage>,
  advances: boolean,
): Promise<number> {
  const before = load.rows;
  let fetched = 0;
  let batch: SpooledPage[] = [];
  let batchRows = 0;
  const tell = (): void => {
    effects.progress?.({ stage: 'rows', rows: before + fetched, expected: Math.max(expected, before + fetched) });
  };
  const close = async (): Promise<void> => {
    if (batch.length === 0) return;
    check();
    await load.add(batch, advances);
    batch = [];
    batchRows = 0;
  };
  tell();
  for await (const page of pages) {
    batch.push(page);
    batchRows += page.rows;
    fetched += page.rows;
    tell();
    if (advances || batchRows >= ROWS_WITHOUT_ORDER) await close();
  }
  await close();
  return fetched;
}

/** Removes pages that were read. */
export async function removePages(pages: readonly SpooledPage[]): Promise<void> {
  for (const { path } of pages) await rm(path, { force: true });
}
