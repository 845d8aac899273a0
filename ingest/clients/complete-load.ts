import { join } from 'node:path';
import { newestReportSql, rowCountSql, watermarkSql, writeRemovalsSql, writeUnsettledSql } from '../core/keys-sql.ts';
import { OVERLAP, settledUntil } from '../core/load-decision.ts';
import { listingName, removalsName, unsettledName, vanishedName } from '../core/load-names.ts';
import type { CountedObject, Manifest, SettledRows, Watermark } from '../core/manifest.ts';
import { conditionOf } from '../core/reconciliation.ts';
import { instantOfText, textOfInstant } from '../core/seattle-time.ts';
import type { Audit } from './audit.ts';
import { keepLedger } from './keep-ledger.ts';
import { putPart } from './landing.ts';
import type { PortalLoadInput, Proof } from './proof.ts';

/** A change dated far ahead would hide those made until then: the portal's clock counts in its place. */
const notAhead = (watermark: Watermark, readAt: Date): Watermark =>
  Date.parse(watermark.updated_at) > readAt.getTime() + OVERLAP / 2
    ? { ...watermark, updated_at: readAt.toISOString() }
    : watermark;

const windowCondition = ({ load, workshop }: PortalLoadInput): string =>
  (load.manifest.request && conditionOf(load.manifest.request, workshop.plan.startField)) ?? '';

/** The manifest of a proven load, with everything that the next one will want to know. @throws LakeError */
export const completeLoad = (
  input: PortalLoadInput,
  proof: Proof,
  earlierKeys: () => Promise<readonly string[]>,
): Promise<Manifest> => new Completion(input, proof, earlierKeys).complete();

class Completion {
  readonly #input: PortalLoadInput;
  readonly #proof: Proof;
  readonly #earlierKeys: () => Promise<readonly string[]>;

  constructor(input: PortalLoadInput, proof: Proof, earlierKeys: () => Promise<readonly string[]>) {
    this.#input = input;
    this.#proof = proof;
    this.#earlierKeys = earlierKeys;
  }

  /** The manifest, with everything that the next load will want to know. */
  async complete(): Promise<Manifest> {
    const proof = this.#proof;
    const { audit: found, search, readAt } = proof;
    const reconciliation = { ...proof.reconciliation, is_behind: this.#input.portal.isBehind() };
    const { load, requests } = this.#input;
    const { mode, load_id: loadId, portal: facts } = load.manifest;
    const count = reconciliation.comparisons.find(
      ({ where }) => where === (mode === 'window' ? windowCondition(this.#input) : ''),
    );
    const noticedAt = new Date(Math.max(readAt.getTime(), Date.parse(load.manifest.snapshot_at) + 1));
    const isWindow = mode === 'window';
    const portalRows = count?.portal ?? 0;
    const listing = found && !isWindow ? await this.#putListing(loadId, found) : null;
    const removals = isWindow ? null : await this.#findRemovals(proof, noticedAt);
    const vanished = search ? await this.#putUnlessEmpty(search.vanished.path, vanishedName(loadId)) : null;
    const watermark = isWindow ? null : await this.#watermark(proof);
    const settled = isWindow || !watermark ? null : await this.#settle(proof, watermark, portalRows);
    return {
      ...load.manifest,
      portal: facts && { ...facts, counts: { before: facts.counts.before, after: portalRows }, requests: requests() },
      portal_rows: isWindow ? null : portalRows,
      ...{ watermark, settled, reconciliation, listing, removals, vanished },
      newest_report: await this.#newestReport(proof),
      noticed_at: noticedAt.toISOString(),
    };
  }

  /** Keys of rows that are there: of all of them, or of those that changed. */
  #present({ audit: found, search }: Proof): readonly string[] {
    return found?.listing.map(({ path }) => path) ?? search?.recent ?? this.#input.load.keyFiles;
  }

  async #putListing(loadId: string, { listing }: Audit): Promise<readonly CountedObject[]> {
    const objects: CountedObject[] = [];
    for (const [index, file] of listing.entries()) {
      objects.push(await putPart(this.#input.workshop.lake, file, listingName(loadId, index)));
    }
    return objects;
  }

  /** Offenses that were held and are no longer there: only who knows all keys can tell. */
  async #findRemovals(proof: Proof, noticedAt: Date): Promise<CountedObject | null> {
    const { load, workshop } = this.#input;
    const { manifest } = load;
    const { search } = proof;
    if (!proof.audit && !search && manifest.mode !== 'full') return null;
    const present = search?.siblings ?? this.#present(proof);
    const held = search ? [search.vanished.path] : [...(await this.#earlierKeys()), ...load.keyFiles];
    const { load_id: loadId, load_date: loadDate, is_simulated: isSimulated } = manifest;
    const path = join(workshop.scratch, 'removals.parquet');
    await workshop.engine.rows(writeRemovalsSql(held, present, { loadId, loadDate, isSimulated, noticedAt }, path));
    return this.#putUnlessEmpty(path, removalsName(loadId));
  }

  async #watermark(proof: Proof): Promise<Watermark | null> {
    const { load, workshop, previous } = this.#input;
    const [row] = await workshop.engine.rows(watermarkSql(this.#present(proof)));
    const mine = row ? notAhead({ updated_at: String(row[0]), id: String(row[1]) }, proof.readAt) : null;
    const before = load.manifest.mode === 'incremental' ? (previous?.watermark ?? null) : null;
    if (!mine || !before) return mine ?? before;
    return Date.parse(before.updated_at) > Date.parse(mine.updated_at) ? before : mine;
  }

  async #settle(proof: Proof, watermark: Watermark, portalRows: number): Promise<SettledRows> {
    const { load, workshop, metadata } = this.#input;
    const before = this.#previousSettled;
    const readFrom = load.manifest.portal?.read_at ?? metadata.readAt.toISOString();
    const until = settledUntil(watermark.updated_at, readFrom);
    // A clock that was put back unsettles nothing.
    const createdUntil = before && before.created_until > until ? before.created_until : until;
    const path = join(workshop.scratch, 'unsettled.parquet');
    await workshop.engine.rows(writeUnsettledSql(this.#present(proof), createdUntil, path));
    const unsettled = await this.#putUnlessEmpty(path, unsettledName(load.manifest.load_id));
    const rows = portalRows - (unsettled?.row_count ?? 0);
    const ledger = await keepLedger(this.#input, proof, this.#present(proof), { before, createdUntil, rows });
    return { created_until: createdUntil, rows, unsettled, ledger };
  }

  /** What the load builds upon, where it does. */
  get #previousSettled(): SettledRows | null {
    const { load, previous } = this.#input;
    return load.manifest.mode === 'incremental' ? (previous?.settled ?? null) : null;
  }

  /** The newest report known: of the rows looked at, or of an earlier load. */
  async #newestReport(proof: Proof): Promise<string | null> {
    const { workshop, previous } = this.#input;
    if (!workshop.plan.hasReportDates) return null;
    const sql = newestReportSql(this.#present(proof), textOfInstant(proof.readAt.getTime()));
    const [row] = await workshop.engine.rows(sql);
    const instant = typeof row?.[0] === 'string' ? instantOfText(row[0]) : undefined;
    const mine = instant === undefined ? null : new Date(instant).toISOString();
    const before = proof.audit ? null : (previous?.newest_report ?? null);
    return mine !== null && before !== null && before > mine ? before : (mine ?? before);
  }

  async #putUnlessEmpty(path: string, name: string): Promise<CountedObject | null> {
    const { engine, lake } = this.#input.workshop;
    const [count] = await engine.rows(rowCountSql(path));
    const rows = Number(count?.[0]);
    return rows === 0 ? null : putPart(lake, { path, rows }, name);
  }
}
