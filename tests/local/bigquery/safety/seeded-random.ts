/** Numbers that look random and are the same in every run of a seed. */
export interface SeededRandom {
  /** A whole number from 0 to `bound` - 1. */
  readonly below: (bound: number) => number;
  /** One of the items. */
  readonly pick: (items: readonly string[]) => string;
}

/** The sequence that Mulberry32 makes of `seed`: 32 bits of state, of which every value comes once. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  return { below, pick: (items) => items[below(items.length)] ?? '' };
}
