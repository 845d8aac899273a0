import { join } from 'node:path';
import { expect } from 'chai';
import { IngestError } from '../../ingest/errors.ts';
import { type IngestEffects, type PortalIngestOptions, defaultEffects, ingestPortal } from '../../ingest/index.ts';
import type { Manifest } from '../../ingest/core/manifest.ts';
import { type EditableDataset, type RowText, openEditableDataset } from '../../local/portal/editable-dataset.ts';
import type { FaultPlan } from '../../local/portal/faults.ts';
import { type PortalServer, startPortalServer } from '../../local/portal/server.ts';
import type { Shape } from '../../local/portal/shapes.ts';
import { Random } from '../../local/portal/simulation/random.ts';
import { readLake } from './lake-contents.ts';
import { PASSING_FAULTS } from './passing-faults.ts';
import type { Services } from './portal-fixture.ts';
import { heldVersions, portalVersions } from './versions.ts';

/** The end of a run at a durable step, as if by a kill. */
class StruckDown extends Error {
  override readonly name = 'StruckDown';
}

/** Seconds that pass between two events; some are less than the portal's clock shows. */
const PAUSES = [0, 0.2, 1, 2.5, 30, 700, 90_000];
const LIMITS = { firstPageRows: 7, fewestPageRows: 7, mostPageRows: 7, attempts: 6 };

const pick = <T>(random: Random, items: readonly T[]): T => items[random.below(items.length)] as T;

/** A portal's life, and loads of it that meet faults and ends, all decided by a seed. */
export class RandomHistory {
  /** What happened, for people. */
  readonly events: string[] = [];
  readonly #seed: number;
  #random: Random;
  readonly #services: Services;
  readonly #prefix: string;
  readonly #dataset: EditableDataset;
  readonly #server: PortalServer;
  #shape: Shape;
  #offenses = 0;
  #columns = 0;
  /** Offenses that were removed and may return. */
  #removed: string[] = [];
  #clockOffset = 0;
  #beforeRequest: () => Promise<void> = () => Promise.resolve();

  private constructor(
    services: Services,
    seed: number,
    random: Random,
    shape: Shape,
    dataset: EditableDataset,
    holder: { history?: RandomHistory },
    server: PortalServer,
  ) {
    this.#services = services;
    this.#seed = seed;
    this.#prefix = `history-${seed}`;
    this.#random = random;
    this.#shape = shape;
    this.#dataset = dataset;
    this.#server = server;
    holder.history = this;
  }

  static async open(services: Services, seed: number): Promise<RandomHistory> {
    const random = new Random(seed);
    const shape = random.chance(0.3) ? 'legacy' : 'current';
    const dataset = await openEditableDataset({ shape, isClockFrozen: true });
    const holder: { history?: RandomHistory } = {};
    const server = await startPortalServer({ dataset, beforeAnswer: () => holder.history?.beforeAnswer() });
    const history = new RandomHistory(services, seed, random, shape, dataset, holder, server);
    await history.#insert(random.below(20));
    return history;
  }

  /** For the portal: what happens before it answers a request. */
  beforeAnswer(): Promise<void> {
    return this.#beforeRequest();
  }

  async close(): Promise<void> {
    await this.#server.close();
    await this.#dataset.close();
  }

  /** Lets some loads happen, with edits before and within them. */
  async live(): Promise<void> {
    const loads = 1 + this.#random.below(2);
    for (let load = 1; load <= loads; load += 1) {
      this.#random = new Random(100 * this.#seed + load);
      this.#pass();
      for (let edits = this.#random.below(3); edits > 0; edits -= 1) await this.#edit();
      this.#pass();
      await this.#load();
    }
  }

  /**
   * Loads once more without faults, and expects raw to hold the truth and the lake complete loads alone.
   * @returns the manifests of all loads
   */
  async settle(): Promise<readonly Manifest[]> {
    this.#random = new Random(100 * this.#seed);
    this.#server.setFaults({});
    this.#pass();
    await this.#ingest('auto', {});
    const truth = await portalVersions(this.#server.url, this.#dataset);
    let held = await this.#held();
    // Which offenses are gone, a load of changes may not know; whatever is there it must know.
    expect(held).to.include.members([...truth]);
    if (held.length !== truth.length) {
      await this.#ingest('sweep', {});
      held = await this.#held();
    }
    expect(held).to.deep.equal(truth);
    const { manifests, orphans, lost } = await this.#lake();
    expect({ orphans, lost }).to.deep.equal({ orphans: [], lost: [] });
    return manifests;
  }

  #lake() {
    return readLake(this.#services.bucket, `${this.#prefix}/`);
  }

  async #held(): Promise<readonly string[]> {
    const { manifests } = await this.#lake();
    const loads = manifests.map(({ load_id: loadId }) => loadId);
    return heldVersions(this.#services.bigquery, loads);
  }

  #pass(): void {
    const seconds = pick(this.#random, PAUSES);
    this.#dataset.clock.set(new Date(this.#dataset.now().getTime() + Math.round(seconds * 1000)));
    this.events.push(`${seconds} s pass`);
  }

  async #load(): Promise<void> {
    const mode = pick(this.#random, ['auto', 'auto', 'auto', 'full', 'incremental', 'sweep'] as const);
    const plan = this.#plan();
    this.#server.setFaults(plan);
    const disturbedAt = this.#random.chance(0.4) ? 2 + this.#random.below(12) : 0;
    let requests = 0;
    // Whether a request or a step comes first may be another at another time: what is drawn later must not depend on it.
    const own = new Random(this.#random.next());
    this.#beforeRequest = async () => {
      requests += 1;
      if (requests !== disturbedAt) return;
      this.#random = own;
      this.#pass();
      await this.#edit();
    };
    const lastStep = this.#random.chance(0.4) ? 1 + this.#random.below(14) : 0;
    let steps = 0;
    const onStep = (step: string): void => {
      steps += 1;
      if (steps === lastStep) throw new StruckDown(`struck down after ${step}`);
    };
    if (this.#random.chance(0.1)) await this.#leaveLock();
    this.events.push(`load ${mode}, faults ${JSON.stringify(plan)}`);
    try {
      const { mode: made, outcome, rows, removals } = await this.#ingest(mode, { onStep });
      this.events.push(`${outcome} ${made ?? ''}, ${rows} rows, ${removals} removals`);
    } catch (error) {
      if (!(error instanceof IngestError || error instanceof StruckDown)) throw error;
      this.events.push(`failed: ${error.message.slice(0, 200)}`);
    } finally {
      this.#beforeRequest = () => Promise.resolve();
    }
  }

  #plan(): FaultPlan {
    const seed = this.#random.below(1_000_000);
    const passing = pick(this.#random, Object.values(PASSING_FAULTS));
    const by = pick(this.#random, [-2, -1, 1, 3]);
    const request = 1 + this.#random.below(12);
    return pick<FaultPlan>(this.#random, [
      {},
      {},
      { seed, random: [{ route: 'any', probability: 0.15, fault: passing }] },
      { seed, random: [{ route: 'page', probability: 0.3, fault: { kind: 'duplicate' } }] },
      { seed, random: [{ route: 'count', probability: 0.3, fault: { kind: 'count', by } }] },
      { script: [{ route: 'any', request, times: 999, fault: passing }] },
      { script: [{ route: 'count', request: 1, times: 999, fault: { kind: 'count', by } }] },
    ]);
  }

  /** A lock that another machine has left; by the next run's clock it has expired. */
  async #leaveLock(): Promise<void> {
    const time = new Date(Date.now() + this.#clockOffset).toISOString();
    const lock = { holder: 'gone', host: 'elsewhere', pid: 1, started_at: time, renewed_at: time };
    const file = this.#services.bucket.file(`${this.#prefix}/ingest.lock.json`);
    await file.save(JSON.stringify(lock), { resumable: false });
    this.#clockOffset += 100_000;
    this.events.push('a lock was left');
  }

  #ingest(mode: NonNullable<PortalIngestOptions['mode']>, effects: Partial<IngestEffects>) {
    return ingestPortal(
      {
        ...{ portal: this.#server.url, dataset: 'tazs-3rd5', lake: `gs://seattle-crime-lake/${this.#prefix}`, mode },
        ...{
          projectId: 'seattle-crime-local',
          location: 'US',
          memoryLimitMegabytes: 64,
          ledgerKeys: 5,
          limits: LIMITS,
        },
        temporaryDirectory: join(this.#services.directory, 'temporary'),
      },
      {
        ...defaultEffects,
        now: () => Date.now() + this.#clockOffset,
        sleep: () => new Promise((resolve) => setImmediate(resolve)),
        log: (line) => void this.events.push(`  ${line.slice(0, 200)}`),
        random: Math.random,
        ...effects,
      },
    );
  }

  async #edit(): Promise<void> {
    const ids = (await this.#dataset.rows()).map((row) => row[':id'] ?? '');
    const some = ids.filter(() => this.#random.chance(0.2));
    const edit = pick(this.#random, [
      ...(['insert', 'insert', 'update', 'update', 'remove', 'return', 'swap'] as const),
      ...(['republish', 'renew', 'rename', 'column'] as const),
    ]);
    this.events.push(`${edit} ${some.length}`);
    switch (edit) {
      case 'insert':
        return this.#insert(1 + this.#random.below(6));
      case 'update':
        return this.#dataset.update(some, {
          [this.#code]: `U${this.#random.below(1000)}`,
          ...(this.#random.chance(0.3) && { [this.#reportTime]: this.#someDay() }),
        });
      case 'remove':
        return this.#remove(some);
      case 'return':
        return this.#return();
      case 'swap':
        await this.#remove(some);
        return this.#insert(some.length);
      case 'republish':
        return this.#dataset.republish();
      case 'renew':
        return this.#dataset.republish({ renewsIds: true });
      case 'rename':
        if (this.#shape === 'current') return;
        this.#shape = 'current';
        return this.#dataset.renameToCurrent();
      case 'column':
        this.#columns += 1;
        return this.#dataset.addColumn(
          { name: `New ${this.#columns}`, fieldName: `new_${this.#columns}`, dataTypeName: 'text' },
          `N${this.#random.below(10)}`,
        );
    }
  }

  get #code(): string {
    return this.#shape === 'legacy' ? 'offense_code' : 'nibrs_offense_code';
  }

  async #insert(count: number): Promise<void> {
    const rows: RowText[] = Array.from({ length: count }, () => {
      this.#offenses += 1;
      return { ...this.#row(String(this.#offenses)), [this.#code]: '23F' };
    });
    await this.#dataset.insert(rows);
  }

  async #remove(ids: readonly string[]): Promise<void> {
    const rows = (await this.#dataset.rows()).filter((row) => ids.includes(row[':id'] ?? ''));
    this.#removed.push(...rows.map((row) => row['offense_id'] ?? ''));
    await this.#dataset.remove(ids);
  }

  async #return(): Promise<void> {
    const back = this.#removed.splice(0, 3);
    await this.#dataset.insert(back.map((id) => ({ ...this.#row(id), [this.#code]: 'BACK' })));
  }

  #row(id: string): RowText {
    return { offense_id: id, report_number: `R-${id}`, [this.#reportTime]: this.#someDay() };
  }

  /** One of a few days in three months, or none. */
  #someDay(): string | null {
    const day = pick(this.#random, ['2026-05-30', '2026-05-31', '2026-06-01', '2026-06-02', '2024-02-29', undefined]);
    return day === undefined ? null : `${day}T10:20:00.000`;
  }

  get #reportTime(): string {
    return this.#shape === 'legacy' ? 'report_datetime' : 'report_date_time';
  }
}
