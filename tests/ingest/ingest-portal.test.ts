import { expect } from 'chai';
import { PortalFixture, type Services, offenses, startServices } from './portal-fixture.ts';

describe('ingestPortal(options, effects), against the local services', function () {
  this.timeout(120_000);
  let services: Services;
  let fixture: PortalFixture;

  before(async () => {
    services = await startServices();
  });
  after(() => services.stop());
  beforeEach(() => services.clear());
  afterEach(() => fixture.close());

  describe('in mode auto', () => {
    it('loads all rows at first, then nothing, then what changed', async () => {
      fixture = await PortalFixture.open(services, offenses(1, 100));
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
  });
});
