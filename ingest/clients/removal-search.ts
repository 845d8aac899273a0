import { join } from 'node:path';
import { VALID_KEY } from '../core/convert-sql.ts';
import { MISSING_COUNT_SQL, heldRowsSql, makeLackingSql, rowCountSql } from '../core/keys-sql.ts';
import { offenseIdsSql, writeUnlistedSql } from '../core/ledger-sql.ts';
import type { Comparison } from '../core/manifest.ts';
import { LakeError } from '../errors.ts';
import { createdUntil, textIn } from '../portal/soql.ts';
import type { LocalPart } from './conversion.ts';
import { type Listing, fetchMissing, listKeys } from './list-keys.ts';
import { type SettledLedger, type SettledLoss, findSettledLoss } from './settled-search.ts';

/** Times that the search is made again because the portal changed meanwhile. */
const MOST_ROUNDS = 4;
/** Offenses in one question: SODA2 carries them in the address. */
const OFFENSES_PER_REQUEST = 150;

/** What a search of removed rows came to. */
export interface Search {
  /** Keys of all rows changed since the last load, as the portal has them. */
  readonly recent: readonly string[];
  /** Keys of all rows that earlier loads or this one hold and that are gone. */
  readonly vanished: LocalPart;
  /** Keys of the rows that the portal has of the offenses of those. */
  readonly siblings: readonly string[];
  /** What the ledger has to learn; undefined where no settled row is gone. */
  readonly loss: SettledLoss | undefined;
  readonly comparisons: readonly Comparison[];
  readonly missingFetched: number;
}

/** What is searched. */
export interface SearchInput extends Listing {
  readonly settled: SettledLedger;
  /** The load's condition: rows changed since the settled ones. */
  readonly where: string;
  /** Files of the keys that the last load left unsettled. */
  readonly unsettled: readonly string[];
}

/**
 * Finds which rows are gone since the last load without listing all keys: of the rows that changed since, all keys are
 * listed; of the settled ones, those for which counts differ. What is missing is fetched, and so are the other rows of an
 * offense of which one is gone, so that the newest load tells what is left of it.
 * @returns undefined where it cannot be settled this way: all keys are the way then
 * @throws PortalError
 */
export async function searchRemovals(input: SearchInput): Promise<Search | undefined> {
  const { portal, fetching, settled } = input;
  let missingFetched = 0;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const before = await portal.metadata();
    const recent = (await listKeys(input, input.where, `recent-${round}`)).map(({ path }) => path);
    missingFetched += await fetchLacking(input, recent);
    const settledThere = await portal.count(createdUntil(settled.createdUntil));
    const lost = settled.rows - settledThere;
    const loss = lost > 0 ? await findLoss(input, lost) : undefined;
    if (lost < 0 || (lost > 0 && !loss)) return undefined;
    const found = await lookAtVanished(input, recent, loss, round);
    const all = await portal.count();
    const later = await createdLater(input, recent);
    const stoodStill = before.rowsUpdatedAt.getTime() === (await portal.metadata()).rowsUpdatedAt.getTime();
    if (!stoodStill && round < MOST_ROUNDS - 1) continue;
    if (all !== settledThere + later) return undefined;
    const { vanished } = found;
    fetching.effects.log(`Counted by month and day: ${vanished.rows} rows vanished, ${lost} of them settled ones`);
    const comparisons = [
      { where: createdUntil(settled.createdUntil), portal: settledThere, held: settled.rows - lost },
      { where: '', portal: all, held: settledThere + later },
    ];
    return { recent, loss, comparisons, ...found, missingFetched: missingFetched + found.fetched };
  }
  return undefined;
}

/** Fetches the listed rows that the load lacks; gives how many they are. */
async function fetchLacking(input: SearchInput, listed: readonly string[]): Promise<number> {
  const { engine } = input.workshop;
  await engine.rows(makeLackingSql(listed, input.fetching.load.keyFiles));
  const [count] = await engine.rows(MISSING_COUNT_SQL);
  const rows = Number(count?.[0]);
  if (rows > 0) await fetchMissing(input);
  return rows;
}

async function findLoss(input: SearchInput, lost: number): Promise<SettledLoss | undefined> {
  try {
    return await findSettledLoss(input, input.settled, lost);
  } catch (error) {
    if (!(error instanceof LakeError)) throw error;
    input.fetching.effects.log(`${error.message}; the keys held by month cannot be used`);
    return undefined;
  }
}

/** All rows gone, and what is left of their offenses. */
async function lookAtVanished(
  input: SearchInput,
  recent: readonly string[],
  loss: SettledLoss | undefined,
  round: number,
): Promise<Pick<Search, 'vanished' | 'siblings'> & { readonly fetched: number }> {
  const { workshop, fetching, unsettled } = input;
  const { engine, scratch, plan } = workshop;
  const path = join(scratch, `vanished-${round}.parquet`);
  // What is settled and gone was not listed either.
  const held = [...fetching.load.keyFiles, ...unsettled, ...(loss ? [loss.gone] : [])];
  await engine.rows(writeUnlistedSql(held, recent, path));
  const [[rows] = []] = await engine.rows(rowCountSql(path));
  const offenses = (await engine.rows(offenseIdsSql([path], VALID_KEY))).map(([id]) => String(id));
  const siblings: string[] = [];
  for (let start = 0; start < offenses.length; start += OFFENSES_PER_REQUEST) {
    const where = textIn(plan.offenseField, offenses.slice(start, start + OFFENSES_PER_REQUEST));
    siblings.push(...(await listKeys(input, where, `siblings-${round}-${start}`)).map((part) => part.path));
  }
  const fetched = siblings.length === 0 ? 0 : await fetchLacking(input, siblings);
  return { vanished: { path, rows: Number(rows) }, siblings, fetched };
}

/** Rows of the listing that were created after the settled ones. */
async function createdLater({ workshop, settled }: SearchInput, recent: readonly string[]): Promise<number> {
  const [[, later] = []] = await workshop.engine.rows(heldRowsSql(recent, settled.createdUntil, []));
  return Number(later);
}
