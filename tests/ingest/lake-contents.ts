import type { BigQuery } from '@google-cloud/bigquery';
import type { Bucket } from '@google-cloud/storage';
import { expect } from 'chai';
import { type Manifest, objectsOf, parseManifest } from '../../ingest/core/manifest.ts';

/** What a finished run leaves of the lake. */
export interface LakeContents {
  /** Of all loads. */
  readonly manifests: readonly Manifest[];
  /** Objects that no manifest names: locks, progress, parts of loads that do not exist. */
  readonly orphans: readonly string[];
  /** Objects that a manifest names and that are not there. */
  readonly lost: readonly string[];
}

/** Reads the lake below a prefix, which is empty or ends in a slash. */
export async function readLake(bucket: Bucket, prefix = ''): Promise<LakeContents> {
  const [files] = await bucket.getFiles({ prefix });
  const names = files.map(({ name }) => name);
  const manifests: Manifest[] = [];
  for (const file of files.filter(({ name }) => name.endsWith('/manifest.json'))) {
    const manifest = parseManifest((await file.download())[0].toString());
    if (!manifest) throw new Error(`${file.name} cannot be read`);
    manifests.push(manifest);
  }
  const named = new Set(manifests.flatMap((manifest) => objectsOf(manifest).map(({ name }) => name)));
  return {
    manifests,
    orphans: names.filter((name) => !named.has(name) && !name.endsWith('/manifest.json')),
    lost: [...named].filter((name) => !names.includes(name)),
  };
}

const RAW_TABLES = ['spd_offenses', 'spd_quarantine', 'spd_removals'] as const;

/** Expects raw to hold the rows of each load once, as its manifest counts them. */
export async function expectLoadedOnce(bigquery: BigQuery, manifests: readonly Manifest[]): Promise<void> {
  const counts = RAW_TABLES.map(
    (table) => `select '${table}' as t, load_id, count(*) as n from raw.${table} group by load_id`,
  );
  const [rows] = await bigquery.query({ query: counts.join(' union all '), location: 'US' });
  const loadIds = new Set(manifests.map(({ load_id: loadId }) => loadId));
  const held = (rows as readonly { t: string; load_id: string; n: number }[])
    .filter(({ load_id: loadId }) => loadIds.has(loadId))
    .map(({ t, load_id: loadId, n }) => `${loadId} ${t} ${n}`);
  const due = manifests.flatMap(({ load_id: loadId, row_count: offenses, rejected_count: rejected, removals }) =>
    [offenses, rejected, removals?.row_count ?? 0]
      .map((count, index) => ({ count, line: `${loadId} ${RAW_TABLES[index] ?? ''} ${count}` }))
      .flatMap(({ count, line }) => (count === 0 ? [] : line)),
  );
  expect(held.sort()).to.deep.equal(due.sort());
}
