import type { FeedShape } from './feed-shapes.ts';

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

/** What a load is: written last, beside its parts. Times are RFC 3339 in UTC. */
export interface Manifest {
  readonly manifest_version: 1;
  readonly load_id: string;
  readonly load_date: string;
  readonly mode: 'file' | 'full' | 'incremental' | 'window';
  readonly snapshot_at: string;
  readonly feed_shape: FeedShape;
  /** SHA-256 of the source's column names in order, in hex: a change is a change of the feed. */
  readonly schema_fingerprint: string;
  readonly source_columns: readonly string[];
  readonly row_count: number;
  readonly rejected_count: number;
  readonly parts: readonly (ManifestObject & { readonly row_count: number })[];
  readonly quarantine: ManifestObject | null;
  readonly source_name: string;
  /** Of the uncompressed content, in hex. */
  readonly source_sha256: string;
  readonly is_simulated: boolean;
  /** Newest `(:updated_at, :id)` of the load; null where the source gives none, as files do. */
  readonly watermark: { readonly updated_at: string; readonly id: string } | null;
  readonly tool: string;
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

/** Reads a manifest; undefined where the text is none, or one of a version that this code does not know. */
export function parseManifest(text: string): Manifest | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || value['manifest_version'] !== 1) return undefined;
  const given: Readonly<Record<string, unknown>> = value;
  const isTyped = Object.entries(FIELD_TYPES).every(([name, type]) => typeof given[name] === type);
  const { feed_shape: shape, parts, quarantine } = given;
  const isShaped = (shape === 'legacy' || shape === 'current') && Array.isArray(parts) && parts.every(isManifestObject);
  return isTyped && isShaped && (quarantine === null || isManifestObject(quarantine))
    ? (value as unknown as Manifest)
    : undefined;
}

/** As it is written: the same manifest gives the same bytes. */
export const printManifest = (manifest: Manifest): string => `${JSON.stringify(manifest, null, 2)}\n`;
