import { join } from 'node:path';
import { divide, partOf } from '../core/ledger.ts';
import {
  CONTENT_MONTHS_SQL,
  makeContentSql,
  monthsSql,
  writeLedgerPartSql,
  writeSortedSql,
} from '../core/ledger-sql.ts';
import { rowCountSql } from '../core/keys-sql.ts';
import { ledgerName } from '../core/load-names.ts';
import type { LedgerPart } from '../core/manifest.ts';
import { putPart } from './landing.ts';
import { type Workshop, fetchObject } from './open-load.ts';

/** Objects that are written at a time. */
const AT_A_TIME = 6;

/** What becomes of a ledger. */
export interface LedgerChange {
  /** As it was; empty for a new one. */
  readonly ledger: readonly LedgerPart[];
  /** Indexes of the parts that hold rows of `gone`. */
  readonly touched: ReadonlySet<number>;
  /** Files of the keys of rows to be left out. */
  readonly gone: readonly string[];
  /** Files of the keys of rows to be taken in, which are not in it. */
  readonly coming: readonly string[];
}

/** The virtual part that a ledger without rows has. */
const EMPTY = [''];

/** Writes the parts anew in which anything changes; all others stay where they are. @throws LakeError */
export async function changeLedger(
  workshop: Workshop,
  loadId: string,
  { ledger, touched, gone, coming }: LedgerChange,
): Promise<readonly LedgerPart[]> {
  const { lake, engine, scratch } = workshop;
  const firsts = ledger.length === 0 ? EMPTY : ledger.map(({ first_month: first }) => first);
  const months = (await engine.rows(monthsSql(coming))).map(([month]) => String(month));
  const changed = new Set([...touched, ...months.map((month) => partOf(firsts, month))]);
  if (changed.size === 0) return ledger;

  const held: string[] = [];
  for (const index of changed) {
    const part = ledger[index];
    if (part) held.push(await fetchObject(lake, part.keys, join(scratch, 'ledger')));
  }
  await engine.rows(makeContentSql(held, gone, coming));
  const counts = new Map((await engine.rows(CONTENT_MONTHS_SQL)).map(([month, rows]) => [String(month), Number(rows)]));
  const renewed = firsts.flatMap((first, index) => {
    if (!changed.has(index)) return [];
    const own = [...counts].filter(([month]) => partOf(firsts, month) === index);
    return divide(first, new Map(own), workshop.ledgerKeys);
  });
  const written = await writeParts(workshop, loadId, renewed, [...counts.keys()]);
  const parts = [...ledger.filter((_, index) => !changed.has(index)), ...written];
  parts.sort((left, right) => (left.first_month < right.first_month ? -1 : 1));
  // What lies before all months has a place even where the part that had it is empty.
  return parts.map((part, index) => (index === 0 ? { ...part, first_month: '' } : part));
}

/** Writes the content in parts that begin with the given months; a part without rows is none. */
async function writeParts(
  { lake, engine, scratch }: Workshop,
  loadId: string,
  firsts: readonly string[],
  months: readonly string[],
): Promise<readonly LedgerPart[]> {
  if (months.length === 0) return [];
  const partsOfMonths = new Map(months.map((month) => [month, partOf(firsts, month)]));
  const sorted = join(scratch, 'ledger-sorted.parquet');
  await engine.rows(writeSortedSql(partsOfMonths, sorted));
  const write = async (index: number): Promise<LedgerPart> => {
    const path = join(scratch, `ledger-${index}.parquet`);
    await engine.rows(writeLedgerPartSql(sorted, index, path));
    const [count] = await engine.rows(rowCountSql(path));
    const keys = await putPart(lake, { path, rows: Number(count?.[0]) }, ledgerName(loadId, index));
    return { first_month: firsts[index] ?? '', keys };
  };
  const filled = [...new Set(partsOfMonths.values())];
  const parts: LedgerPart[] = [];
  for (let start = 0; start < filled.length; start += AT_A_TIME) {
    // Not `Promise.all`: after a failure the others are awaited too, so that none is written once the load is given up.
    const written = await Promise.allSettled(filled.slice(start, start + AT_A_TIME).map(write));
    for (const part of written) {
      if (part.status === 'rejected') throw part.reason as Error;
      parts.push(part.value);
    }
  }
  return parts;
}

/** Keys in all parts. */
export const rowsOfLedger = (ledger: readonly LedgerPart[]): number =>
  ledger.reduce((total, { keys }) => total + keys.row_count, 0);
