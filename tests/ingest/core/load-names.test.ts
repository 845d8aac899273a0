import { expect } from 'chai';
import {
  fileLoadId,
  loadJobId,
  parseLakeAddress,
  partName,
  portalLoadId,
  startOfLoad,
} from '../../../ingest/core/load-names.ts';

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

describe('portalLoadId(mode, now, random)', () => {
  const now = Date.UTC(2026, 2, 4, 5, 6, 7, 89);

  it('names the mode, the time and a suffix', () => {
    expect(portalLoadId('full', now, 0.5)).to.equal('full_20260304T050607089Z_8000');
    expect(portalLoadId('sweep', now, 0)).to.equal('sweep_20260304T050607089Z_0000');
  });

  it('tells its time again, which no file has', () => {
    expect(startOfLoad(portalLoadId('incremental', now, 0.999))).to.equal(now);
    expect(startOfLoad(fileLoadId('ab'.repeat(32)))).to.equal(undefined);
  });
});
