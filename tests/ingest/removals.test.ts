import { expect } from 'chai';
import { openEditableDataset } from '../../local/portal/editable-dataset.ts';
import { SHAPES } from '../../local/portal/shapes.ts';
import { startPortalServer } from '../../local/portal/server.ts';
import { PortalFixture, type Services, offenses, onDays, startServices } from './portal-fixture.ts';

describe('ingestPortal(options, effects), where rows are removed', function () {
  this.timeout(120_000);
  let services: Services;
  let fixture: PortalFixture;

  before(async () => {
    services = await startServices();
  });
  after(() => services.stop());
  beforeEach(async () => {
    await services.clear();
    // Five on each of forty days, in parts of a month.
    fixture = await PortalFixture.open(services, onDays(offenses(1, 200)));
    await fixture.ingest();
    fixture.passDays(1);
  });
  afterEach(() => fixture.close());

  const idsOf = async (...offenseIds: readonly string[]): Promise<string[]> =>
    (await fixture.dataset.rows())
      .filter((row) => offenseIds.includes(row['offense_id'] ?? ''))
      .map((row) => row[':id'] ?? '');

  const ingest = (mode: 'auto' | 'sweep' = 'auto') => {
    fixture.passDays(0.1);
    return fixture.ingest({ mode });
  };

  /** Expects that a comparison of all keys finds nothing more. */
  const expectSettled = async (): Promise<void> => {
    await fixture.expectWhole();
    const { rows, removals } = await ingest('sweep');
    expect({ rows, removals }).to.deep.equal({ rows: 0, removals: 0 });
  };

  it('finds them by the counts of months and days, listing the keys of their days alone', async () => {
    await fixture.dataset.remove(await idsOf('7', '121', '122'));
    await fixture.dataset.insert(offenses(500, 4));
    const before = fixture.server.requests.length;
    expect(await ingest()).to.deep.include({ mode: 'incremental', removals: 3, isAudited: false });
    const keys = fixture.server.requests.slice(before).filter(({ route }) => route === 'keys');
    // Four new rows, and what is left of the two days.
    expect(keys.reduce((sum, { rows = 0 }) => sum + rows, 0)).to.equal(4 + 4 + 3);
    await expectSettled();
  });

  it('finds them day after day, in what settled since too', async () => {
    for (const day of [1, 2, 3]) {
      const [first = ''] = await fixture.dataset.insert(onDays(offenses(500 + 10 * day, 3)));
      await fixture.dataset.remove(await idsOf(String(day), String(500 + 10 * (day - 1) + 1)));
      await fixture.dataset.update([first], { nibrs_offense_code: '120' });
      expect(await ingest()).to.deep.include({ removals: day === 1 ? 1 : 2, isAudited: false });
      await fixture.expectWhole();
      fixture.passDays(1);
    }
    await expectSettled();
  });

  it('is not misled where another row has come to the day of the removed one', async () => {
    await fixture.dataset.remove(await idsOf('7'));
    await fixture.dataset.update(await idsOf('150'), { report_date_time: '2025-01-02T10:20:00.000' });
    expect(await ingest()).to.deep.include({ rows: 1, removals: 1, isAudited: false });
    fixture.passDays(1);
    // The ledger has learned where that row is now.
    await fixture.dataset.remove(await idsOf('150', '8'));
    expect(await ingest()).to.deep.include({ removals: 2, isAudited: false });
    await expectSettled();
  });

  it('finds rows without a report time', async () => {
    const [first = ''] = await fixture.dataset.insert(
      offenses(500, 3).map((row) => ({ ...row, report_date_time: null })),
    );
    await ingest();
    fixture.passDays(1);
    await fixture.dataset.remove([first]);
    expect(await ingest()).to.deep.include({ removals: 1, isAudited: false });
    await expectSettled();
  });

  it('tells an offense by the row that is left of two', async () => {
    const [second = ''] = await fixture.dataset.insert([{ ...offenses(30, 1)[0], nibrs_offense_code: '9Z' }]);
    await ingest();
    fixture.passDays(1);
    await fixture.dataset.remove([second]);
    expect(await ingest()).to.deep.include({ rows: 1, removals: 0, isAudited: false });
    await expectSettled();
  });

  it('lists all keys where most days differ', async () => {
    const ids = (await fixture.dataset.rows()).map((row) => row[':id'] ?? '');
    await fixture.dataset.remove(ids.filter((_, index) => index % 5 === 0));
    await fixture.dataset.insert(offenses(500, 2500));
    fixture.passDays(0.1);
    await fixture.ingest({ mode: 'full', limits: { firstPageRows: 5000, mostPageRows: 5000 } });
    fixture.passDays(1);
    const rest = (await fixture.dataset.rows()).filter((_, index) => index % 2 === 0).map((row) => row[':id'] ?? '');
    await fixture.dataset.remove(rest);
    fixture.passDays(0.1);
    const limits = { firstPageRows: 5000, mostPageRows: 5000 };
    expect(await fixture.ingest({ limits })).to.deep.include({ removals: rest.length, isAudited: true });
    await fixture.expectWhole();
  });

  it('lists all keys where a part of those held is lost, and has them again afterwards', async () => {
    for (const name of await fixture.objects()) if (/ledger-/.test(name)) await services.bucket.file(name).delete();
    await fixture.dataset.remove(await idsOf('7'));
    expect(await ingest()).to.deep.include({ removals: 1, isAudited: true });
    fixture.passDays(1);
    await fixture.dataset.remove(await idsOf('9'));
    expect(await ingest()).to.deep.include({ removals: 1, isAudited: false });
    await expectSettled();
  });

  it('lists all keys where the portal does not know the time of the report as a date', async () => {
    const columns = SHAPES.current.map((column) => ({ ...column, dataTypeName: 'text' as const }));
    const dataset = await openEditableDataset({ columns, rows: offenses(5000, 10) });
    const server = await startPortalServer({ dataset, datasetId: 'abcd-1234' });
    const other = { portal: server.url, dataset: 'abcd-1234' };
    try {
      await fixture.ingest(other);
      const [row] = await dataset.rows();
      await dataset.remove([row?.[':id'] ?? '']);
      expect(await fixture.ingest(other)).to.deep.include({ removals: 1, isAudited: true });
    } finally {
      await server.close();
      await dataset.close();
    }
  });
});
