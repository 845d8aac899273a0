import type { TransactionStatement } from '../googlesql/ast.ts';
import { WarehouseError } from '../errors.ts';
import { type Completion, next } from './completion.ts';
import type { Script } from './interpreter.ts';

/** BEGIN, COMMIT and ROLLBACK TRANSACTION. The tables it wrote stay its own until it ends. */
export async function runTransaction({ execution }: Script, { action }: TransactionStatement): Promise<Completion> {
  const open = execution.openTransaction;
  if (action === 'BEGIN') {
    if (open !== undefined) throw refused('Transaction is already in progress; nested transactions are not supported.');
    await execution.session.beginLasting();
    execution.openTransaction = { releases: [], changes: [], heldKeys: new Set() };
    return next;
  }
  if (open === undefined) throw refused(`There is no active transaction to ${action.toLowerCase()}.`);
  execution.openTransaction = undefined;
  try {
    if (action === 'COMMIT') {
      await execution.session.commit();
      for (const change of open.changes) change.apply();
    } else await execution.session.rollback();
  } finally {
    for (const release of open.releases) release();
  }
  return next;
}

function refused(message: string): WarehouseError {
  return new WarehouseError('invalidQuery', message, 'query');
}
