import type { Manifest } from '../../ingest/core/manifest.ts';
import { expectLoadedOnce } from './lake-contents.ts';
import { type Services, startServices } from './portal-fixture.ts';
import { RandomHistory } from './random-history.ts';

/** Histories in all, or the one whose seed `HISTORY_SEED` gives; `HISTORIES` asks for another number of them. */
const SEED = process.env['HISTORY_SEED'];
const COUNT = Number(process.env['HISTORIES'] ?? 200);
const SEEDS = SEED === undefined ? Array.from({ length: COUNT }, (_, index) => index + 1) : [Number(SEED)];
/** Histories that go on at the same time: each waits for others most of its time. */
const AT_ONCE = 4;

describe('ingestPortal(options, effects), in random histories of edits, faults and ends', function () {
  this.timeout(900_000);
  let services: Services;

  before(async () => {
    services = await startServices();
  });
  after(() => services.stop());

  async function live(seed: number): Promise<readonly Manifest[]> {
    const history = await RandomHistory.open(services, seed);
    try {
      await history.live();
      return await history.settle();
    } catch (error) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      const story = history.events.join('\n  ');
      throw new Error(`history ${seed} (run it alone by HISTORY_SEED=${seed}): ${reason}\n  ${story}`, {
        cause: error,
      });
    } finally {
      await history.close();
    }
  }

  it('always comes to the truth', async () => {
    const waiting = [...SEEDS];
    const manifests: Manifest[] = [];
    const work = async (): Promise<void> => {
      for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift())
        manifests.push(...(await live(seed)));
    };
    const workers = await Promise.allSettled(Array.from({ length: AT_ONCE }, work));
    for (const worker of workers) if (worker.status === 'rejected') throw worker.reason as Error;
    await expectLoadedOnce(services.bigquery, manifests);
  });
});
