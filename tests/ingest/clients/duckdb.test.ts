import { expect } from 'chai';
import { openEngine, withEngine } from '../../../ingest/clients/duckdb.ts';
import { failureOf } from '../portal-fixture.ts';
import { withFolder } from '../feed-fixture.ts';

/** Runs for a tenth of a second or so. */
const slow = 'select count(*) from range(30000000) as t(n) where n % 7 = 3';

describe('openEngine(memoryLimitMegabytes, scratch)', () => {
  it('lets the statement that runs end before it closes, and begins none of those that wait', () =>
    withFolder(async (folder) => {
      const engine = await openEngine(128, folder);
      const running = engine.rows(slow);
      const waiting = [failureOf(engine.rows(slow)), failureOf(engine.rows('select 1'))];
      await new Promise((soon) => setTimeout(soon, 5));
      await engine.close();
      expect(await running).to.deep.equal([['4285714']]);
      for (const { message } of await Promise.all(waiting)) expect(message).to.equal('The engine is closed.');
      expect((await failureOf(engine.rows('select 1'))).message).to.equal('The engine is closed.');
    }));

  it('goes on after a statement that failed', () =>
    withFolder((folder) =>
      withEngine(128, folder, async (engine) => {
        const answers = await Promise.allSettled([engine.rows('select nothing'), engine.rows('select 1')]);
        expect(answers.map(({ status }) => status)).to.deep.equal(['rejected', 'fulfilled']);
      }),
    ));
});
