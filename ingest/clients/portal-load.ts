import { join } from 'node:path';
import { inventoryOf } from '../core/inventory.ts';
import { heldRowsSql, rowCountSql, watermarkSql, writeRemovalsSql, writeUnsettledSql } from '../core/keys-sql.ts';
import { OVERLAP, overlapBefore } from '../core/load-decision.ts';
import { listingName, progressName, removalsName, unsettledName } from '../core/load-names.ts';
import type { Comparison, CountedObject, Manifest, Reconciliation, SettledRows, Watermark } from '../core/manifest.ts';
import { conditionOf, describeDifferences, expectations, nextStep } from '../core/reconciliation.ts';
import type { IngestEffects } from '../options.ts';
import type { Portal, PortalMetadata } from '../portal/portal.ts';
import { type Audit, audit } from './audit.ts';
import { type Fetching, PART_ROWS, fetchRows } from './fetch-rows.ts';
import { landedLoads } from './lake-state.ts';
import { publish, putPart } from './landing.ts';
import { type OpenLoad, type Workshop, fetchObject } from './open-load.ts';

/** What a load rests on. */
export interface PortalLoadInput {
  readonly workshop: Workshop;
  readonly portal: Portal;
  /** As it was before the first row was read. */
  readonly metadata: PortalMetadata;
  readonly load: OpenLoad;
  /** The newest complete load of the dataset that is no window. */
  readonly previous: Manifest | undefined;
  readonly effects: IngestEffects;
  readonly partRows?: number;
  /** Throws where the lock is lost. */
  readonly assertHeld: () => void;
  /** Answers of the portal so far. */
  readonly requests: () => number;
}

/** What has been proven. */
interface Proof {
  readonly reconciliation: Reconciliation;
  readonly audit: Audit | undefined;
  /** The portal's clock, after the last row. */
  readonly readAt: Date;
}

/** Fetches, proves and publishes a load. What it throws leaves the load unpublished, to be gone on with. */
export async function makePortalLoad(input: PortalLoadInput): Promise<Manifest> {
  return new PortalLoad(input).make();
}

/** Before any moment that a portal tells. */
const BEGINNING = '0001-01-01T00:00:00.000Z';

/** A change dated far ahead would hide those made until then: the portal's clock counts in its place. */
const notAhead = (watermark: Watermark, readAt: Date): Watermark =>
  Date.parse(watermark.updated_at) > readAt.getTime() + OVERLAP / 2
    ? { ...watermark, updated_at: readAt.toISOString() }
    : watermark;

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
    const proof = mode === 'sweep' ? await this.#proveByKeys([], 0) : await this.#prove(portal);
    const manifest = await this.#complete(proof);
    this.#input.assertHeld();
    const name = progressName(manifest.load_id);
    const published = await publish(workshop.lake, manifest, [name]);
    const progress = await workshop.lake.find(name);
    if (progress) await workshop.lake.remove(progress);
    return published;
  }

  get #fetching(): Fetching {
    const { load, effects, partRows = PART_ROWS, assertHeld } = this.#input;
    const expected = load.manifest.portal?.counts.before ?? 0;
    return { load, effects, partRows, expected, check: assertHeld };
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

  /** Counts here and there; goes after changes made meanwhile; compares all keys where the counts do not agree. */
  async #prove(portal: Portal): Promise<Proof> {
    const { effects, load, metadata } = this.#input;
    let before = metadata.rowsUpdatedAt;
    for (let catchUps = 0; ; catchUps += 1) {
      const comparisons = await this.#compare(portal);
      const { rowsUpdatedAt, readAt } = await portal.metadata();
      const step = nextStep(comparisons, rowsUpdatedAt.getTime() === before.getTime(), catchUps);
      if (step === 'proven') {
        const facts = { is_audited: false, missing_fetched: 0, vanished: 0 };
        return { reconciliation: { comparisons, catch_ups: catchUps, ...facts }, audit: undefined, readAt };
      }
      if (step === 'audit') {
        effects.log(`The counts differ (${describeDifferences(comparisons)}): comparing all keys`);
        return this.#proveByKeys(comparisons, catchUps);
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
    this.#earlier ??= this.#fetchEarlierKeys();
    return this.#earlier;
  }

  async #fetchEarlierKeys(): Promise<readonly string[]> {
    const { lake } = this.#input.workshop;
    const dataset = this.#input.load.manifest.portal?.dataset;
    // What another dataset holds has not vanished from this one.
    const own = (await landedLoads(lake)).filter(({ manifest: { portal } }) => !portal || portal.dataset === dataset);
    const { keys, parts } = inventoryOf(own);
    const files: string[] = [];
    for (const object of [...keys, ...parts]) files.push(await this.#fetch(object));
    return files;
  }

  #fetch(object: CountedObject): Promise<string> {
    const { lake, scratch } = this.#input.workshop;
    return fetchObject(lake, object, join(scratch, 'earlier'));
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
    return { reconciliation: { comparisons, catch_ups: catchUps, ...facts }, audit: found, readAt };
  }

  /** The manifest, with everything that the next load will want to know. */
  async #complete({ reconciliation, audit: found, readAt }: Proof): Promise<Manifest> {
    const { load, requests } = this.#input;
    const { mode, load_id: loadId, portal: facts } = load.manifest;
    const count = reconciliation.comparisons.find(
      ({ where }) => where === (mode === 'window' ? (this.#where ?? '') : ''),
    );
    const noticedAt = new Date(Math.max(readAt.getTime(), Date.parse(load.manifest.snapshot_at) + 1));
    const isWindow = mode === 'window';
    const portalRows = count?.portal ?? 0;
    const listing = found && !isWindow ? await this.#putListing(loadId, found) : null;
    const removals = isWindow ? null : await this.#findRemovals(found, noticedAt);
    const watermark = isWindow ? null : await this.#watermark(found, readAt);
    const settled = isWindow || !watermark ? null : await this.#settle(found, watermark, portalRows);
    return {
      ...load.manifest,
      portal: facts && { ...facts, counts: { before: facts.counts.before, after: portalRows }, requests: requests() },
      portal_rows: isWindow ? null : portalRows,
      ...{ watermark, settled, reconciliation, listing, removals, noticed_at: noticedAt.toISOString() },
    };
  }

  async #putListing(loadId: string, { listing }: Audit): Promise<readonly CountedObject[]> {
    const objects: CountedObject[] = [];
    for (const [index, file] of listing.entries()) {
      objects.push(await putPart(this.#input.workshop.lake, file, listingName(loadId, index)));
    }
    return objects;
  }

  /** Offenses that were held and are no longer there: only who knows all keys can tell. */
  async #findRemovals(found: Audit | undefined, noticedAt: Date): Promise<CountedObject | null> {
    const { load, workshop } = this.#input;
    const { manifest } = load;
    if (!found && manifest.mode !== 'full') return null;
    const present = found ? found.listing.map(({ path }) => path) : load.keyFiles;
    const held = [...(await this.#earlierKeys()), ...load.keyFiles];
    const { load_id: loadId, load_date: loadDate, is_simulated: isSimulated } = manifest;
    const path = join(workshop.scratch, 'removals.parquet');
    await workshop.engine.rows(writeRemovalsSql(held, present, { loadId, loadDate, isSimulated, noticedAt }, path));
    return this.#putUnlessEmpty(path, removalsName(loadId));
  }

  async #watermark(found: Audit | undefined, readAt: Date): Promise<Watermark | null> {
    const { load, workshop, previous } = this.#input;
    const files = found ? found.listing.map(({ path }) => path) : load.keyFiles;
    const [row] = await workshop.engine.rows(watermarkSql(files));
    const mine = row ? notAhead({ updated_at: String(row[0]), id: String(row[1]) }, readAt) : null;
    const before = load.manifest.mode === 'incremental' ? (previous?.watermark ?? null) : null;
    if (!mine || !before) return mine ?? before;
    return Date.parse(before.updated_at) > Date.parse(mine.updated_at) ? before : mine;
  }

  async #settle(found: Audit | undefined, watermark: Watermark, portalRows: number): Promise<SettledRows> {
    const { load, workshop } = this.#input;
    const files = found ? found.listing.map(({ path }) => path) : load.keyFiles;
    const createdUntil = overlapBefore(watermark.updated_at);
    const path = join(workshop.scratch, 'unsettled.parquet');
    await workshop.engine.rows(writeUnsettledSql(files, createdUntil, path));
    const unsettled = await this.#putUnlessEmpty(path, unsettledName(load.manifest.load_id));
    return { created_until: createdUntil, rows: portalRows - (unsettled?.row_count ?? 0), unsettled };
  }

  async #putUnlessEmpty(path: string, name: string): Promise<CountedObject | null> {
    const { engine, lake } = this.#input.workshop;
    const [count] = await engine.rows(rowCountSql(path));
    const rows = Number(count?.[0]);
    return rows === 0 ? null : putPart(lake, { path, rows }, name);
  }
}
