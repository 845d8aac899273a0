import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { type LakeLock, withLakeLock } from '../../../ingest/clients/lake-lock.ts';
import { LOCK_NAME } from '../../../ingest/core/load-names.ts';
import { LOCK_POLICY } from '../../../ingest/core/lock.ts';
import { LakeLockedError } from '../../../ingest/errors.ts';
import { type IngestEffects, defaultEffects } from '../../../ingest/options.ts';
import { type StorageFixture, startStorageFixture } from '../../local/storage/storage-fixture.ts';
import { type StrikingProxy, startStrikingProxy } from '../striking-proxy.ts';

const LAKE = { bucket: 'test-lake', prefix: '' };

describe('withLakeLock(address, …)', function () {
  this.timeout(20_000);
  let storage: StorageFixture;
  let proxy: StrikingProxy;
  const outer = process.env['STORAGE_EMULATOR_HOST'];
  /** What is done before a write of the lock reaches the lake. */
  let beforeWrite: () => Promise<unknown>;
  /** Whether the answer to a write of the lock arrives. */
  let isAnswered: () => boolean;

  before(async () => {
    storage = await startStorageFixture();
    proxy = await startStrikingProxy(
      storage.server.url,
      (step) => step !== `write ${LOCK_NAME}` || isAnswered(),
      async (request) => {
        if (request.method === 'POST' && request.url?.startsWith('/upload/')) await beforeWrite();
      },
    );
    process.env['STORAGE_EMULATOR_HOST'] = proxy.url;
  });
  after(async () => {
    if (outer === undefined) delete process.env['STORAGE_EMULATOR_HOST'];
    else process.env['STORAGE_EMULATOR_HOST'] = outer;
    await proxy.close();
    await storage.remove();
  });
  beforeEach(async () => {
    beforeWrite = () => Promise.resolve();
    isAnswered = () => true;
    await storage.bucket.deleteFiles({ force: true });
  });

  const effects: IngestEffects = { ...defaultEffects, sleep: () => Promise.resolve() };
  const isHeld = ({ assertHeld }: LakeLock): boolean => {
    try {
      assertHeld();
      return true;
    } catch (error) {
      expect(error).to.be.instanceOf(LakeLockedError);
      return false;
    }
  };

  it('is lost where another takes it over just before it is renewed', async () => {
    const renewEvery = 1000;
    const time = new Date().toISOString();
    const other = JSON.stringify({ holder: 'o', host: 'elsewhere', pid: 1, started_at: time, renewed_at: time });
    const work = async (lock: LakeLock): Promise<boolean> => {
      const taken = new Promise<void>((settle) => {
        beforeWrite = async () => {
          await storage.bucket.file(LOCK_NAME).save(other, { resumable: false });
          settle();
        };
      });
      await taken;
      // Less than until the next renewal, which would find it out.
      for (let waited = 0; waited < 0.7 * renewEvery && isHeld(lock); waited += 20) await setTimeout(20);
      return isHeld(lock);
    };
    expect(await withLakeLock(LAKE, 'test-project', effects, work, { ...LOCK_POLICY, renewEvery })).to.equal(false);
    expect((await storage.bucket.file(LOCK_NAME).download())[0].toString()).to.equal(other);
  });

  it('is held on where a renewal was made and its answer lost', async () => {
    const policy = { ...LOCK_POLICY, renewEvery: 30, expiresAfter: 1000 };
    let writes = 0;
    const work = async (lock: LakeLock): Promise<boolean> => {
      // Every write is refused once it is repeated.
      isAnswered = () => (writes += 1) % 2 === 0;
      await setTimeout(1.5 * policy.expiresAfter);
      return isHeld(lock);
    };
    expect(await withLakeLock(LAKE, 'test-project', effects, work, policy)).to.equal(true);
    expect(writes).to.be.greaterThan(1);
    expect((await storage.bucket.file(LOCK_NAME).exists())[0]).to.equal(false);
  });
});
