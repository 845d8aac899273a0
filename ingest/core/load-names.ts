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

/** Directory of all loads of offenses. */
export const LOADS_FOLDER = 'spd_offenses/';

/** Directory of one load, ending in a slash. */
export const loadFolder = (loadId: string): string => `${LOADS_FOLDER}load_id=${loadId}/`;

export const partName = (loadId: string, index: number): string =>
  `${loadFolder(loadId)}part-${String(index).padStart(5, '0')}.parquet`;

export const quarantineName = (loadId: string): string => `${loadFolder(loadId)}quarantine.parquet`;

/** Written last: a load without it does not exist. */
export const manifestName = (loadId: string): string => `${loadFolder(loadId)}manifest.json`;

/** Id of the n-th attempt (from 1) to load into the table; quarantine jobs have names of their own. */
export const loadJobId = (loadId: string, table: string, attempt: number): string =>
  table === 'spd_offenses' ? `load_${loadId}_${attempt}` : `load_${loadId}_${table}_${attempt}`;
