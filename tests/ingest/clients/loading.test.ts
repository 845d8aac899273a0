import { expect } from 'chai';
import { loadIntoRaw } from '../../../ingest/clients/loading.ts';
import type { JobState, Warehouse } from '../../../ingest/clients/warehouse.ts';
import { NO_PORTAL, type Manifest } from '../../../ingest/core/manifest.ts';
import { WarehouseError } from '../../../ingest/errors.ts';
import { defaultEffects } from '../../../ingest/options.ts';
import { failureOf } from '../portal-fixture.ts';

const object = (name: string) => ({ name, size: 1, md5Hash: 'm', crc32c: 'c', row_count: 1 });
const manifest: Manifest = {
  ...{ manifest_version: 2, load_id: 'file_1', load_date: '2026-01-01', mode: 'file', tool: 't', watermark: null },
  ...{ snapshot_at: '2026-01-01T00:00:00.000Z', feed_shape: 'legacy', schema_fingerprint: '', source_columns: [] },
  ...{ row_count: 1, rejected_count: 0, parts: [object('p')], keys: [object('k')], quarantine: [] },
  ...{ source_name: 'f.csv', source_sha256: 's', is_simulated: false, ...NO_PORTAL },
};
const effects = { ...defaultEffects, log: () => undefined, sleep: () => Promise.resolve() };

/** A warehouse without rows whose jobs end one after the other as given. */
function warehouseOf(ends: readonly JobState[]): Warehouse & { readonly started: string[] } {
  const started: string[] = [];
  return {
    started,
    ensureRaw: () => Promise.resolve(),
    checkKind: () => Promise.resolve(),
    holdsLoad: () => Promise.resolve(false),
    oldestDay: () => Promise.resolve(undefined),
    findJob: (jobId) => Promise.resolve(ends[started.indexOf(jobId)]),
    startLoad: (jobId) => {
      started.push(jobId);
      return Promise.resolve();
    },
  };
}

describe('loadIntoRaw(warehouse, bucket, manifest, effects)', () => {
  const failed: JobState = { state: 'failed', message: 'Error while reading data: part 1, column beat' };

  it('says why a job failed, that nothing is lost, and what to do', async () => {
    const error = await failureOf(loadIntoRaw(warehouseOf([failed]), 'lake', manifest, effects));
    expect(error).to.be.instanceOf(WarehouseError);
    expect(error.message).to.equal(
      'job load_file_1_1: Error while reading data: part 1, column beat\n' +
        'The load lies whole in the lake: once that is mended, the next ingest brings it into raw.spd_offenses.',
    );
  });

  it('begins another job where an earlier one of the load failed', async () => {
    const warehouse = warehouseOf([failed, { state: 'succeeded', message: '' }]);
    warehouse.started.push('load_file_1_1');
    expect(await loadIntoRaw(warehouse, 'lake', manifest, effects)).to.deep.equal(['load_file_1_2']);
  });
});
