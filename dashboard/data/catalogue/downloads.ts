import { randomUUID } from 'node:crypto';
import type { BigQuery } from '@google-cloud/bigquery';
import type { Storage } from '@google-cloud/storage';
import type { Download } from '../../catalogue.ts';
import { WarehouseReadError } from '../../errors.ts';
import type { DataFile } from '../loader.ts';
import { inTurns } from './in-turns.ts';
import type { TableField, TableMetadata } from './table-metadata.ts';

/** Where the warehouse can put files for this page: a bucket, and a folder in it (`''`, or ending in `/`). */
export interface Lake {
  readonly storage: Storage;
  readonly bucket: string;
  readonly prefix: string;
}

/** The largest table, by the warehouse's count of its bytes, that the page offers: a site is no place for more. */
export const largestDownload = 25_000_000;

const formats = [
  { format: 'CSV', extension: 'csv', extract: { format: 'CSV' } },
  { format: 'Parquet', extension: 'parquet', extract: { format: 'PARQUET', compression: 'SNAPPY' } },
] as const;

/** Milliseconds between questions whether a job is done; the client's own 500 are long beside a small table's. */
const pollInterval = 100;

/** Why a table has no download, in words that say what to do; null where it has one. */
export function downloadNote(
  table: { readonly dataset: string; readonly name: string; readonly layer: string },
  metadata: TableMetadata | undefined,
  lake: Lake | undefined,
): string | null {
  const query = `npx crime query --csv "select * from ${table.dataset}.${table.name}" > ${table.name}.csv`;
  if (table.layer === 'sources' || table.layer === 'staging')
    return `A step on the way, not offered as a file. ${query}`;
  if (metadata?.type !== 'TABLE') return `No table in the warehouse, so there is no file. ${query}`;
  if (lake === undefined) return `The page was built without a lake to put files into. ${query}`;
  if ((metadata.bytes ?? 0) <= largestDownload) return null;
  return `Of ${megabytes(metadata.bytes ?? 0)} MB, more than the ${megabytes(largestDownload)} that the page offers as a file. ${query}`;
}

const megabytes = (bytes: number): string => String(Math.round(bytes / 1_000_000));

/** CSV has no arrays and structs, as BigQuery's own has none. */
const isFlat = ({ type, mode }: TableField): boolean => type !== 'RECORD' && type !== 'STRUCT' && mode !== 'REPEATED';

/**
 * Writes a table's rows as files of the page: the warehouse extracts them into the lake, from where they are fetched and
 * removed again.
 * @throws WarehouseReadError
 */
export async function writeDownloads(
  warehouse: BigQuery,
  lake: Lake,
  table: { readonly dataset: string; readonly name: string; readonly fields: readonly TableField[] },
  put: (path: string, content: DataFile) => Promise<void>,
): Promise<readonly Download[]> {
  const wanted = formats.filter(({ format }) => format !== 'CSV' || table.fields.every(isFlat));
  const made = new Map<string, Download>();
  // Not `Promise.all`: after a failure the other file is awaited too, so that it leaves nothing in the lake.
  await inTurns(wanted, wanted.length, async ({ format, extension, extract }) => {
    const path = `downloads/${table.name}.${extension}`;
    try {
      const content = await extracted(warehouse, lake, table, extension, extract);
      await put(path, content);
      made.set(format, { format, path, bytes: content.byteLength });
    } catch (error) {
      throw new WarehouseReadError(path, 'failed', error);
    }
  });
  return wanted.flatMap(({ format }) => made.get(format) ?? []);
}

async function extracted(
  warehouse: BigQuery,
  { storage, bucket, prefix }: Lake,
  { dataset, name }: { readonly dataset: string; readonly name: string },
  extension: string,
  options: { readonly format: 'CSV' | 'PARQUET' },
): Promise<Uint8Array> {
  // Beside the loads and below a name of its own: a build that is cut off leaves a file that no other build meets.
  const file = storage.bucket(bucket).file(`${prefix}downloads/${randomUUID()}/${name}.${extension}`);
  try {
    // A copy: the client writes into the options it is given.
    const [job] = await warehouse
      .dataset(dataset)
      .table(name)
      .createExtractJob(file, { ...options });
    job.pollIntervalMs = pollInterval;
    await job.promise();
    const [content] = await file.download();
    return content;
  } finally {
    await file.delete({ ignoreNotFound: true });
  }
}
