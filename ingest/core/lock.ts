/** Who holds the lake's lock, as the lock object says it. */
export interface LockRecord {
  /** Unique to this holding. */
  readonly holder: string;
  readonly host: string;
  readonly pid: number;
  /** RFC 3339 in UTC. */
  readonly started_at: string;
  readonly renewed_at: string;
}

/** Bounds of the lock, in milliseconds. */
export interface LockPolicy {
  /** Between two renewals. */
  readonly renewEvery: number;
  /** Age since the last renewal at which a holder counts as dead; several renewals long. */
  readonly expiresAfter: number;
  /** How long to wait for another holder. */
  readonly patience: number;
  /** Between two looks. */
  readonly lookEvery: number;
}

export const LOCK_POLICY: LockPolicy = { renewEvery: 10_000, expiresAfter: 90_000, patience: 60_000, lookEvery: 500 };

/** Reads a lock object; undefined where it is none: then only its age tells. */
export function parseLock(text: string): LockRecord | undefined {
  try {
    const value = JSON.parse(text) as Partial<LockRecord> | null;
    const { holder, host, pid, started_at: started, renewed_at: renewed } = value ?? {};
    if (typeof holder !== 'string' || typeof host !== 'string' || typeof pid !== 'number') return undefined;
    if (typeof started !== 'string' || typeof renewed !== 'string') return undefined;
    return { holder, host, pid, started_at: started, renewed_at: renewed };
  } catch {
    return undefined;
  }
}

/** Where and when the lock is looked at. */
export interface LockObserver {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly host: string;
  /** Of a process of this host. */
  readonly isRunning: (pid: number) => boolean;
}

/**
 * Whether the holder is dead: a process of this host that is gone, or one that has not renewed the lock for long.
 * @param writtenAt when the lock object was last written, in milliseconds since 1970
 */
export function isAbandoned(
  lock: LockRecord | undefined,
  writtenAt: number,
  observer: LockObserver,
  policy: LockPolicy,
): boolean {
  if (lock?.host === observer.host && !observer.isRunning(lock.pid)) return true;
  return observer.now - Math.max(writtenAt, lock ? Date.parse(lock.renewed_at) : 0) > policy.expiresAfter;
}

/** A holder for people. */
export const describeHolder = (lock: LockRecord | undefined): string =>
  lock ? `process ${lock.pid} on ${lock.host}, since ${lock.started_at}` : 'an unknown process';
