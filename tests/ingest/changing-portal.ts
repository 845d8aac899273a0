import { expect } from 'chai';
import type { IngestEffects, PortalIngestOptions, PortalIngestSummary } from '../../ingest/index.ts';
import { expectLoadedOnce, readLake } from './lake-contents.ts';
import { PortalFixture, type Services, offenses } from './portal-fixture.ts';
import { heldVersions, portalVersions } from './versions.ts';

/** Rows of a page in these tests. */
const PAGE_ROWS = 10;

/** A portal of a few pages that changes from load to load, so that every stage of every load has something to do. */
export class ChangingPortal {
  readonly fixture: PortalFixture;
  #nextOffense = 1000;

  private constructor(fixture: PortalFixture) {
    this.fixture = fixture;
  }

  static async open(services: Services): Promise<ChangingPortal> {
    await services.clear();
    return new ChangingPortal(await PortalFixture.open(services, offenses(1, 25)));
  }

  close(): Promise<void> {
    return this.fixture.close();
  }

  /** Options of a load that has several pages and parts. */
  static readonly limits = {
    limits: { firstPageRows: PAGE_ROWS, fewestPageRows: PAGE_ROWS, mostPageRows: PAGE_ROWS },
  };

  ingest(more: Partial<PortalIngestOptions> = {}, effects: Partial<IngestEffects> = {}): Promise<PortalIngestSummary> {
    const limits = { ...ChangingPortal.limits.limits, ...more.limits };
    return this.fixture.ingest({ ...ChangingPortal.limits, ...more, limits }, effects);
  }

  /** A day later two offenses are gone, three have another code and twelve are new, one of them without a valid id. */
  async change(): Promise<void> {
    const { dataset } = this.fixture;
    this.fixture.passDays(1);
    const ids = await this.#ids();
    await dataset.remove(ids.slice(0, 2));
    await dataset.update(ids.slice(4, 7), { nibrs_offense_code: `X${this.#nextOffense}` });
    await dataset.insert([...offenses(this.#nextOffense, 11), { offense_id: 'none' }]);
    this.#nextOffense += 11;
    this.fixture.passDays(0.1);
  }

  /** Some rows move to the end of the order, some vanish, or both and as many appear, so that no count tells. */
  async disturb(kind: 'move' | 'vanish' | 'swap'): Promise<void> {
    const { dataset } = this.fixture;
    this.fixture.passDays(0.001);
    const ids = await this.#ids();
    const chosen = [3, 12, ids.length - 1].flatMap((index) => ids[index] ?? []);
    if (kind === 'move') return dataset.update(chosen, { nibrs_offense_code: `Y${this.#nextOffense}` });
    await dataset.remove(chosen);
    if (kind === 'vanish') return;
    await dataset.update(ids.slice(5, 6), { nibrs_offense_code: `Z${this.#nextOffense}` });
    await dataset.insert(offenses(this.#nextOffense, chosen.length));
    this.#nextOffense += chosen.length;
  }

  /** In the order of changes, as pages have them. */
  async #ids(): Promise<readonly string[]> {
    const rows = await this.fixture.dataset.rows();
    const keys = rows.map((row) => [row[':updated_at'] ?? '', row[':id'] ?? ''] as const);
    return keys.sort((left, right) => (left.join() < right.join() ? -1 : 1)).map(([, id]) => id);
  }

  /** Expects raw to hold the portal's present rows, each load once, and the lake to hold complete loads alone. */
  async expectTruth(message: string): Promise<void> {
    const { services, server, dataset } = this.fixture;
    server.setFaults({});
    const { manifests, orphans, lost } = await readLake(services.bucket);
    expect({ orphans, lost }, message).to.deep.equal({ orphans: [], lost: [] });
    const loadIds = manifests.map(({ load_id: loadId }) => loadId);
    const held = await heldVersions(services.bigquery, loadIds);
    expect(held, message).to.deep.equal(await portalVersions(server.url, dataset));
    await expectLoadedOnce(services.bigquery, manifests);
  }
}
