import { setTimeout as wait } from 'node:timers/promises';
import { isDamaged, lockHolder } from '../bigquery/engine/duckdb-errors.ts';
import { startWarehouseServer, type WarehouseServer } from '../bigquery/server.ts';
import type { WarehouseChildOptions } from '../child-protocol.ts';
import { isPortInUse, serveUntilOrphaned } from '../serve-until-orphaned.ts';

/** Milliseconds between attempts to open data that another process has open. */
const retryAfter = 100;

/** A process whose parent was killed may still be closing the data. */
async function start(text: string): Promise<WarehouseServer> {
  const { lockPatience, ...options } = JSON.parse(text) as WarehouseChildOptions;
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const deadline = Date.now() + lockPatience;
  for (;;) {
    try {
      return await startWarehouseServer({ ...options, log });
    } catch (error) {
      if (lockHolder(error) === undefined || Date.now() > deadline || !process.connected) throw error;
      await wait(retryAfter);
    }
  }
}

await serveUntilOrphaned(start, (error) => {
  const message = error instanceof Error ? error.message : String(error);
  const holder = lockHolder(error);
  if (holder !== undefined) return { kind: 'failed', reason: 'dataInUse', message, holder };
  if (isDamaged(error)) return { kind: 'failed', reason: 'dataDamaged', message };
  return { kind: 'failed', reason: isPortInUse(error) ? 'portInUse' : 'other', message };
});
