import { expect } from 'chai';
import { connectLake, type Lake } from '../../../ingest/clients/lake.ts';
import { removeLoad } from '../../../ingest/clients/lake-state.ts';
import { manifestName, partName, progressName } from '../../../ingest/core/load-names.ts';
import { LakeError } from '../../../ingest/errors.ts';
import { defaultEffects } from '../../../ingest/options.ts';
import { type StorageFixture, startStorageFixture } from '../../local/storage/storage-fixture.ts';

const LOAD = 'full_20260701T000000000Z_0000';

describe('removeLoad(lake, loadId)', () => {
  let storage: StorageFixture;
  let lake: Lake;

  before(async () => {
    storage = await startStorageFixture();
    const outer = process.env['STORAGE_EMULATOR_HOST'];
    process.env['STORAGE_EMULATOR_HOST'] = storage.server.url;
    lake = connectLake({ bucket: 'test-lake', prefix: '' }, 'test-project', defaultEffects);
    if (outer === undefined) delete process.env['STORAGE_EMULATOR_HOST'];
    else process.env['STORAGE_EMULATOR_HOST'] = outer;
  });
  after(() => storage.remove());
  beforeEach(async () => {
    await storage.bucket.deleteFiles({ force: true });
    for (const name of [partName(LOAD, 0), progressName(LOAD)]) await lake.putText('x', name);
  });

  const objects = async (): Promise<string[]> => (await storage.bucket.getFiles())[0].map(({ name }) => name);

  it('removes what an unfinished load left', async () => {
    await removeLoad(lake, LOAD);
    expect(await objects()).to.deep.equal([]);
  });

  it('removes nothing of a load that is complete', async () => {
    await lake.putText('x', manifestName(LOAD));
    const failure: unknown = await removeLoad(lake, LOAD).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(LakeError);
    expect(await objects()).to.have.members([partName(LOAD, 0), progressName(LOAD), manifestName(LOAD)]);
  });
});
