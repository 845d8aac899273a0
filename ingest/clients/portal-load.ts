import { join } from 'node:path';
import { heldRowsSql } from '../core/keys-sql.ts';
import { progressName } from '../core/load-names.ts';
import type { Comparison, CountedObject, Manifest } from '../core/manifest.ts';
import { BEGINNING, conditionOf, describeDifferences, expectations, nextStep } from '../core/reconciliation.ts';
import type { Portal } from '../portal/portal.ts';
import { audit } from './audit.ts';
import { completeLoad } from './complete-load.ts';
import { fetchEarlierKeys } from './earlier-keys.ts';
import { type Fetching, fetchRows } from './fetch-rows.ts';
import { publish } from './landing.ts';
import { type OpenLoad, fetchObject } from './open-load.ts';
import type { PortalLoadInput, Proof } from './proof.ts';
import { searchRemovals } from './removal-search.ts';

/** Fetches, proves and publishes a load. What it throws leaves the load unpublished, to be gone on with. */
export async function makePortalLoad(input: PortalLoadInput): Promise<Manifest> {
  return new PortalLoad(input).make();
}

/** Seconds to wait, one time after the other, for a copy that the portal says to be behind. */
const WAITS_FOR_NEWEST = [5, 10, 20, 40, 60];

class PortalLoad {
  readonly #input: PortalLoadInput;
  readonly #where: string | undefined;
  #earlier: Promise<readonly string[]> | undefined;

  constructor(input: PortalLoadInput) {
    this.#input = input;
    const { request } = input.load.manifest;
    this.#where = request ? conditionOf(request, input.workshop.plan.startField) : undefined;
  }

  async make(): Promise<Manifest> {
    const { load, portal, workshop } = this.#input;
    const { mode } = load.manifest;
    if (mode !== 'sweep') await this.#fetchBehind(load.last);
    if ((await this.#awaitNewest()) && mode !== 'sweep') await this.#fetchBehind(load.last);
    const proof = mode === 'sweep' ? await this.#proveByKeys([], 0) : await this.#prove(portal);
    const manifest = await completeLoad(this.#input, proof, () => this.#earlierKeys());
    this.#input.assertHeld();
    const name = progressName(manifest.load_id);
    const published = await publish(workshop.lake, manifest, [name]);
    const progress = await workshop.lake.find(name);
    if (progress) await workshop.lake.remove(progress);
    return published;
  }

  /** Where the portal answers from a copy that lacks its newest changes: waits until it has them, for a time. */
  async #awaitNewest(): Promise<boolean> {
    const { portal, effects } = this.#input;
    let waited = false;
    for (const seconds of WAITS_FOR_NEWEST) {
      if (!portal.isBehind()) return waited;
      effects.log(`The portal answers from a copy that lacks its newest changes: waiting ${seconds} s for it`);
      await effects.sleep(seconds * 1000);
      await portal.count();
      waited = true;
    }
    if (portal.isBehind()) effects.log('The copy still lacks them: loading what it has, the next load brings the rest');
    return waited;
  }

  get #fetching(): Fetching {
    const { load, effects, assertHeld } = this.#input;
    const expected = load.manifest.portal?.counts.before ?? 0;
    return { load, effects, expected, check: assertHeld };
  }

  async #fetchBehind(after: OpenLoad['last']): Promise<number> {
    const { portal, workshop } = this.#input;
    const { plan, scratch } = workshop;
    const where = this.#where;
    const request = {
      select: plan.select,
      folder: scratch,
      ...(where !== undefined && { where }),
      ...(after && { after }),
    };
    return fetchRows(this.#fetching, portal.pages(request), true);
  }

  /** Counts here and there; goes after changes made meanwhile; compares keys where the counts do not agree. */
  async #prove(portal: Portal): Promise<Proof> {
    const { effects, load, metadata } = this.#input;
    let before = metadata.rowsUpdatedAt;
    for (let catchUps = 0; ; catchUps += 1) {
      const comparisons = await this.#compare(portal);
      const { rowsUpdatedAt, readAt } = await portal.metadata();
      const step = nextStep(comparisons, rowsUpdatedAt.getTime() === before.getTime(), catchUps);
      if (step === 'proven') {
        const facts = { is_audited: false, missing_fetched: 0, vanished: 0 };
        return {
          reconciliation: { comparisons, catch_ups: catchUps, ...facts },
          ...{ audit: undefined, search: undefined, readAt },
        };
      }
      if (step === 'audit') {
        effects.log(`The counts differ (${describeDifferences(comparisons)}): comparing keys`);
        return (await this.#proveBySearch(comparisons, catchUps)) ?? (await this.#proveByKeys(comparisons, catchUps));
      }
      effects.log('Rows changed meanwhile: fetching the changes');
      before = rowsUpdatedAt;
      await this.#fetchBehind(load.last);
    }
  }

  async #compare(portal: Portal): Promise<readonly Comparison[]> {
    const { load, previous, workshop } = this.#input;
    const { mode } = load.manifest;
    const settled = mode === 'incremental' ? (previous?.settled ?? null) : null;
    const unsettled = settled?.unsettled ? [await this.#fetch(settled.unsettled)] : [];
    const sql = heldRowsSql(load.keyFiles, settled?.created_until ?? BEGINNING, unsettled);
    const [row = []] = await workshop.engine.rows(sql);
    const [all = 0, createdLater = 0, known = 0, seen = 0] = row.map(Number);
    const held = { all, createdLater, unsettled: known, unsettledSeen: seen };
    const comparisons: Comparison[] = [];
    for (const expected of expectations(mode === 'file' ? 'full' : mode, this.#where, held, settled)) {
      const portalCount = await portal.count(expected.where === '' ? undefined : expected.where);
      comparisons.push({ where: expected.where, portal: portalCount, held: expected.held });
    }
    const unseen = { where: 'rows that were too new to be settled', portal: held.unsettledSeen, held: held.unsettled };
    return settled ? [...comparisons, unseen] : comparisons;
  }

  /** Keys that earlier loads hold, as far as the load builds upon them. */
  #earlierKeys(): Promise<readonly string[]> {
    const { workshop, load } = this.#input;
    this.#earlier ??= fetchEarlierKeys(workshop, load.manifest.portal?.dataset);
    return this.#earlier;
  }

  #fetch(object: CountedObject): Promise<string> {
    const { lake, scratch } = this.#input.workshop;
    return fetchObject(lake, object, join(scratch, 'earlier'));
  }

  /** Where the last load kept its keys by month: what differs is found without listing all. */
  async #proveBySearch(counted: readonly Comparison[], catchUps: number): Promise<Proof | undefined> {
    const { previous, workshop, portal, load } = this.#input;
    const settled = load.manifest.mode === 'incremental' ? previous?.settled : undefined;
    if (!settled?.ledger || !workshop.plan.hasReportDates || this.#where === undefined) return undefined;
    const unsettled = settled.unsettled ? [await this.#fetch(settled.unsettled)] : [];
    const search = await searchRemovals({
      ...{ workshop, portal, fetching: this.#fetching, where: this.#where, unsettled },
      settled: { createdUntil: settled.created_until, rows: settled.rows, ledger: settled.ledger },
    });
    if (!search) return undefined;
    const facts = { is_audited: false, missing_fetched: search.missingFetched, vanished: search.vanished.rows };
    const agreed = counted.filter((each) => each.portal === each.held && each.where !== '');
    const comparisons = [...search.comparisons, ...agreed];
    const { readAt } = await portal.metadata();
    return { reconciliation: { comparisons, catch_ups: catchUps, ...facts }, audit: undefined, search, readAt };
  }

  async #proveByKeys(counted: readonly Comparison[], catchUps: number): Promise<Proof> {
    const { load, workshop, portal } = this.#input;
    const { mode } = load.manifest;
    const isRepair = mode === 'incremental' || mode === 'sweep';
    const earlier = isRepair ? await this.#earlierKeys() : [];
    // A repair looks at all rows, whatever part of them the load asked for.
    const where = mode === 'window' ? this.#where : undefined;
    const found = await audit({ workshop, portal, fetching: this.#fetching, where, earlier, isRepair });
    const { missingFetched, vanished } = found;
    const facts = { is_audited: true, missing_fetched: missingFetched, vanished };
    const comparisons = [...found.comparisons, ...counted.filter((each) => each.portal === each.held)];
    const { readAt } = await portal.metadata();
    return {
      reconciliation: { comparisons, catch_ups: catchUps, ...facts },
      ...{ audit: found, search: undefined, readAt },
    };
  }
}
