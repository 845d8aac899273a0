import type { WarehouseCatalog } from '../catalog/catalog.ts';
import type { CatalogChange } from '../catalog/change.ts';
import { WarehouseError } from '../errors.ts';
import { isConflict } from './duckdb-errors.ts';
import type { Session } from './session.ts';
import type { Release, TableLocks } from './table-locks.ts';

/** Times a write is tried when another transaction got in its way. */
const attempts = 8;
/** Milliseconds that an open transaction waits for a table: two of them could wait for each other for ever. */
const patienceOfTransactions = 30_000;

/** What a write takes part in. */
export interface WriteScope {
  readonly session: Session;
  readonly catalog: WarehouseCatalog;
  readonly locks: TableLocks;
  readonly signal: AbortSignal;
  /** The script's own open transaction, which ends when the script says so. */
  readonly openTransaction?: OpenTransaction | undefined;
}

/** What an open transaction of a script has gathered: the queues it holds, and changes to show at its end. */
export interface OpenTransaction {
  readonly releases: Release[];
  readonly changes: CatalogChange[];
  readonly heldKeys: Set<string>;
}

/**
 * Runs `work` as one transaction, alone among the writers of `keys`; its changes of the catalog become visible with its
 * data. A conflict with another transaction undoes it and tries again, unless the script opened the transaction.
 */
export async function writeTables<T>(
  scope: WriteScope,
  keys: readonly string[],
  work: (change: CatalogChange) => Promise<T>,
): Promise<T> {
  if (scope.openTransaction !== undefined) return writeInOpenTransaction(scope, scope.openTransaction, keys, work);
  const release = await scope.locks.acquire(keys, scope.signal);
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await scope.session.withRoom(() => writeOnce(scope, work));
      } catch (error) {
        if (attempt === attempts || !isConflict(error)) throw error;
      }
    }
  } finally {
    release();
  }
}

async function writeOnce<T>(scope: WriteScope, work: (change: CatalogChange) => Promise<T>): Promise<T> {
  const change = scope.catalog.change(scope.session);
  await scope.session.begin();
  try {
    const result = await work(change);
    await scope.session.commit();
    change.apply();
    return result;
  } catch (error) {
    await scope.session.rollback();
    throw error;
  }
}

async function writeInOpenTransaction<T>(
  scope: WriteScope,
  open: OpenTransaction,
  keys: readonly string[],
  work: (change: CatalogChange) => Promise<T>,
): Promise<T> {
  const wanted = keys.filter((key) => !open.heldKeys.has(key));
  const patience = AbortSignal.timeout(patienceOfTransactions);
  try {
    open.releases.push(await scope.locks.acquire(wanted, AbortSignal.any([scope.signal, patience])));
  } catch (error) {
    if (!patience.aborted || scope.signal.aborted) throw error;
    throw new WarehouseError(
      'invalidQuery',
      `Transaction is aborted due to concurrent update against table ${wanted.join(', ')}.`,
      'query',
    );
  }
  for (const key of wanted) open.heldKeys.add(key);
  const change = scope.catalog.change(scope.session);
  const result = await work(change);
  open.changes.push(change);
  return result;
}
