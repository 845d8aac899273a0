import type { FeedShape } from './feed-shapes.ts';
import { loadFolder } from './load-names.ts';

/** An object of a load and what it must look like. */
export interface ManifestObject {
  /** Within the bucket. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Base64, as Cloud Storage gives them. */
  readonly md5Hash: string;
  readonly crc32c: string;
}

/** An object that holds rows. */
export interface CountedObject extends ManifestObject {
  readonly row_count: number;
}

/** How a load was made: from a file, or from the portal. */
export type LoadMode = 'file' | PortalMode;

/** All rows; those that changed; those of a span of offense dates; what a comparison of all keys finds. */
export type PortalMode = 'full' | 'incremental' | 'window' | 'sweep';

/** A row's place in the order of changes, as the portal prints it. */
export interface Watermark {
  readonly updated_at: string;
  readonly id: string;
}

/** What the portal said of itself around a load. */
export interface PortalFacts {
  readonly url: string;
  readonly dataset: string;
  /** The dataset's name for people. */
  readonly name: string;
  /** Last change of any row, as the portal had it before the load read its first row. */
  readonly rows_updated_at: string;
  /** The portal's clock when it said so. */
  readonly read_at: string;
  /** Rows that the portal counted before and after; of a window those in it. */
  readonly counts: { readonly before: number; readonly after: number | null };
  /** Answers that the load took. */
  readonly requests: number;
}

/** What a portal load is tied to, so that an interrupted one goes on only where it still fits. */
export interface LoadRequest {
  /** The portal load that this one builds upon; null where it needs none. */
  readonly after_load: string | null;
  /** Rows changed later than this are asked for; null where all are. */
  readonly changed_after: string | null;
  /** First and last day of the window, `YYYY-MM-DD`. */
  readonly since: string | null;
  readonly until: string | null;
}

/** A number of rows that the portal counted, and that of rows held. */
export interface Comparison {
  /** What was counted, as a condition in SoQL; empty for all rows. */
  readonly where: string;
  readonly portal: number;
  readonly held: number;
}

/** The proof that a load is complete. */
export interface Reconciliation {
  /** What was compared last; all of them agree. */
  readonly comparisons: readonly Comparison[];
  /** Times that changes made meanwhile were fetched before all agreed. */
  readonly catch_ups: number;
  /** Whether all keys of the portal were listed and compared one by one. */
  readonly is_audited: boolean;
  /** Rows that only a comparison of keys found, and that were fetched then. */
  readonly missing_fetched: number;
  /** Row identifiers that were held and that the portal no longer has. */
  readonly vanished: number;
  /** Whether the portal said that it answered from a copy that lacks its newest changes: the next load brings them. */
  readonly is_behind: boolean;
}

/**
 * Rows that no later load expects to see again unless they are edited: those created up to a moment. The next
 * incremental load asks the portal to count them, so removals show without reading history.
 */
export interface SettledRows {
  readonly created_until: string;
  readonly rows: number;
  /** Keys of the rows created later; null where there are none. */
  readonly unsettled: CountedObject | null;
  /** Keys of the settled rows by the month of their report; null where they are not kept so. */
  readonly ledger: readonly LedgerPart[] | null;
}

/**
 * Keys of the settled rows that were reported in some months: from the first one until that of the next part. It may be
 * an object of an earlier load. The first part begins before all months, with the rows that have no report time.
 */
export interface LedgerPart {
  /** `YYYY-MM`; empty in the first part. */
  readonly first_month: string;
  readonly keys: CountedObject;
}

/** What a load is: written last, beside its parts. Times are RFC 3339 in UTC. */
export interface Manifest {
  readonly manifest_version: 2;
  readonly load_id: string;
  readonly load_date: string;
  readonly mode: LoadMode;
  readonly snapshot_at: string;
  readonly feed_shape: FeedShape;
  /** SHA-256 in hex of the source's column names (of a portal: and types): a change is a change of the feed. */
  readonly schema_fingerprint: string;
  /** The source's columns; a file's have no types. */
  readonly source_columns: readonly { readonly name: string; readonly type: string | null }[];
  readonly row_count: number;
  readonly rejected_count: number;
  readonly parts: readonly CountedObject[];
  /** Of the rows, those quarantined too: `socrata_id`, `offense_id`, `socrata_created_at`, `socrata_updated_at`, `reported_at`. */
  readonly keys: readonly CountedObject[];
  readonly quarantine: readonly CountedObject[];
  readonly source_name: string;
  /** Of the uncompressed content, in hex; null for portal loads. */
  readonly source_sha256: string | null;
  readonly is_simulated: boolean;
  /** Newest `(:updated_at, :id)` seen up to this load; null where the source gives none, as files do. */
  readonly watermark: Watermark | null;
  readonly tool: string;
  /** The parts below are null for files. */
  readonly portal: PortalFacts | null;
  readonly request: LoadRequest | null;
  /** Name of the mapping file that was used. */
  readonly mapping: string | null;
  /** Rows that the portal held when the load was complete; null for files and windows. */
  readonly portal_rows: number | null;
  readonly settled: SettledRows | null;
  readonly reconciliation: Reconciliation | null;
  /** Every key that the portal had, where all were listed: the keys then begin a new inventory. */
  readonly listing: readonly CountedObject[] | null;
  /** Offenses that the portal no longer has, in the columns of `raw.spd_removals`. */
  readonly removals: CountedObject | null;
  /** Keys of rows that earlier loads hold and that this one found gone without listing all. */
  readonly vanished: CountedObject | null;
  /** When the newest offense known by this load was reported; null where the source gives no times of reports. */
  readonly newest_report: string | null;
  /** Latest moment that the load's rows tell of; the next load's is later. */
  readonly noticed_at: string | null;
}

/** The manifest of a portal load to be: rewritten after each page, removed once the manifest is there. */
export interface Progress {
  readonly manifest: Manifest;
  /** Last row of the last page that is in a part; null before the first. */
  readonly last: Watermark | null;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isManifestObject = (value: unknown): boolean =>
  isRecord(value) &&
  typeof value['name'] === 'string' &&
  typeof value['md5Hash'] === 'string' &&
  typeof value['size'] === 'number';

const FIELD_TYPES = {
  load_id: 'string',
  load_date: 'string',
  snapshot_at: 'string',
  row_count: 'number',
  rejected_count: 'number',
  is_simulated: 'boolean',
} as const;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Version 1 knew files alone: one quarantine at most, no keys, columns without types. */
function fromFirstVersion(given: Readonly<Record<string, unknown>>): unknown {
  const { quarantine, source_columns: columns, rejected_count: rejected } = given;
  return {
    ...given,
    manifest_version: 2,
    source_columns: Array.isArray(columns) ? columns.map((name: unknown) => ({ name, type: null })) : columns,
    quarantine: isRecord(quarantine) ? [{ ...quarantine, row_count: rejected }] : [],
    keys: [],
    ...NO_PORTAL,
  };
}

/** The fields that only portal loads fill. */
export const NO_PORTAL = {
  portal: null,
  request: null,
  mapping: null,
  portal_rows: null,
  settled: null,
  reconciliation: null,
  listing: null,
  removals: null,
  vanished: null,
  newest_report: null,
  noticed_at: null,
} as const;

function asManifest(value: unknown): Manifest | undefined {
  if (!isRecord(value)) return undefined;
  const current = value['manifest_version'] === 1 ? fromFirstVersion(value) : value;
  if (!isRecord(current) || current['manifest_version'] !== 2) return undefined;
  const isTyped = Object.entries(FIELD_TYPES).every(([name, type]) => typeof current[name] === type);
  const { feed_shape: shape } = current;
  const isShaped =
    (shape === 'legacy' || shape === 'current') &&
    [current['parts'], current['keys'], current['quarantine']].every(
      (objects) => Array.isArray(objects) && objects.every(isManifestObject),
    );
  if (!isTyped || !isShaped) return undefined;
  // Loads made before some fields were known lack them.
  const { settled } = current;
  const whole = { ...NO_PORTAL, ...current, settled: isRecord(settled) ? { ledger: null, ...settled } : null };
  return whole as unknown as Manifest;
}

/**
 * Reads a manifest, one of the first version as if it were of the second; undefined where the text is none, or one of
 * a version that this code does not know.
 */
export const parseManifest = (text: string): Manifest | undefined => asManifest(parseJson(text));

/** Reads the progress of a load; undefined where the text is none that this code can go on from. */
export function parseProgress(text: string): Progress | undefined {
  const value = parseJson(text);
  if (!isRecord(value)) return undefined;
  const manifest = asManifest(value['manifest']);
  if (!manifest?.portal || !manifest.request) return undefined;
  return { manifest, last: (value['last'] ?? null) as Watermark | null };
}

/** As it is written: the same manifest gives the same bytes. */
export const printManifest = (manifest: Manifest): string => `${JSON.stringify(manifest, null, 2)}\n`;

export const printProgress = (progress: Progress): string => `${JSON.stringify(progress, null, 2)}\n`;

/** Every object of the load's own folder that the manifest names. */
export const objectsOf = (manifest: Manifest): readonly CountedObject[] => [
  ...manifest.parts,
  ...manifest.keys,
  ...manifest.quarantine,
  ...(manifest.listing ?? []),
  ...[manifest.removals, manifest.vanished, manifest.settled?.unsettled ?? null].filter((object) => object !== null),
  ...(manifest.settled?.ledger ?? [])
    .map(({ keys }) => keys)
    .filter(({ name }) => name.includes(loadFolder(manifest.load_id))),
];
