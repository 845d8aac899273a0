import { join } from 'node:path';
import { repeatedRowsSql } from '../core/keys-sql.ts';
import { writeSettledSql, writeSettlingSql } from '../core/ledger-sql.ts';
import type { LedgerPart, SettledRows } from '../core/manifest.ts';
import { BEGINNING } from '../core/reconciliation.ts';
import { LakeError } from '../errors.ts';
import { changeLedger, rowsOfLedger } from './ledger.ts';
import type { PortalLoadInput, Proof } from './proof.ts';

/** What is settled by a load. */
export interface Settling {
  /** What the load builds upon; null where it does not. */
  readonly before: SettledRows | null;
  readonly createdUntil: string;
  readonly rows: number;
}

/**
 * The keys of the settled rows by month: those of the last load with what changed, or anew where all keys are known.
 * @param present files of keys of the rows that are there: of all, or of those that changed
 * @returns null where they cannot be kept: the next load that misses rows lists all keys then
 */
export async function keepLedger(
  input: PortalLoadInput,
  proof: Proof,
  present: readonly string[],
  settling: Settling,
): Promise<readonly LedgerPart[] | null> {
  const { workshop, effects, load } = input;
  if (!workshop.plan.hasReportDates) return null;
  try {
    const ledger = await renewLedger(input, proof, present, settling);
    const kept = ledger && rowsOfLedger(ledger);
    if (kept === undefined || kept === settling.rows) return ledger ?? null;
    const difference = `${kept} keys by month, ${settling.rows} settled rows`;
    effects.log(`Load ${load.manifest.load_id} does not keep its keys by month: ${difference}`);
  } catch (error) {
    if (!(error instanceof LakeError)) throw error;
    effects.log(`${error.message}; the keys by month are not kept`);
  }
  return null;
}

async function renewLedger(
  { workshop, load }: PortalLoadInput,
  { audit, search }: Proof,
  present: readonly string[],
  { before, createdUntil }: Settling,
): Promise<readonly LedgerPart[] | undefined> {
  const { engine, scratch } = workshop;
  const isWhole = audit !== undefined || load.manifest.mode === 'full';
  if (!isWhole && !before?.ledger) return undefined;
  const path = join(scratch, 'settling.parquet');
  const [repeated] = isWhole ? await engine.rows(repeatedRowsSql(present)) : [];
  const isUnique = isWhole && Number(repeated?.[0]) === 0;
  const after = isWhole ? BEGINNING : (before?.created_until ?? BEGINNING);
  await engine.rows(
    isUnique ? writeSettledSql(present, createdUntil, path) : writeSettlingSql(present, after, createdUntil, path),
  );
  const loss = search?.loss;
  return changeLedger(workshop, load.manifest.load_id, {
    ledger: isWhole ? [] : (before?.ledger ?? []),
    touched: loss?.touched ?? new Set(),
    gone: loss ? [loss.gone, loss.strays] : [],
    coming: [path, ...(loss ? [loss.strays] : [])],
  });
}
