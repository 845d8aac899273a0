import type { WriteScope } from '../engine/write.ts';
import { type Warehouse, withRequestSession } from '../warehouse.ts';

/** Milliseconds that a request waits for the writers of a table before it gives up. */
export const patience = 120_000;

/** Runs a request's own change of the catalog, with a connection that is closed after it. */
export async function requestScope<T>(warehouse: Warehouse, task: (scope: WriteScope) => Promise<T>): Promise<T> {
  const { catalog, locks } = warehouse;
  const signal = AbortSignal.timeout(patience);
  return withRequestSession(warehouse, (session) => task({ session, catalog, locks, signal }));
}
