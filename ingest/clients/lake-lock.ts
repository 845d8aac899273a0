import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { LOCK_NAME, type LakeAddress } from '../core/load-names.ts';
import { LOCK_POLICY, type LockPolicy, type LockRecord, describeHolder, isAbandoned, parseLock } from '../core/lock.ts';
import { LakeLockedError } from '../errors.ts';
import type { IngestEffects } from '../options.ts';
import { type Lake, type LakeObject, connectLake } from './lake.ts';
import { isRunning } from './running-process.ts';

/** The lock while it is held. */
export interface LakeLock {
  /** @throws LakeLockedError where another has taken it, because this process did not renew it in time */
  readonly assertHeld: () => void;
}

/** The lock as it stands: the object, and what it says. */
interface FoundLock {
  readonly object: LakeObject;
  readonly record: LockRecord | undefined;
}

/** The lock object in the lake; undefined where nobody holds it. @throws LakeError */
export async function findLock(lake: Lake): Promise<FoundLock | undefined> {
  const object = await lake.find(LOCK_NAME);
  const text = object && (await lake.readText(LOCK_NAME));
  return object && text !== undefined ? { object, record: parseLock(text) } : undefined;
}

const print = (record: LockRecord): string => `${JSON.stringify(record, null, 2)}\n`;

/** Takes the lock, waiting for another holder as long as the policy says. */
async function acquire(lake: Lake, effects: IngestEffects, policy: LockPolicy): Promise<LockRecord> {
  const started = new Date(effects.now()).toISOString();
  const mine = { holder: randomUUID(), host: hostname(), pid: process.pid, started_at: started, renewed_at: started };
  for (let waited = 0; ; waited += policy.lookEvery) {
    if ((await lake.putText(print(mine), LOCK_NAME)) !== 'taken') return mine;
    const found = await findLock(lake);
    if (!found) continue;
    // A lost answer: the write was ours.
    if (found.record?.holder === mine.holder) return mine;
    const { object, record } = found;
    if (isAbandoned(record, object.writtenAt, { now: effects.now(), host: mine.host, isRunning }, policy)) {
      effects.log(`Taking over the lock of ${describeHolder(record)}, which is gone`);
      if ((await lake.putText(print(mine), LOCK_NAME, object.generation)) !== 'taken') return mine;
      continue;
    }
    if (waited >= policy.patience) throw new LakeLockedError(lake.addressOf(LOCK_NAME), describeHolder(record));
    if (waited === 0) effects.log(`Waiting for ${describeHolder(record)}, which is ingesting into the same lake`);
    await effects.sleep(policy.lookEvery);
  }
}

/**
 * Runs the work while holding the lake's lock, which is renewed meanwhile and given back afterwards.
 * @throws LakeLockedError where another holds it for longer than the policy's patience
 */
export async function withLakeLock<T>(
  address: LakeAddress,
  projectId: string | undefined,
  effects: IngestEffects,
  work: (lock: LakeLock) => Promise<T>,
  policy: LockPolicy = LOCK_POLICY,
): Promise<T> {
  // Renewals come at any time: they are no steps of the work.
  const { onStep, ...quiet } = effects;
  const lake = connectLake(address, projectId, quiet);
  const mine = await acquire(lake, effects, policy);
  let isLost = false;
  let renewedAt = effects.now();
  let renewal: Promise<void> = Promise.resolve();
  const renew = async (): Promise<void> => {
    const found = await findLock(lake);
    if (found?.record?.holder !== mine.holder) {
      isLost = true;
      return;
    }
    const began = effects.now();
    const renewed = { ...mine, renewed_at: new Date(began).toISOString() };
    const put = await lake.putText(print(renewed), LOCK_NAME, found.object.generation);
    // Refused: another has taken it over since it was looked at, or the write was ours and its answer was lost.
    const isOurs = put !== 'taken' || (await findLock(lake))?.record?.holder === mine.holder;
    if (isOurs) renewedAt = began;
    else isLost = true;
  };
  const timer = setInterval(() => {
    renewal = renewal.then(renew).catch((error: unknown) => {
      effects.log(`Cannot renew the lock: ${error instanceof Error ? error.message : String(error)}`);
    });
  }, policy.renewEvery);
  timer.unref();
  const assertHeld = (): void => {
    // A process that slept, or could not renew: another may have taken the lock over.
    const isExpired = effects.now() - renewedAt > policy.expiresAfter;
    if (isLost || isExpired)
      throw new LakeLockedError(lake.addressOf(LOCK_NAME), 'another process, which took it over');
  };
  try {
    await onStep?.(`write ${LOCK_NAME}`);
    return await work({ assertHeld });
  } finally {
    clearInterval(timer);
    await renewal;
    await release(lake, mine, effects);
  }
}

/** A lock that cannot be given back expires: that must not hide what the work came to. */
async function release(lake: Lake, mine: LockRecord, effects: IngestEffects): Promise<void> {
  try {
    const found = await findLock(lake);
    if (found?.record?.holder === mine.holder) await lake.remove(found.object);
  } catch (error) {
    effects.log(`Cannot give back the lock: ${error instanceof Error ? error.message : String(error)}`);
  }
}
