/** Gives back what was acquired; calling it again does nothing. */
export type Release = () => void;

/** One queue per key: who writes a table holds its key, and others that want to write it wait their turn. */
export class TableLocks {
  /** The end of each key's queue: settles when the last in it has released. */
  readonly #tails = new Map<string, Promise<void>>();

  /**
   * Waits for all `keys`, which are taken together, in one order, so that two holders never wait for each other.
   * @throws the signal's reason if it fires while waiting.
   */
  async acquire(keys: readonly string[], signal: AbortSignal): Promise<Release> {
    const releases: Release[] = [];
    const releaseAll = () => {
      for (const release of releases.splice(0)) release();
    };
    try {
      for (const key of [...new Set(keys)].sort()) releases.push(await this.#acquireOne(key, signal));
    } catch (error) {
      releaseAll();
      throw error;
    }
    return releaseAll;
  }

  async #acquireOne(key: string, signal: AbortSignal): Promise<Release> {
    signal.throwIfAborted();
    const before = this.#tails.get(key) ?? Promise.resolve();
    let release: Release = () => undefined;
    const held = new Promise<void>((settle) => {
      release = settle;
    });
    const tail = before.then(() => held);
    this.#tails.set(key, tail);
    void tail.then(() => {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    });
    try {
      await untilAborted(before, signal);
    } catch (error) {
      release();
      throw error;
    }
    return release;
  }
}

function untilAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((settle, reject) => {
    const abort = () => {
      // The reason is an Error by our own convention: jobs are aborted with a WarehouseError.
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', abort, { once: true });
    void promise.then(() => {
      signal.removeEventListener('abort', abort);
      settle();
    });
  });
}
