import { join } from 'node:path';
import { startPortalProcess } from '../../local/portal-process.ts';

/** What the simulated portal has on some days, read over HTTP as CSV, by whoever wants to check what became of it. */
export async function portalRows(dataDir: string, rows: number, days: readonly number[]): Promise<readonly string[]> {
  const simulation = { rows, seed: 20_080_101 };
  const portal = await startPortalProcess({ directory: join(dataDir, 'portal'), simulation, log: () => undefined });
  try {
    const found: string[] = [];
    for (const day of days) {
      await portal.setDay(day);
      const answer = await fetch(`${portal.url}/resource/tazs-3rd5.csv?$limit=50000&$order=:updated_at,:id`);
      if (!answer.ok) throw new Error(`The portal answered ${answer.status}.`);
      found.push(await answer.text());
    }
    return found;
  } finally {
    await portal.stop();
  }
}
