import { expect } from 'chai';
import { withEngine } from '../../../ingest/clients/duckdb.ts';
import { type IngestEffects, defaultEffects } from '../../../ingest/options.ts';
import { connectPortal } from '../../../ingest/portal/connect-portal.ts';
import { convertPages } from '../../../ingest/portal/convert-pages.ts';
import { planPortal } from '../../../ingest/portal/portal-plan.ts';
import type { Portal } from '../../../ingest/portal/portal.ts';
import { startTestPortal, type TestPortal } from '../../local/portal/test-portal.ts';
import { parquetRows, withFolder } from '../feed-fixture.ts';
import { PASSING_FAULTS, SLOW_FAULTS } from '../passing-faults.ts';
import { collect } from './scripted-portal.ts';

const ROWS = 40;
const load = {
  loadId: 'full_x',
  loadMode: 'full',
  loadDate: '2026-07-01',
  isSimulated: true,
  snapshotAt: new Date('2026-07-01T13:00:00Z'),
} as const;

const FAULTS = { ...PASSING_FAULTS, ...SLOW_FAULTS };

function connect({ server }: TestPortal, log: string[], token?: string): Portal {
  const effects: IngestEffects = {
    ...defaultEffects,
    sleep: () => Promise.resolve(),
    log: (message) => void log.push(message),
  };
  return connectPortal({
    url: server.url,
    dataset: 'tazs-3rd5',
    effects,
    ...(token !== undefined && { token }),
    limits: { firstPageRows: 10, fewestPageRows: 10, mostPageRows: 10, idleTimeout: 1000, answerTimeout: 2000 },
  });
}

/** Fetches everything, converts it, and gives the offenses' ids. */
async function loaded(portal: Portal): Promise<number[]> {
  const { columns } = await portal.metadata();
  const plan = planPortal(columns);
  if ('explanation' in plan) throw new Error(plan.explanation);
  return withFolder(async (folder) => {
    const pages = await collect(portal.pages({ select: plan.select, folder }));
    return withEngine(192, folder, async (engine) => {
      const { part } = await convertPages(engine, pages, plan, load, folder);
      return (await parquetRows(part?.path ?? '', 'offense_id')).map((row) => Number(row['offense_id']));
    });
  });
}

const all = Array.from({ length: ROWS }, (_, index) => index + 1);

describe('the client of the portal, against the local portal', () => {
  for (const token of [undefined, 'app-token']) {
    const dialect = token === undefined ? 'SODA2' : 'SODA3';
    for (const [name, fault] of Object.entries(FAULTS)) {
      it(`loads every row by ${dialect} in spite of ${name}, on any page`, async () => {
        const script = [2, 6].map((request) => ({ route: 'any' as const, request, fault }));
        const served = await startTestPortal(ROWS, { faults: { script }, ...(token !== undefined && { token }) });
        const log: string[] = [];
        const portal = connect(served, log, token);
        try {
          expect(await loaded(portal))
            .to.have.members(all)
            .and.have.length(ROWS);
          expect(log).to.have.length(2);
        } finally {
          portal.close();
          await served.close();
        }
      }).timeout(30_000);
    }
  }

  it('takes a row again that moved behind the page that it ended', async () => {
    const moved: string[] = [];
    // The first request is the test's own.
    const served: TestPortal = await startTestPortal(ROWS, {
      beforeAnswer: async ({ route, ofRoute }) => {
        if (route !== 'page' || ofRoute !== 3) return;
        served.dataset.clock.set(new Date('2026-07-02T13:00:00Z'));
        await served.dataset.update(moved, { precinct: 'West' });
      },
    });
    const ordered = await served.rows({ $select: ':id', $order: ':updated_at,:id', $limit: '10' });
    moved.push(...ordered.slice(9).map((row) => row[':id'] ?? ''));
    const portal = connect(served, []);
    try {
      expect(await loaded(portal))
        .to.include.members(all)
        .and.have.length(ROWS + 1);
    } finally {
      portal.close();
      await served.close();
    }
  });

  it('counts, lists keys and finds rows by their id', async () => {
    const served = await startTestPortal(ROWS);
    const portal = connect(served, []);
    try {
      await withFolder(async (folder) => {
        const select = [':id', ':created_at', ':updated_at', 'offense_id'];
        const keys = await collect(portal.keyPages({ select, folder }));
        expect(keys.map(({ rows }) => rows)).to.deep.equal([10, 10, 10, 10]);
        const ids = [keys[0]?.last.id ?? '', 'row-gone.gone_gone'];
        const found = await collect(portal.rowsById({ select, ids, folder }));
        expect(found.map(({ rows, last }) => [rows, last.id])).to.deep.equal([[1, ids[0]]]);
        expect([await portal.count(), await portal.count("precinct = 'North'")]).to.deep.equal([ROWS, ROWS / 2]);
      });
    } finally {
      portal.close();
      await served.close();
    }
  });
});
