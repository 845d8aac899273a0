import { basename } from 'node:path';
import { withEngine } from './clients/duckdb.ts';
import { type Lake, connectLake } from './clients/lake.ts';
import { withLakeLock } from './clients/lake-lock.ts';
import { type LakeState, readLakeState, removeLoad } from './clients/lake-state.ts';
import { checkLakeKind } from './clients/landing.ts';
import { OpenLoad, type Workshop } from './clients/open-load.ts';
import { makePortalLoad } from './clients/portal-load.ts';
import { type RawRoute, bringIntoRaw, finishEarlierLoads } from './clients/raw-loads.ts';
import { withScratchFolder } from './clients/scratch-folder.ts';
import { connectWarehouse } from './clients/warehouse.ts';
import { type Decision, type DecisionInput, decideLoad } from './core/load-decision.ts';
import { loadFolder, parseLakeAddress, portalLoadId, progressName } from './core/load-names.ts';
import { type Manifest, NO_PORTAL } from './core/manifest.ts';
import { conditionOf } from './core/reconciliation.ts';
import { LakeError, PortalRequestError, ReconciliationError, SourceError } from './errors.ts';
import { type IngestEffects, defaultEffects } from './options.ts';
import type { PortalIngestOptions, PortalIngestSummary } from './portal-options.ts';
import { readMapping } from './portal/column-mapping.ts';
import { CHECK_MEGABYTES, connectPortal } from './portal/connect-portal.ts';
import { describeDrift, printDrift } from './portal/drift.ts';
import { type PortalPlan, planPortal } from './portal/portal-plan.ts';
import type { Portal, PortalMetadata } from './portal/portal.ts';
import { TOOL_VERSION } from './tool-version.ts';

/** What converting a page takes of the raw table's 40 columns, measured, in megabytes. */
const CONVERT_MEGABYTES = 128;

/** Keys in a part of the ledger: a few hundred kilobytes. */
const LEDGER_KEYS = 10_000;

const BEHIND = 'the portal answered from a copy that lacks its newest changes: load again later to have them';

/** What is left of the memory for converting and comparing: pages are looked at meanwhile. */
const besideChecks = (megabytes: number): number =>
  Math.max(megabytes - CHECK_MEGABYTES, Math.min(megabytes, CONVERT_MEGABYTES));

type Load = Extract<Decision, { readonly action: 'load' }>;

/**
 * Brings the lake and raw to what a portal has: by its changes, whole, or by a comparison of all keys. What is published
 * has been proven complete. Interrupted anywhere, the next call goes on; called again with nothing changed, it adds nothing.
 * @throws PortalError where the portal fails, SourceError where it does not have the feed's columns
 * @throws PortalRequestError where it cannot be had in the mode asked for
 * @throws ReconciliationError where the portal's counts and rows do not come together; nothing is published then
 * @throws LakeError, LakeLockedError, WarehouseError
 */
export async function ingestPortal(
  options: PortalIngestOptions,
  effects: IngestEffects = defaultEffects,
): Promise<PortalIngestSummary> {
  const address = parseLakeAddress(options.lake);
  if (!address) throw new LakeError(options.lake, 'is no lake: expected gs://BUCKET or gs://BUCKET/PREFIX');
  const mode = options.mode ?? 'auto';
  const isWindow = options.since !== undefined || options.until !== undefined;
  if (isWindow !== (mode === 'window') && mode !== 'auto') {
    throw new PortalRequestError(
      `A window of offense dates and mode ${mode} do not go together; leave one of them out`,
    );
  }
  let requests = 0;
  const counting = {
    ...effects,
    trace: (message: string) => {
      requests += 1;
      effects.trace?.(message);
    },
  };
  const { portal: url, dataset, token, limits } = options;
  const portal = connectPortal({
    ...{ url, dataset, effects: counting },
    ...(token !== undefined && { token }),
    ...(limits && { limits }),
  });
  const lake = connectLake(address, options.projectId, effects);
  const warehouse = connectWarehouse(options.projectId, options.location, effects);
  const run = new PortalRun(options, effects, portal, { lake, address, warehouse, effects }, () => requests);
  try {
    return await run.run(isWindow ? 'window' : mode);
  } finally {
    portal.close();
  }
}

/** One call: what it has learned so far, and the steps in their order. */
class PortalRun {
  readonly #options: PortalIngestOptions;
  readonly #effects: IngestEffects;
  readonly #portal: Portal;
  readonly #route: RawRoute;
  readonly #lake: Lake;
  readonly #requests: () => number;
  #warnings: readonly string[] = [];

  constructor(
    options: PortalIngestOptions,
    effects: IngestEffects,
    portal: Portal,
    route: RawRoute,
    requests: () => number,
  ) {
    this.#options = options;
    this.#effects = effects;
    this.#portal = portal;
    this.#route = route;
    this.#lake = route.lake;
    this.#requests = requests;
  }

  async run(requested: DecisionInput['requested']): Promise<PortalIngestSummary> {
    const { projectId, isDryRun } = this.#options;
    const { isSimulated } = await this.#portal.metadata();
    await this.#checkKind(isSimulated);
    if (isDryRun === true) return this.#plan(requested);
    return withLakeLock(this.#route.address, projectId, this.#effects, ({ assertHeld }) =>
      this.#load(requested, isSimulated, assertHeld),
    );
  }

  async #checkKind(isSimulated: boolean): Promise<void> {
    await checkLakeKind(this.#lake, isSimulated);
    await this.#route.warehouse.checkKind(isSimulated);
  }

  /** What would be done, writing nothing. */
  async #plan(requested: DecisionInput['requested']): Promise<PortalIngestSummary> {
    const state = await readLakeState(this.#lake, this.#options.dataset);
    const { metadata, plan } = await this.#look(state);
    const decision = await this.#decide(requested, state, metadata, plan);
    if (decision.action !== 'load') return this.#nothing(decision.reason, metadata, plan, state.newest, []);
    const where = conditionOf(decision.request, plan.startField);
    const rows = decision.mode === 'sweep' ? 0 : await this.#portal.count(where);
    const held = decision.resumed?.manifest;
    return {
      ...this.#common(metadata, plan),
      ...{ outcome: 'planned', mode: decision.mode, reason: decision.reason, loadId: held?.load_id },
      ...{ rows: Math.max(rows - (held?.row_count ?? 0), 0), quarantined: 0, removals: 0 },
      ...{
        portalRows: await this.#portal.count(),
        isResumed: held !== undefined,
        isAudited: decision.mode === 'sweep',
      },
      ...{ address: undefined, jobs: [] },
    };
  }

  async #load(
    requested: DecisionInput['requested'],
    isSimulated: boolean,
    assertHeld: () => void,
  ): Promise<PortalIngestSummary> {
    const { warehouse } = this.#route;
    // Another run may have begun with rows of the other kind since.
    await this.#checkKind(isSimulated);
    const state = await readLakeState(this.#lake, this.#options.dataset);
    await this.#clear(state.newestOfAll);
    await warehouse.ensureRaw();
    const finished = await finishEarlierLoads(this.#route, state.newestOfAll);
    const { metadata, plan } = await this.#look(state);
    const decision = await this.#decide(requested, state, metadata, plan);
    await this.#drop(state, decision);
    if (decision.action !== 'load') return this.#nothing(decision.reason, metadata, plan, state.newest, finished);
    const made = await this.#make(decision, state, metadata, plan, assertHeld).catch(async (error: unknown) => {
      if (!(error instanceof ReconciliationError) || requested !== 'auto' || decision.mode !== 'incremental')
        throw error;
      return this.#makeWhole(error, metadata, plan, assertHeld);
    });
    const { manifest, mode, reason } = made;
    const jobs = await bringIntoRaw(this.#route, manifest);
    const { request: _request, portal: facts, reconciliation, removals, portal_rows: portalRows } = manifest;
    return {
      ...this.#common(metadata, plan),
      warnings: [...this.#warnings, ...(reconciliation?.is_behind === true ? [BEHIND] : [])],
      ...{ outcome: 'loaded', mode, reason, loadId: manifest.load_id, snapshotAt: new Date(manifest.snapshot_at) },
      ...{ rows: manifest.row_count, quarantined: manifest.rejected_count, removals: removals?.row_count ?? 0 },
      portalRows: portalRows ?? facts?.counts.after ?? undefined,
      ...{ isResumed: decision.resumed !== undefined, isAudited: reconciliation?.is_audited ?? false },
      ...{ address: this.#lake.addressOf(loadFolder(manifest.load_id)), jobs: [...finished, ...jobs] },
    };
  }

  /** After an incremental load that did not come out even: all rows, in a load of their own. */
  async #makeWhole(
    error: ReconciliationError,
    before: PortalMetadata,
    plan: PortalPlan,
    assertHeld: () => void,
  ): Promise<{ manifest: Manifest; mode: Load['mode']; reason: string }> {
    this.#effects.log(`${error.message}; loading all rows instead`);
    assertHeld();
    await removeLoad(this.#lake, error.loadId);
    const state = await readLakeState(this.#lake, this.#options.dataset);
    const metadata = await this.#portal.metadata();
    const decision = await this.#decide('full', state, { ...before, ...metadata }, plan);
    if (decision.action !== 'load') throw error;
    const reason = 'the changes alone did not add up to what the portal counts';
    return this.#make({ ...decision, reason }, state, metadata, plan, assertHeld);
  }

  /** The portal as it is now, and what its columns mean. */
  async #look({ newest }: LakeState): Promise<{ metadata: PortalMetadata; plan: PortalPlan }> {
    const metadata = await this.#portal.metadata();
    const { mapping } = this.#options;
    const plan = planPortal(metadata.columns, mapping === undefined ? undefined : await readMapping(mapping));
    const now = metadata.columns.map(({ fieldName, type }) => ({ name: fieldName, type }));
    const drift = newest ? printDrift(describeDrift(newest.source_columns, now)) : [];
    if ('explanation' in plan) {
      const since = drift.length === 0 ? '' : `\n  Since load ${newest?.load_id ?? ''}: ${drift.join('; ')}`;
      throw new SourceError('wrong-header', this.#portal.address, `${plan.explanation}${since}`);
    }
    this.#warnings = [...drift, ...plan.warnings];
    return { metadata, plan };
  }

  async #decide(
    requested: DecisionInput['requested'],
    { newest, interrupted }: LakeState,
    { rowsUpdatedAt, isSimulated }: PortalMetadata,
    { fingerprint }: PortalPlan,
  ): Promise<Exclude<Decision, { readonly action: 'count' | 'refuse' }>> {
    const { dataset, since, until } = this.#options;
    const progress = interrupted.find((each) => each.progress !== undefined)?.progress;
    const input = {
      requested,
      newest,
      interrupted: progress,
      dataset,
      fingerprint,
      isSimulated,
      rowsUpdatedAt,
      oldestDay: progress && (await this.#route.warehouse.oldestDay('spd_offenses')),
      since,
      until,
    };
    let decision = decideLoad({ ...input, counts: undefined });
    if (decision.action === 'count') {
      const changed = `:updated_at > '${newest?.watermark?.updated_at ?? ''}'`;
      const counts = { all: await this.#portal.count(), beyondWatermark: await this.#portal.count(changed) };
      decision = decideLoad({ ...input, counts });
    }
    if (decision.action === 'load' || decision.action === 'nothing') return decision;
    throw new PortalRequestError(`Cannot load ${requested}: ${decision.action === 'refuse' ? decision.reason : ''}`);
  }

  /** Removes interrupted loads that are not gone on with. */
  async #drop({ interrupted }: LakeState, decision: Decision): Promise<void> {
    const resumed = decision.action === 'load' ? decision.resumed?.manifest.load_id : undefined;
    const why = (decision.action === 'load' ? decision.dropped : undefined) ?? 'nothing of it can be gone on with';
    for (const { loadId } of interrupted) {
      if (loadId === resumed) continue;
      this.#effects.log(`Dropping load ${loadId}, which was interrupted: ${why}`);
      await removeLoad(this.#lake, loadId);
    }
  }

  /** Removes the progress of a load that was published all the same. */
  async #clear(newest: Manifest | undefined): Promise<void> {
    const left = newest && (await this.#lake.find(progressName(newest.load_id)));
    if (left) await this.#lake.remove(left);
  }

  async #make(
    decision: Load,
    state: LakeState,
    metadata: PortalMetadata,
    plan: PortalPlan,
    assertHeld: () => void,
  ): Promise<{ manifest: Manifest; mode: Load['mode']; reason: string }> {
    const { temporaryDirectory, memoryLimitMegabytes, ledgerKeys = LEDGER_KEYS } = this.#options;
    const { mode, reason } = decision;
    this.#effects.log(`Loading ${mode} from ${this.#portal.address}: ${reason}`);
    const manifest = await withScratchFolder(temporaryDirectory, (scratch) =>
      withEngine(besideChecks(memoryLimitMegabytes), scratch, async (engine) => {
        const workshop = { lake: this.#lake, engine, plan, scratch, ledgerKeys };
        const load = await this.#open(workshop, decision, state, metadata);
        return makePortalLoad({
          ...{ workshop, portal: this.#portal, load, previous: state.newest, effects: this.#effects, assertHeld },
          ...{ metadata, requests: this.#requests },
        });
      }),
    );
    return { manifest, mode, reason };
  }

  async #open(workshop: Workshop, decision: Load, state: LakeState, metadata: PortalMetadata): Promise<OpenLoad> {
    const { resumed } = decision;
    if (resumed) {
      const { load_id: loadId, row_count: rows } = resumed.manifest;
      const load = await OpenLoad.resume(workshop, resumed);
      if (load) {
        this.#effects.log(`Going on with load ${loadId}, which holds ${rows} rows`);
        return load;
      }
      this.#effects.log(`Dropping load ${loadId}, which was interrupted: a part of it is not what it was`);
      await removeLoad(this.#lake, loadId);
    }
    return OpenLoad.begin(workshop, await this.#newManifest(workshop.plan, decision, state, metadata));
  }

  async #newManifest(plan: PortalPlan, decision: Load, state: LakeState, metadata: PortalMetadata): Promise<Manifest> {
    const { portal: url, dataset, mapping } = this.#options;
    const now = Math.max(this.#effects.now(), state.lastStart + 1);
    // A load tells of a later moment than the one before it, though the portal's clock shows whole seconds.
    const noticed = [state.newest, state.newestOfAll].map((load) => Date.parse(load?.noticed_at ?? '') || 0);
    const snapshotAt = new Date(Math.max(metadata.readAt.getTime(), ...noticed.map((time) => time + 1)));
    const where = decision.mode === 'sweep' ? undefined : conditionOf(decision.request, plan.startField);
    const facts = {
      ...{ url, dataset, name: metadata.name, requests: 0 },
      rows_updated_at: metadata.rowsUpdatedAt.toISOString(),
      read_at: metadata.readAt.toISOString(),
      counts: { before: await this.#portal.count(where), after: null },
    };
    return {
      ...NO_PORTAL,
      ...{
        manifest_version: 2,
        load_id: portalLoadId(decision.mode, now, this.#effects.random()),
        mode: decision.mode,
      },
      ...{ load_date: new Date(now).toISOString().slice(0, 10), snapshot_at: snapshotAt.toISOString() },
      ...{ feed_shape: plan.shape, schema_fingerprint: plan.fingerprint },
      source_columns: metadata.columns.map(({ fieldName, type }) => ({ name: fieldName, type })),
      ...{ row_count: 0, rejected_count: 0, parts: [], keys: [], quarantine: [] },
      ...{ source_name: this.#portal.address, source_sha256: null, is_simulated: metadata.isSimulated },
      ...{ watermark: null, tool: TOOL_VERSION, portal: facts, request: decision.request },
      mapping: mapping === undefined ? null : basename(mapping),
    };
  }

  #common({ readAt, isSimulated }: PortalMetadata, { shape }: PortalPlan) {
    return {
      ...{ source: this.#portal.address, feedShape: shape, isSimulated, snapshotAt: readAt },
      ...{ requests: this.#requests(), warnings: this.#warnings },
    };
  }

  #nothing(
    reason: string,
    metadata: PortalMetadata,
    plan: PortalPlan,
    newest: Manifest | undefined,
    jobs: readonly string[],
  ): PortalIngestSummary {
    return {
      ...this.#common(metadata, plan),
      ...{ outcome: jobs.length > 0 ? 'completed' : 'nothing-to-do', mode: undefined, reason },
      ...{
        loadId: newest?.load_id,
        rows: 0,
        quarantined: 0,
        removals: 0,
        portalRows: newest?.portal_rows ?? undefined,
      },
      ...{ isResumed: false, isAudited: false, address: undefined, jobs },
    };
  }
}
