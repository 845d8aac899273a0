const TWO_TO_32 = 4_294_967_296;

/**
 * A seeded source of random numbers: the same seed gives the same numbers on every platform and Node version, since only
 * 32-bit integer steps and exact divisions are used.
 *
 * The steps are those of sfc32, https://pracrand.sourceforge.net/RNG_engines.txt.
 */
export class Random {
  #a = 0;
  #b: number;
  #c: number;
  #counter = 1;

  /** @param seed any integer; its lower 53 bits count. */
  constructor(seed: number) {
    this.#b = seed >>> 0;
    this.#c = Math.floor(seed / TWO_TO_32) >>> 0;
    // Without some rounds first, neighbouring seeds begin alike.
    for (let round = 0; round < 15; round += 1) this.next();
  }

  /** The next integer from 0 to 2^32 - 1. */
  next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A number from 0 up to, not including, 1. */
  fraction(): number {
    return this.next() / TWO_TO_32;
  }

  /** An integer from 0 up to, not including, `limit`. */
  below(limit: number): number {
    return Math.floor(this.fraction() * limit);
  }

  /** True in `probability` of all cases (0 to 1). */
  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** A number about 0 with standard deviation 1, never beyond 3.5: the sum of four even draws, not a true normal. */
  bell(): number {
    return (this.fraction() + this.fraction() + this.fraction() + this.fraction() - 2) * 1.7320508;
  }
}
