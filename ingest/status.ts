import { connectLake } from './clients/lake.ts';
import { findLock } from './clients/lake-lock.ts';
import { landedLoads, loadIds } from './clients/lake-state.ts';
import { describeHolder } from './core/lock.ts';
import { parseLakeAddress } from './core/load-names.ts';
import type { LoadMode, Manifest, Reconciliation, Watermark } from './core/manifest.ts';
import { LakeError } from './errors.ts';
import { type IngestEffects, defaultEffects } from './options.ts';

/** A complete load. */
export interface LoadStatus {
  readonly loadId: string;
  readonly mode: LoadMode;
  readonly source: string;
  readonly snapshotAt: string;
  readonly rows: number;
  readonly quarantined: number;
  readonly removals: number;
}

/** The state of a lake; times are RFC 3339 in UTC. */
export interface IngestStatus {
  /** In the order in which they were completed. */
  readonly loads: readonly LoadStatus[];
  /** Ids of loads that were begun and not completed. */
  readonly interrupted: readonly string[];
  /** Rows of all loads: a row that was seen in several counts in each. */
  readonly rows: number;
  /** Rows that the portal held at the newest load; undefined where there is none from a portal. */
  readonly portalRows: number | undefined;
  readonly watermark: Watermark | undefined;
  /** When the newest offense of all loads was reported. */
  readonly newestReportAt: string | undefined;
  /** Since then, in hours. */
  readonly newestReportAgeHours: number | undefined;
  /** When the portal last changed a row, as of the newest load from one. */
  readonly lastChangeAt: string | undefined;
  /** Since then, in hours. */
  readonly lastChangeAgeHours: number | undefined;
  readonly lastReconciliation: (Reconciliation & { readonly loadId: string }) | undefined;
  /** Newest load that compared all keys, or fetched all rows. */
  readonly lastWhole: { readonly loadId: string; readonly snapshotAt: string } | undefined;
  readonly lastSweep: { readonly loadId: string; readonly snapshotAt: string } | undefined;
  readonly schemaFingerprint: string | undefined;
  readonly isSimulated: boolean | undefined;
  /** Who is ingesting now. */
  readonly lock: string | undefined;
}

const loadStatus = (load: Manifest): LoadStatus => ({
  ...{ loadId: load.load_id, mode: load.mode, source: load.source_name, snapshotAt: load.snapshot_at },
  ...{ rows: load.row_count, quarantined: load.rejected_count, removals: load.removals?.row_count ?? 0 },
});

const newestReport = (loads: readonly Manifest[]): string | undefined =>
  loads
    .flatMap(({ newest_report: time }) => (time === null ? [] : [time]))
    .sort()
    .at(-1);

const place = (load: Manifest | undefined) => load && { loadId: load.load_id, snapshotAt: load.snapshot_at };

/** Reads what the lake says of itself. @throws LakeError */
export async function ingestStatus(
  options: { readonly lake: string; readonly projectId?: string },
  effects: IngestEffects = defaultEffects,
): Promise<IngestStatus> {
  const address = parseLakeAddress(options.lake);
  if (!address) throw new LakeError(options.lake, 'is no lake: expected gs://BUCKET or gs://BUCKET/PREFIX');
  const lake = connectLake(address, options.projectId, effects);
  const landed = [...(await landedLoads(lake))].sort((left, right) => left.writtenAt - right.writtenAt);
  const loads = landed.map(({ manifest }) => manifest);
  const complete = new Set(loads.map(({ load_id: loadId }) => loadId));
  const fromPortal = loads.filter(({ settled }) => settled !== null);
  const newest = fromPortal.at(-1);
  const reconciled = loads.findLast(({ reconciliation }) => reconciliation !== null);
  const newestReportAt = newestReport(loads);
  const lastChangeAt = newest?.portal?.rows_updated_at;
  const hoursSince = (time: string | undefined): number | undefined =>
    time === undefined ? undefined : Math.round((effects.now() - Date.parse(time)) / 360_000) / 10;
  const lock = await findLock(lake);
  return {
    loads: loads.map(loadStatus),
    interrupted: (await loadIds(lake)).filter((loadId) => !complete.has(loadId)),
    rows: loads.reduce((total, { row_count: rows }) => total + rows, 0),
    portalRows: newest?.portal_rows ?? undefined,
    watermark: newest?.watermark ?? undefined,
    ...{ newestReportAt, newestReportAgeHours: hoursSince(newestReportAt) },
    ...{ lastChangeAt, lastChangeAgeHours: hoursSince(lastChangeAt) },
    lastReconciliation: reconciled?.reconciliation
      ? { loadId: reconciled.load_id, ...reconciled.reconciliation }
      : undefined,
    lastWhole: place(loads.findLast(({ mode, listing }) => mode === 'full' || listing !== null)),
    lastSweep: place(loads.findLast(({ mode }) => mode === 'sweep')),
    schemaFingerprint: (newest ?? loads.at(-1))?.schema_fingerprint,
    isSimulated: loads.at(-1)?.is_simulated,
    lock: lock && describeHolder(lock.record),
  };
}
