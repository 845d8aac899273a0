/** Lets at most `size` tasks run at once; the others wait in the order in which they came. */
export class Limiter {
  readonly #size: number;
  readonly #waiting: { readonly places: number; readonly go: () => void }[] = [];
  #free: number;

  constructor(size: number) {
    this.#size = size;
    this.#free = size;
  }

  /** Runs `task` as soon as there is room. */
  run<T>(task: () => Promise<T>): Promise<T> {
    return this.#run(1, task);
  }

  /** Runs `task` once all that runs has ended; what comes later waits for it. */
  runAlone<T>(task: () => Promise<T>): Promise<T> {
    return this.#run(this.#size, task);
  }

  async #run<T>(places: number, task: () => Promise<T>): Promise<T> {
    await new Promise<void>((go) => {
      this.#waiting.push({ places, go });
      this.#admit();
    });
    try {
      return await task();
    } finally {
      this.#free += places;
      this.#admit();
    }
  }

  #admit(): void {
    for (let [next] = this.#waiting; next !== undefined && next.places <= this.#free; [next] = this.#waiting) {
      this.#waiting.shift();
      this.#free -= next.places;
      next.go();
    }
  }
}
