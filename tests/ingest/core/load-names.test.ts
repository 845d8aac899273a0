import { expect } from 'chai';
import { fileLoadId, loadJobId, parseLakeAddress, partName } from '../../../ingest/core/load-names.ts';
import { type Manifest, parseManifest, printManifest } from '../../../ingest/core/manifest.ts';

describe('parseLakeAddress(address)', () => {
  it('reads a bucket with and without a prefix', () => {
    expect(parseLakeAddress('gs://seattle-crime-lake')).to.deep.equal({ bucket: 'seattle-crime-lake', prefix: '' });
    expect(parseLakeAddress('gs://seattle-crime-lake/')).to.deep.equal({ bucket: 'seattle-crime-lake', prefix: '' });
    expect(parseLakeAddress('gs://lake/a/b/')).to.deep.equal({ bucket: 'lake', prefix: 'a/b/' });
  });

  it('takes nothing else', () => {
    for (const address of ['', 'lake', 's3://lake', 'gs://', 'gs:///a', 'gs://UPPER/a']) {
      expect(parseLakeAddress(address), address).to.equal(undefined);
    }
  });
});

describe('names of a load', () => {
  const loadId = fileLoadId('ab'.repeat(32));

  it('depend on the content alone', () => {
    expect(loadId).to.equal(`file_${'ab'.repeat(16)}`);
    expect(partName(loadId, 7)).to.equal(`spd_offenses/load_id=${loadId}/part-00007.parquet`);
  });

  it('tell the jobs of both tables apart', () => {
    expect(loadJobId(loadId, 'spd_offenses', 2)).to.equal(`load_${loadId}_2`);
    expect(loadJobId(loadId, 'spd_quarantine', 2)).to.equal(`load_${loadId}_spd_quarantine_2`);
  });
});

describe('parseManifest(text)', () => {
  const manifest: Manifest = {
    ...{
      manifest_version: 1,
      load_id: 'x',
      load_date: '2026-01-01',
      mode: 'file',
      snapshot_at: '2026-01-01T00:00:00.000Z',
    },
    ...{ feed_shape: 'legacy', schema_fingerprint: '', source_columns: [], row_count: 1, rejected_count: 0 },
    parts: [{ name: 'p', size: 1, md5Hash: 'm', crc32c: 'c', row_count: 1 }],
    ...{ quarantine: null, source_name: 'f.csv', source_sha256: 's', is_simulated: false, watermark: null, tool: 't' },
  };

  it('reads what printManifest wrote', () => {
    expect(parseManifest(printManifest(manifest))).to.deep.equal(manifest);
  });

  it('refuses other versions and other things', () => {
    const texts = [
      '',
      '{}',
      '[]',
      'null',
      JSON.stringify({ ...manifest, manifest_version: 2 }),
      JSON.stringify({ ...manifest, parts: [1] }),
    ];
    for (const text of texts) expect(parseManifest(text), text).to.equal(undefined);
  });
});
