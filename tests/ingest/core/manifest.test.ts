import { loadFolder } from '../../../ingest/core/load-names.ts';
import { expect } from 'chai';
import {
  type Manifest,
  NO_PORTAL,
  objectsOf,
  parseManifest,
  parseProgress,
  printManifest,
  printProgress,
} from '../../../ingest/core/manifest.ts';

const object = (name: string) => ({ name, size: 1, md5Hash: 'm', crc32c: 'c', row_count: 1 });
const manifest: Manifest = {
  ...{ manifest_version: 2, load_id: 'x', load_date: '2026-01-01', mode: 'file' },
  ...{ snapshot_at: '2026-01-01T00:00:00.000Z', feed_shape: 'legacy', schema_fingerprint: '' },
  ...{ source_columns: [{ name: 'a', type: null }], row_count: 1, rejected_count: 1 },
  ...{ parts: [object('p')], keys: [object('k')], quarantine: [object('q')] },
  ...{ source_name: 'f.csv', source_sha256: 's', is_simulated: false, watermark: null, tool: 't', ...NO_PORTAL },
};

describe('parseManifest(text)', () => {
  it('reads what printManifest wrote', () => {
    expect(parseManifest(printManifest(manifest))).to.deep.equal(manifest);
  });

  it('reads the first version as if it were the second', () => {
    const { keys: _keys, ...rest } = manifest;
    const { row_count: _rows, ...quarantine } = object('q');
    const first = { ...rest, manifest_version: 1, source_columns: ['a'], quarantine };
    expect(parseManifest(JSON.stringify(first))).to.deep.equal({ ...manifest, keys: [] });
    expect(parseManifest(JSON.stringify({ ...first, quarantine: null }))?.quarantine).to.deep.equal([]);
  });

  it('refuses other versions and other things', () => {
    const texts = [
      ...['', '{}', '[]', 'null'],
      JSON.stringify({ ...manifest, manifest_version: 3 }),
      JSON.stringify({ ...manifest, parts: [1] }),
      JSON.stringify({ ...manifest, keys: undefined }),
    ];
    for (const text of texts) expect(parseManifest(text), text).to.equal(undefined);
  });
});

describe('parseProgress(text)', () => {
  const portal = { url: 'u', dataset: 'd', name: 'n', rows_updated_at: '', read_at: '', requests: 0 };
  const open: Manifest = {
    ...manifest,
    mode: 'full',
    portal: { ...portal, counts: { before: 1, after: null } },
    request: { after_load: null, changed_after: null, since: null, until: null },
  };

  it('reads what printProgress wrote', () => {
    const progress = { manifest: open, last: { updated_at: 't', id: 'i' } };
    expect(parseProgress(printProgress(progress))).to.deep.equal(progress);
  });

  it('refuses what no portal load has begun', () => {
    expect(parseProgress(printProgress({ manifest, last: null }))).to.equal(undefined);
  });
});

describe('objectsOf(manifest)', () => {
  it('names every object of the load, whatever it holds, and none of an earlier one', () => {
    const whole: Manifest = {
      ...manifest,
      listing: [object('l')],
      removals: object('r'),
      vanished: object('v'),
      settled: {
        ...{ created_until: '', rows: 1, unsettled: object('u') },
        ledger: ['spd_offenses/load_id=earlier/', loadFolder(manifest.load_id)].map((folder) => ({
          first_month: '',
          keys: object(`${folder}g`),
        })),
      },
    };
    const names = objectsOf(whole).map(({ name }) => name);
    expect(names).to.deep.equal(['p', 'k', 'q', 'l', 'r', 'v', 'u', `${loadFolder(manifest.load_id)}g`]);
  });
});
