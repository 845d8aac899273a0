import type { Random } from './random.ts';

/**
 * Picks items as often as their weights say, in constant time: the alias method,
 * https://www.keithschwarz.com/darts-dice-coins/.
 */
export class WeightedPicker<Item> {
  readonly #items: readonly Item[];
  readonly #keep: Float64Array;
  readonly #alias: Uint32Array;

  /** @param weights one number of 0 or more for each item; not all 0. */
  constructor(items: readonly Item[], weights: readonly number[]) {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (items.length === 0 || items.length !== weights.length || !(total > 0)) {
      throw new RangeError(`cannot pick among ${items.length} items by ${weights.length} weights of sum ${total}`);
    }
    this.#items = items;
    this.#keep = Float64Array.from(weights, (weight) => (weight * items.length) / total);
    this.#alias = new Uint32Array(items.length);
    this.#pairSmallWithLarge();
  }

  /** One item, by weight. */
  pick(random: Random): Item {
    const draw = random.fraction() * this.#items.length;
    const slot = Math.floor(draw);
    const index = draw - slot < (this.#keep[slot] ?? 1) ? slot : (this.#alias[slot] ?? slot);
    return this.#items[index] as Item;
  }

  #pairSmallWithLarge(): void {
    const keep = this.#keep;
    const small: number[] = [];
    const large: number[] = [];
    keep.forEach((share, index) => (share < 1 ? small : large).push(index));
    while (small.length > 0 && large.length > 0) {
      const low = small.pop() ?? 0;
      const high = large.pop() ?? 0;
      this.#alias[low] = high;
      keep[high] = (keep[high] ?? 0) - (1 - (keep[low] ?? 0));
      (keep[high] < 1 ? small : large).push(high);
    }
    for (const index of [...small, ...large]) keep[index] = 1;
  }
}
