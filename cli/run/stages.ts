import type { Terminal } from '../terminal.ts';

/** How long one stage of a run took. */
export interface StageTime {
  readonly stage: string;
  readonly seconds: number;
}

/** Which stage failed; the reason is the `cause`. */
export class StageError extends Error {
  override readonly name = 'StageError';

  constructor(
    readonly stage: string,
    cause: unknown,
  ) {
    super(`The stage "${stage}" failed.`, { cause });
  }
}

/** Runs the stages of a run one after the other, tells of each, and keeps their times. */
export class Stages {
  readonly times: StageTime[] = [];
  readonly #terminal: Terminal;
  readonly #now: () => number;

  /** @param now a clock in milliseconds. */
  constructor(terminal: Terminal, now: () => number) {
    this.#terminal = terminal;
    this.#now = now;
  }

  /** Runs one stage. @throws StageError with what `work` threw as its cause. */
  async run<Result>(stage: string, work: () => Promise<Result>): Promise<Result> {
    const started = this.#now();
    this.#terminal.log(`${stage} …`);
    try {
      return await work();
    } catch (error) {
      throw new StageError(stage, error);
    } finally {
      const seconds = (this.#now() - started) / 1000;
      this.times.push({ stage, seconds });
      this.#terminal.log(`${stage}: ${seconds.toFixed(1)} s`);
    }
  }
}
