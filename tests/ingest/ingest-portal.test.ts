import { hostname } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import {
  LakeLockedError,
  PortalRequestError,
  ReconciliationError,
  SourceError,
  ingestStatus,
  reloadFromLake,
} from '../../ingest/index.ts';
import { openEditableDataset } from '../../local/portal/editable-dataset.ts';
import { startPortalServer } from '../../local/portal/server.ts';
import { PortalFixture, type Services, failureOf, offenses, onDays, startServices } from './portal-fixture.ts';

const LAKE = { lake: 'gs://seattle-crime-lake', projectId: 'seattle-crime-local', location: 'US' };

describe('ingestPortal(options, effects), against the local services', function () {
  this.timeout(240_000);
  let services: Services;
  let fixture: PortalFixture;

  before(async () => {
    services = await startServices();
  });
  after(() => services.stop());
  beforeEach(async () => {
    await services.clear();
    fixture = await PortalFixture.open(services, offenses(1, 100));
  });
  afterEach(() => fixture.close());

  const idsOf = async (...offenseIds: readonly string[]): Promise<string[]> =>
    (await fixture.dataset.rows())
      .filter((row) => offenseIds.includes(row['offense_id'] ?? ''))
      .map((row) => row[':id'] ?? '');

  describe('in mode auto', () => {
    it('loads all rows at first, then nothing, then what changed', async () => {
      const first = await fixture.ingest();
      expect(first).to.deep.include({ outcome: 'loaded', mode: 'full', rows: 100, portalRows: 100, isAudited: false });
      await fixture.expectWhole();

      const second = await fixture.ingest();
      expect(second).to.deep.include({ outcome: 'nothing-to-do', mode: undefined, loadId: first.loadId, rows: 0 });

      fixture.passDays(1);
      const [id = ''] = await fixture.dataset.insert(offenses(101, 3));
      await fixture.dataset.update([id], { nibrs_offense_code: '120' });
      fixture.passDays(0.01);
      const third = await fixture.ingest();
      expect(third).to.deep.include({ outcome: 'loaded', mode: 'incremental', portalRows: 103, isAudited: false });
      await fixture.expectWhole();
    });

    it('loads all rows again after a republish', async () => {
      await fixture.ingest();
      fixture.passDays(1);
      await fixture.dataset.republish({ renewsIds: true });
      fixture.passDays(1);
      expect(await fixture.ingest()).to.deep.include({ mode: 'full', rows: 100, removals: 0 });
      await fixture.expectWhole();
    });

    it('goes on day after day, whatever is changed, removed and returned', async () => {
      await fixture.ingest();
      for (let day = 0; day < 4; day += 1) {
        fixture.passDays(1);
        const [first = ''] = await fixture.dataset.insert(offenses(1000 + 10 * day, 5));
        await fixture.dataset.update(await idsOf(String(20 + day)), { nibrs_offense_code: String(day) });
        if (day === 1) await fixture.dataset.remove([...(await idsOf('50')), first]);
        if (day === 2) await fixture.dataset.insert(offenses(50, 1));
        fixture.passDays(0.1);
        const { mode, removals } = await fixture.ingest();
        expect([mode, removals], `day ${day}`).to.deep.equal(['incremental', day === 1 ? 1 : 0]);
        await fixture.expectWhole();
      }
    });

    it('notices that a row vanished that the last load had just seen', async () => {
      await fixture.ingest();
      fixture.passDays(1);
      const [, young = ''] = await fixture.dataset.insert(offenses(200, 3));
      fixture.passDays(0.001);
      await fixture.ingest();
      fixture.passDays(1);
      await fixture.dataset.remove([young]);
      await fixture.dataset.insert(offenses(300, 1));
      fixture.passDays(0.1);
      expect(await fixture.ingest()).to.deep.include({ mode: 'incremental', removals: 1, isAudited: false });
      await fixture.expectWhole();
    });

    it('says what it would do and writes nothing', async () => {
      const plan = await fixture.ingest({ isDryRun: true });
      expect(plan).to.deep.include({ outcome: 'planned', mode: 'full', rows: 100, loadId: undefined });
      expect(await fixture.objects()).to.deep.equal([]);
      expect((await services.bigquery.dataset('raw').exists())[0]).to.equal(false);
    });
  });

  describe('in the other modes', () => {
    it('refuses to go on from nothing', async () => {
      for (const mode of ['incremental', 'sweep'] as const) {
        expect(await failureOf(fixture.ingest({ mode }))).to.be.instanceOf(PortalRequestError);
      }
      expect(await fixture.objects()).to.deep.equal([]);
    });

    it('sweeps: finds what vanished and what changed unnoticed', async () => {
      await fixture.ingest();
      fixture.passDays(1);
      await fixture.dataset.remove(await idsOf('7', '8'));
      await fixture.dataset.update(await idsOf('9'), { nibrs_offense_code: '9Z' });
      fixture.passDays(0.1);
      expect(await fixture.ingest({ mode: 'sweep' })).to.deep.include({ mode: 'sweep', rows: 1, removals: 2 });
      await fixture.expectWhole();
      expect(await fixture.ingest({ mode: 'sweep' })).to.deep.include({ rows: 0, removals: 0 });
    });

    it('tells an offense by the row that is left of two', async () => {
      const [second = ''] = await fixture.dataset.insert([{ ...offenses(30, 1)[0], nibrs_offense_code: '9Z' }]);
      await fixture.ingest();
      fixture.passDays(1);
      await fixture.dataset.remove([second]);
      fixture.passDays(0.1);
      expect(await fixture.ingest({ mode: 'sweep' })).to.deep.include({ rows: 1, removals: 0 });
      await fixture.expectWhole();
      expect(await fixture.ingest({ mode: 'sweep' })).to.deep.include({ rows: 0, removals: 0 });
    });

    it('keeps apart what two datasets hold', async () => {
      await fixture.ingest();
      const other = await startPortalServer({
        dataset: await openEditableDataset({ rows: offenses(5000, 10), isSimulated: true }),
        datasetId: 'abcd-1234',
      });
      const summary = await fixture.ingest({ portal: other.url, dataset: 'abcd-1234' });
      await other.close();
      expect(summary).to.deep.include({ mode: 'full', rows: 10, removals: 0 });
      fixture.passDays(1);
      await fixture.dataset.remove(await idsOf('7'));
      fixture.passDays(0.1);
      expect(await fixture.ingest({ mode: 'sweep' })).to.deep.include({ removals: 1 });
    });

    it('takes up a reload of all that was interrupted', async () => {
      await fixture.ingest();
      for (const first of [200, 300]) {
        fixture.passDays(1);
        await fixture.dataset.insert(offenses(first, 5));
        fixture.passDays(0.1);
        await fixture.ingest();
      }
      await services.bigquery.dataset('raw').delete({ force: true });
      let jobs = 0;
      const onStep = (step: string): void => {
        if (step.startsWith('job') && (jobs += 1) === 1) throw new Error('killed');
      };
      expect((await failureOf(fixture.ingest({}, { onStep }))).message).to.equal('killed');
      await fixture.ingest();
      await fixture.expectWhole();
    });

    it('is not misled for ever by a change dated ahead', async () => {
      const [ahead = ''] = await idsOf('3');
      fixture.passDays(0.5);
      await fixture.dataset.update([ahead], { nibrs_offense_code: '9Z' });
      fixture.passDays(-0.5);
      await fixture.ingest();
      fixture.passDays(0.1);
      await fixture.dataset.update(await idsOf('4'), { nibrs_offense_code: '8Z' });
      fixture.passDays(0.01);
      await fixture.ingest();
      await fixture.expectWhole();
    });

    it('loads a window of offense dates, which is no base for what follows', async () => {
      const summary = await fixture.ingest({ since: '2026-02-01', until: '2026-03-15' });
      const wanted = (await fixture.dataset.rows()).filter(({ offense_date: date }) =>
        ['2026-02-15', '2026-03-15'].includes((date ?? '').slice(0, 10)),
      );
      expect(summary).to.deep.include({ mode: 'window', rows: wanted.length, removals: 0 });
      expect(await fixture.ingest()).to.deep.include({ mode: 'full', rows: 100 });
      await fixture.expectWhole();
    });
  });

  describe('interrupted', () => {
    it('goes on after a failure at any durable step, with nothing lost and nothing doubled', async () => {
      const change = async (): Promise<void> => {
        fixture.passDays(1);
        await fixture.dataset.remove(await idsOf('7'));
        await fixture.dataset.insert([...offenses(500, 60), { offense_id: 'no id' }]);
        fixture.passDays(0.1);
      };
      const limits = { firstPageRows: 50, fewestPageRows: 50, mostPageRows: 50 };
      const steps: string[] = [];
      await fixture.ingest({ limits });
      await change();
      await fixture.ingest({ limits }, { onStep: (step) => void steps.push(step) });
      expect(steps).to.include.members(['write progress.json', 'write removals.parquet', 'write manifest.json']);
      for (const last of steps.keys()) {
        await services.clear();
        await fixture.close();
        fixture = await PortalFixture.open(services, offenses(1, 100));
        await fixture.ingest({ limits });
        await change();
        let count = 0;
        const failure = await failureOf(
          fixture.ingest(
            { limits },
            {
              onStep: () => {
                count += 1;
                if (count === last + 1) throw new Error('struck down');
              },
            },
          ),
        );
        expect(failure.message, steps[last]).to.contain('struck down');
        await fixture.ingest({ limits });
        await expectTruth();
      }
    });

    /** The row without a valid key is in quarantine, not in the offenses. */
    const expectTruth = async (): Promise<void> => {
      const truth = (await fixture.truth()).filter((line) => !line.startsWith('no id'));
      expect(await fixture.held()).to.deep.equal(truth);
      const [aside] = await fixture.query('select count(*) as n from raw.spd_quarantine');
      expect(aside).to.deep.equal({ n: 1 });
      const [removed] = await fixture.query('select count(*) as n from raw.spd_removals');
      expect(removed).to.deep.equal({ n: 1 });
      expect((await fixture.objects()).filter((name) => name.endsWith('progress.json'))).to.deep.equal([]);
    };

    it('goes on behind its last finished page', async () => {
      let finished = -1;
      const onStep = (step: string): void => {
        if (step === 'write progress.json') finished += 1;
        if (finished === 2) throw new Error('struck down');
      };
      await failureOf(fixture.ingest({}, { onStep }));
      const before = fixture.server.requests.length;
      const summary = await fixture.ingest();
      expect(summary).to.deep.include({ isResumed: true, rows: 100 });
      const pages = fixture.server.requests.slice(before).filter(({ route }) => route === 'page');
      expect(pages.reduce((rows, page) => rows + (page.rows ?? 0), 0)).to.equal(60);
      await fixture.expectWhole();
    });

    it('drops a load whose columns are no longer those of the portal', async () => {
      await failureOf(
        fixture.ingest(
          {},
          {
            onStep: (step) => {
              if (step === 'write keys-00001.parquet') throw new Error('struck down');
            },
          },
        ),
      );
      await fixture.dataset.addColumn({ name: 'Mood', fieldName: 'mood', dataTypeName: 'text' }, 'good');
      fixture.passDays(0.1);
      expect(await fixture.ingest()).to.deep.include({ isResumed: false, rows: 100 });
      expect(fixture.lines.join('\n')).to.match(/Dropping load full_.*the columns changed since/);
      await fixture.expectWhole();
    });
  });

  describe('locked', () => {
    it('lets one of two go first, and the other find nothing to do', async () => {
      const patience = { sleep: (milliseconds: number) => setTimeout(milliseconds / 10) };
      const [one, two] = await Promise.all([fixture.ingest({}, patience), fixture.ingest({}, patience)]);
      expect([one.outcome, two.outcome].sort()).to.deep.equal(['loaded', 'nothing-to-do']);
      await fixture.expectWhole();
    });

    const lockOf = (pid: number, age: number): string => {
      const time = new Date(Date.now() - age).toISOString();
      return JSON.stringify({ holder: 'h', host: hostname(), pid, started_at: time, renewed_at: time });
    };

    it('stops where the other does not end, naming it', async () => {
      await services.bucket.file('ingest.lock.json').save(lockOf(process.pid, 0));
      const failure = await failureOf(fixture.ingest());
      expect(failure).to.be.instanceOf(LakeLockedError);
      expect(failure.message).to.contain(`process ${process.pid} on ${hostname()}`);
    });

    it('takes over from a process that is gone', async () => {
      await services.bucket.file('ingest.lock.json').save(lockOf(2 ** 30, 0));
      expect(await fixture.ingest()).to.include({ outcome: 'loaded' });
      await fixture.expectWhole();
    });
  });

  it('drops nothing once another may hold the lock', async () => {
    await fixture.ingest();
    fixture.passDays(1);
    await fixture.dataset.insert(offenses(101, 3));
    fixture.passDays(0.1);
    fixture.server.setFaults({
      script: [{ route: 'count', request: 1, times: 999, fault: { kind: 'count', by: 2 } }],
    });
    let asleep = 0;
    const failure = await failureOf(
      fixture.ingest(
        {},
        {
          now: () => Date.now() + asleep,
          log: (line) => {
            if (line.includes('loading all rows instead')) asleep = 100_000;
          },
        },
      ),
    );
    expect(failure).to.be.instanceOf(LakeLockedError);
    expect((await fixture.objects()).filter((name) => /incremental_.*part-/.test(name))).to.have.length(1);
  });

  describe('where rows move and counts lie', () => {
    it('misses no row that moves while pages are read', async () => {
      let pages = 0;
      fixture.beforeAnswer = async (address) => {
        if (!address.includes('order') || !address.includes('updated_at')) return;
        pages += 1;
        if (pages === 2) await fixture.dataset.update(await idsOf('3', '70'), { nibrs_offense_code: '99Z' });
        if (pages === 3) await fixture.dataset.remove(await idsOf('5', '90'));
        if (pages === 4) await fixture.dataset.insert(offenses(400, 30));
      };
      const summary = await fixture.ingest();
      expect(summary).to.deep.include({ portalRows: 128 });
      await fixture.expectWhole();
    });

    it('compares all keys where a count lies once, and publishes', async () => {
      fixture.server.setFaults({ script: [{ route: 'count', request: 2, fault: { kind: 'count', by: -3 } }] });
      expect(await fixture.ingest()).to.deep.include({ rows: 100, isAudited: true, portalRows: 100 });
      await fixture.expectWhole();
    });

    it('publishes nothing where the counts go on lying, and says the difference', async () => {
      fixture.server.setFaults({
        script: [{ route: 'count', request: 1, times: 999, fault: { kind: 'count', by: 2 } }],
      });
      const failure = await failureOf(fixture.ingest());
      expect(failure).to.be.instanceOf(ReconciliationError);
      expect(failure.message).to.contain('counts 102 rows and lists 100');
      expect((await fixture.objects()).filter((name) => name.endsWith('manifest.json'))).to.deep.equal([]);
      fixture.server.setFaults({});
      expect(await fixture.ingest()).to.deep.include({ isResumed: true, rows: 100 });
      await fixture.expectWhole();
    });
  });

  describe('where the portal answers from a copy that is behind', () => {
    const behind = (request: number, times: number): void => {
      fixture.server.setFaults({ script: [{ route: 'any', request, times, fault: { kind: 'behind' } }] });
    };

    it('waits until the copy has the newest changes, and fetches them', async () => {
      behind(4, 8);
      const sleeps: number[] = [];
      const sleep = async (milliseconds: number): Promise<void> => {
        if (!/waiting \d+ s for it/.test(fixture.lines.at(-1) ?? '')) return setTimeout(5);
        sleeps.push(milliseconds);
        await fixture.dataset.insert(offenses(500 + sleeps.length, 1));
      };
      const summary = await fixture.ingest({}, { sleep });
      expect(sleeps).to.deep.equal([5000, 10_000, 20_000]);
      expect(summary).to.deep.include({ rows: 103, warnings: [] });
      await fixture.expectWhole();
    });

    it('loads what the copy has where it stays behind, says so, and has the rest the next time', async () => {
      behind(1, 999);
      const summary = await fixture.ingest();
      expect(summary.warnings.join()).to.contain('lacks its newest changes');
      expect((await fixture.manifest(summary.loadId)).reconciliation).to.include({ is_behind: true });
      expect((await ingestStatus(LAKE)).lastReconciliation).to.include({ is_behind: true });
      fixture.server.setFaults({});
      fixture.passDays(1);
      await fixture.dataset.insert(offenses(500, 1));
      fixture.passDays(0.1);
      expect(await fixture.ingest()).to.deep.include({ rows: 1, warnings: [] });
      await fixture.expectWhole();
    });
  });

  describe('where columns change', () => {
    it('keeps a new column, and says so', async () => {
      await fixture.ingest();
      await fixture.dataset.addColumn({ name: 'Mood', fieldName: 'mood', dataTypeName: 'text' }, 'good');
      fixture.passDays(0.1);
      const summary = await fixture.ingest();
      expect(summary).to.deep.include({ mode: 'full' });
      expect(summary.warnings).to.include('column mood is new');
      const [row] = await fixture.query(`select distinct _extra from raw.spd_offenses where _extra is not null`);
      expect(row).to.deep.equal({ _extra: '{"mood":"good"}' });
      await fixture.expectWhole();
    });

    it('makes a missing optional column null, and says so', async () => {
      await fixture.dataset.dropColumn('census_block_2020');
      const summary = await fixture.ingest();
      expect(summary.rows).to.equal(100);
      await fixture.expectWhole();
    });

    it('stops at a missing key, writing nothing, with what was and is', async () => {
      await fixture.ingest();
      const before = await fixture.objects();
      await fixture.dataset.renameColumn('offense_id', { name: 'Offence Number', fieldName: 'offence_number' });
      const failure = await failureOf(fixture.ingest());
      expect(failure).to.be.instanceOf(SourceError);
      expect(failure.message).to.contain('column offense_id is gone').and.to.contain('offence_number');
      expect(await fixture.objects()).to.deep.equal(before);
    });
  });

  it('asks for as much on a day of changes and removals, however long the history is', async () => {
    const costs: unknown[] = [];
    for (const rows of [100, 600]) {
      await services.clear();
      await fixture.close();
      fixture = await PortalFixture.open(services, onDays(offenses(1, rows)));
      await fixture.ingest();
      for (const removed of [[], ['7', '55']]) {
        fixture.passDays(1);
        await fixture.dataset.insert(offenses(4000 + removed.length, 2));
        await fixture.dataset.remove(await idsOf(...removed));
        fixture.passDays(0.1);
        const before = fixture.server.requests.length;
        const { mode, removals, isAudited } = await fixture.ingest();
        const asked = fixture.server.requests.slice(before);
        const served = asked.filter(({ route }) => route !== 'query').reduce((sum, { rows = 0 }) => sum + rows, 0);
        costs.push([mode, removals, isAudited, asked.length, served]);
        await fixture.expectWhole();
      }
    }
    expect(costs.slice(2)).to.deep.equal(costs.slice(0, 2));
    expect(costs[1]).to.deep.include('incremental').and.to.deep.include(2);
  });

  it('loads from the lake what raw has lost, and nothing twice', async () => {
    const { loadId } = await fixture.ingest();
    expect(await reloadFromLake({ ...LAKE, load: 'all' })).to.deep.equal([
      { loadId, tables: [], expired: [], jobs: [] },
    ]);
    await fixture.query('delete from raw.spd_offenses where true');
    const [reloaded] = await reloadFromLake({ ...LAKE, load: loadId ?? '' });
    expect(reloaded?.tables).to.deep.equal(['spd_offenses']);
    await fixture.expectWhole();
    await services.bigquery.dataset('raw').delete({ force: true });
    expect(await fixture.ingest()).to.deep.include({ outcome: 'completed' });
    await fixture.expectWhole();
  });

  describe('where raw keeps its partitions for some days', () => {
    const DAY = 86_400_000;
    const TABLES = ['spd_quarantine', 'spd_removals', 'spd_offenses'];
    const daysAgo = (days: number) => ({ now: () => Date.now() - days * DAY });

    /** Keeps partitions that long, and drops those that are older, as the service does in time. */
    const keepDays = async (days: number): Promise<void> => {
      const timePartitioning = { type: 'DAY', field: 'load_date', expirationMs: String(days * DAY) };
      for (const table of TABLES) {
        await services.bigquery.dataset('raw').table(table).setMetadata({ timePartitioning });
        await fixture.query(
          `delete from raw.${table} where load_date < date_sub(current_date(), interval ${days} day)`,
        );
      }
    };
    const loadsInRaw = async (): Promise<unknown[]> =>
      (await fixture.query('select distinct load_id from raw.spd_offenses')).map(({ load_id: loadId }) => loadId);

    /** A full load, and a day later one of its changes with a removal. */
    const loadTwice = async (): Promise<string[]> => {
      const first = await fixture.ingest({}, daysAgo(9));
      fixture.passDays(1);
      await fixture.dataset.insert(offenses(101, 3));
      await fixture.dataset.remove(await idsOf('7'));
      fixture.passDays(0.1);
      const second = await fixture.ingest({}, daysAgo(8));
      return [first, second].map(({ loadId }) => loadId ?? '');
    };

    it('leaves expired loads in the lake, run after run, and says so', async () => {
      const [, newest = ''] = await loadTwice();
      await keepDays(5);
      for (let run = 0; run < 2; run += 1) {
        fixture.lines.length = 0;
        expect(await fixture.ingest(), `run ${run}`).to.deep.include({ outcome: 'nothing-to-do', jobs: [] });
        expect(fixture.lines.join('\n')).to.match(
          new RegExp(`Load ${newest} of .* is in the lake only: raw\\.spd_removals, raw\\.spd_offenses`),
        );
      }
      expect(await loadsInRaw()).to.deep.equal([]);
    });

    it('loads what comes then, and it alone', async () => {
      await loadTwice();
      await keepDays(5);
      fixture.passDays(5);
      await fixture.dataset.insert(offenses(201, 2));
      fixture.passDays(0.1);
      const { loadId, jobs } = await fixture.ingest();
      expect(jobs).to.deep.equal([`load_${loadId ?? ''}_1`]);
      expect(await loadsInRaw()).to.deep.equal([loadId]);
      await fixture.query('delete from raw.spd_offenses where true');
      expect((await fixture.ingest()).jobs).to.deep.equal([`load_${loadId ?? ''}_2`]);
      expect(await loadsInRaw()).to.deep.equal([loadId]);
    });

    it('reloads none of it, until raw keeps it longer', async () => {
      const [first = '', second = ''] = await loadTwice();
      await keepDays(5);
      const left = { tables: [], jobs: [] };
      for (let run = 0; run < 2; run += 1) {
        expect(await reloadFromLake({ ...LAKE, load: 'all' })).to.deep.equal([
          { loadId: first, expired: ['spd_offenses'], ...left },
          { loadId: second, expired: ['spd_removals', 'spd_offenses'], ...left },
        ]);
      }
      await keepDays(30);
      const reloaded = await reloadFromLake({ ...LAKE, load: 'all' });
      expect(reloaded.map(({ tables, expired }) => [tables, expired])).to.deep.equal([
        [['spd_offenses'], []],
        [['spd_removals', 'spd_offenses'], []],
      ]);
      await fixture.expectWhole();
    });

    it('begins anew what was interrupted so long ago that raw would drop it', async () => {
      const onStep = (step: string): void => {
        if (step.startsWith('write part-00002')) throw new Error('killed');
      };
      expect((await failureOf(fixture.ingest({}, { ...daysAgo(9), onStep }))).message).to.equal('killed');
      await keepDays(5);
      expect(await fixture.ingest()).to.deep.include({ mode: 'full', rows: 100, isResumed: false });
      await fixture.expectWhole();
    });
  });

  it('tells what the lake holds', async () => {
    const { loadId } = await fixture.ingest();
    const status = await ingestStatus(LAKE);
    expect(status).to.deep.include({ rows: 100, portalRows: 100, interrupted: [], lock: undefined, isSimulated: true });
    expect(status.loads.map((load) => [load.loadId, load.mode, load.rows])).to.deep.equal([[loadId, 'full', 100]]);
    expect(status.lastReconciliation).to.deep.include({ loadId, is_audited: false, is_behind: false });
    // Twenty past ten in Seattle, where it is summer.
    expect(status.newestReportAt).to.equal('2026-06-30T17:20:00.000Z');
    expect(status.lastChangeAt).to.equal('2026-07-01T13:00:00.000Z');
  });
});
