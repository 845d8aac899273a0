import { expect } from 'chai';
import { type LandedLoad, inventoryOf } from '../../../ingest/core/inventory.ts';
import { type Manifest, NO_PORTAL } from '../../../ingest/core/manifest.ts';

const object = (name: string) => ({ name, size: 1, md5Hash: 'm', crc32c: 'c', row_count: 1 });
const landed = (
  writtenAt: number,
  loadId: string,
  mode: Manifest['mode'],
  more: Partial<Manifest> = {},
): LandedLoad => ({
  writtenAt,
  manifest: {
    ...NO_PORTAL,
    ...{ manifest_version: 2, load_id: loadId, load_date: '', mode, snapshot_at: '', feed_shape: 'current' },
    ...{ schema_fingerprint: '', source_columns: [], row_count: 1, rejected_count: 0, quarantine: [] },
    ...{ parts: [object(`part of ${loadId}`)], keys: [object(`keys of ${loadId}`)], source_name: '' },
    ...{ source_sha256: null, is_simulated: false, watermark: null, tool: '' },
    ...more,
  },
});
const names = (objects: readonly { readonly name: string }[]): string[] => objects.map(({ name }) => name);

describe('inventoryOf(loads)', () => {
  it('begins with the newest load that lists all, and takes what came after, files too', () => {
    const loads = [
      landed(4, 'd', 'file'),
      landed(1, 'a', 'full'),
      landed(3, 'c', 'incremental'),
      landed(2, 'b', 'incremental', { listing: [object('listing of b')] }),
    ];
    const { base, keys, parts } = inventoryOf(loads);
    expect([base, names(keys), parts]).to.deep.equal(['b', ['listing of b', 'keys of c', 'keys of d'], []]);
  });

  it('takes everything where no load lists all, and reads keys from parts that have none', () => {
    const { base, keys, parts } = inventoryOf([landed(1, 'a', 'file', { keys: [] }), landed(2, 'b', 'window')]);
    expect([base, names(keys), names(parts)]).to.deep.equal([undefined, ['keys of b'], ['part of a']]);
  });
});
