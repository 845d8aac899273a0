/**
 * Rare things come round at fixed places instead of by chance, so that even a small export holds each of them: `slots`
 * gives what happens at which turn of a round.
 */
export class Schedule<Item> {
  readonly #slots: readonly (Item | undefined)[];
  #turn = 0;

  /**
   * @param items each comes round once a round.
   * @param roundLength turns in a round; more than there are items.
   */
  constructor(items: readonly Item[], roundLength: number) {
    const slots = new Array<Item | undefined>(roundLength).fill(undefined);
    const step = Math.floor(roundLength / items.length);
    if (step < 1) throw new RangeError(`${items.length} items do not fit in a round of ${roundLength}`);
    items.forEach((item, index) => (slots[index * step + Math.floor(step / 2)] = item));
    this.#slots = slots;
  }

  /** What this turn holds; undefined for an ordinary one. */
  next(): Item | undefined {
    const item = this.#slots[this.#turn];
    this.#turn = this.#turn + 1 === this.#slots.length ? 0 : this.#turn + 1;
    return item;
  }
}
