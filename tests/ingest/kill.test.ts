import { expect } from 'chai';
import { ChangingPortal } from './changing-portal.ts';
import { MortalIngester } from './mortal-ingester.ts';
import { type Services, offenses, startServices } from './portal-fixture.ts';

describe('an ingester that is killed after any of its durable steps', function () {
  this.timeout(600_000);
  let services: Services;
  let ingester: MortalIngester;
  let portal: ChangingPortal;

  before(async () => {
    services = await startServices();
    ingester = await MortalIngester.open();
  });
  after(async () => {
    await ingester.close();
    await services.stop();
  });
  beforeEach(async () => {
    portal = await ChangingPortal.open(services);
  });
  afterEach(() => portal.close());

  /** Another portal, some rows of which are too new to be settled. */
  const afresh = async (): Promise<void> => {
    await portal.close();
    portal = await ChangingPortal.open(services);
    await portal.fixture.dataset.insert(offenses(900, 2));
    portal.fixture.passDays(0.001);
  };

  /** Kills one process after the first step, the next after the second, and so on, until one comes to its end. */
  async function killThemAll(mode: 'auto' | 'sweep', prepare: () => Promise<void>): Promise<readonly string[]> {
    for (let lastStep = 1; ; lastStep += 1) {
      await prepare();
      const { steps, isKilled, last } = await ingester.ingest(portal.fixture.options({ mode }), lastStep);
      const place = `after step ${lastStep}, ${steps.at(-1) ?? ''}`;
      if (!isKilled) {
        expect(last, place).to.deep.equal({ outcome: 'loaded' });
        await portal.expectTruth(place);
        return steps.map((step) => step.replace(/spd_offenses\/load_id=[^/]+\/|-\d+(?=\.parquet)/g, ''));
      }
      expect(steps, place).to.have.length(lastStep);
      await portal.ingest({ mode });
      await portal.expectTruth(place);
    }
  }

  const ALWAYS = ['write ingest.lock.json', 'write progress.json', 'write part.parquet', 'write keys.parquet'];
  const AT_LAST = ['write manifest.json', 'remove progress.json', 'job', 'remove ingest.lock.json'];

  it('leaves a first load that the next run finishes', async () => {
    const steps = await killThemAll('auto', afresh);
    expect(steps).to.include.members([...ALWAYS, 'write unsettled.parquet', 'write ledger.parquet', ...AT_LAST]);
  });

  it('leaves a load of changes and removals that the next run finishes', async () => {
    await portal.ingest();
    const steps = await killThemAll('auto', () => portal.change());
    const more = ['quarantine', 'ledger', 'vanished', 'removals'].map((kind) => `write ${kind}.parquet`);
    expect(steps).to.include.members([...ALWAYS, ...more, ...AT_LAST]);
  });

  it('leaves a sweep that the next one finishes', async () => {
    await portal.ingest();
    const steps = await killThemAll('sweep', () => portal.change());
    expect(steps).to.include.members([...ALWAYS, 'write listing.parquet', 'write removals.parquet', ...AT_LAST]);
  });
});
