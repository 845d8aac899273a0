import type { PortalMode } from './manifest.ts';

/** Where a load's objects are: the bucket, and a prefix that ends in a slash or is empty. */
export interface LakeAddress {
  readonly bucket: string;
  readonly prefix: string;
}

/** Reads `gs://BUCKET[/PREFIX]`; undefined where it is not that. */
export function parseLakeAddress(address: string): LakeAddress | undefined {
  const match = /^gs:\/\/([a-z0-9][a-z0-9._-]{1,220}[a-z0-9])(?:\/(.*?))?\/*$/.exec(address);
  const [, bucket, path = ''] = match ?? [];
  if (bucket === undefined) return undefined;
  return { bucket, prefix: path === '' ? '' : `${path}/` };
}

/** The id of a file's load: the file's content and nothing else, so that the same content is the same load. */
export const fileLoadId = (sha256: string): string => `file_${sha256.slice(0, 32)}`;

/** Id of a portal load that begins at `now` (milliseconds since 1970); `random` is 0 (included) to 1 (excluded). */
export function portalLoadId(mode: PortalMode, now: number, random: number): string {
  const time = new Date(now).toISOString().replace(/[-:.]/g, '');
  const suffix = Math.floor(random * 0x10000)
    .toString(16)
    .padStart(4, '0');
  return `${mode}_${time}_${suffix}`;
}

/** When a portal load began, in milliseconds since 1970; undefined for the id of another load. */
export function startOfLoad(loadId: string): number | undefined {
  const match = /^[a-z]+_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z_[0-9a-f]{4}$/.exec(loadId);
  if (!match) return undefined;
  const [year = 0, month = 0, ...rest] = match.slice(1).map(Number);
  return Date.UTC(year, month - 1, ...rest);
}

/** The load whose directory this is, which ends in a slash; undefined where it is none. */
export const loadOfFolder = (folder: string): string | undefined => /load_id=([^/]+)\/$/.exec(folder)?.[1];

/** Held by whoever writes to the lake. */
export const LOCK_NAME = 'ingest.lock.json';

/** Directory of all loads of offenses. */
export const LOADS_FOLDER = 'spd_offenses/';

/** Directory of one load, ending in a slash. */
export const loadFolder = (loadId: string): string => `${LOADS_FOLDER}load_id=${loadId}/`;

const numbered = (loadId: string, kind: string, index: number): string =>
  `${loadFolder(loadId)}${kind}-${String(index).padStart(5, '0')}.parquet`;

export const partName = (loadId: string, index: number): string => numbered(loadId, 'part', index);

/** Keys of the rows of a part and of what was quarantined with it. */
export const keysName = (loadId: string, index: number): string => numbered(loadId, 'keys', index);

/** Of a file. */
export const quarantineName = (loadId: string): string => `${loadFolder(loadId)}quarantine.parquet`;

/** Of the pages that a part of a portal load was made of. */
export const pageQuarantineName = (loadId: string, index: number): string => numbered(loadId, 'quarantine', index);

/** Keys of all rows that the portal has. */
export const listingName = (loadId: string, index: number): string => numbered(loadId, 'listing', index);

/** Keys of rows too new to be settled. */
export const unsettledName = (loadId: string): string => `${loadFolder(loadId)}unsettled.parquet`;

/** Keys of settled rows, by the month of their report. */
export const ledgerName = (loadId: string, index: number): string => numbered(loadId, 'ledger', index);

/** Keys of rows found gone. */
export const vanishedName = (loadId: string): string => `${loadFolder(loadId)}vanished.parquet`;

export const removalsName = (loadId: string): string => `${loadFolder(loadId)}removals.parquet`;

/** The manifest to be, while a portal load is under way. */
export const progressName = (loadId: string): string => `${loadFolder(loadId)}progress.json`;

/** Written last: a load without it does not exist. */
export const manifestName = (loadId: string): string => `${loadFolder(loadId)}manifest.json`;

/** Id of the n-th attempt (from 1) to load into the table; quarantine jobs have names of their own. */
export const loadJobId = (loadId: string, table: string, attempt: number): string =>
  table === 'spd_offenses' ? `load_${loadId}_${attempt}` : `load_${loadId}_${table}_${attempt}`;
