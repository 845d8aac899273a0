import { performance } from 'node:perf_hooks';

/** The portal's clock: can be put to any time and goes on from there with real time. */
export class PortalClock {
  readonly #realTime: () => number;
  #time: number;
  #since: number;
  #isFrozen = false;

  /** @param realTime milliseconds of any clock that never goes back. */
  constructor(start: Date, realTime: () => number = () => performance.now()) {
    this.#realTime = realTime;
    this.#time = start.getTime();
    this.#since = realTime();
  }

  /** Whole milliseconds. */
  now(): Date {
    return new Date(this.#time + (this.#isFrozen ? 0 : Math.floor(this.#realTime() - this.#since)));
  }

  /** Puts the clock to `time`, from where it goes on unless it stands. */
  set(time: Date): void {
    this.#time = time.getTime();
    this.#since = this.#realTime();
  }

  /** Lets the clock stand. */
  freeze(): void {
    this.#time = this.now().getTime();
    this.#isFrozen = true;
  }

  /** Lets the clock go on from where it stands. */
  unfreeze(): void {
    this.#since = this.#realTime();
    this.#isFrozen = false;
  }
}
