import type { ToldOffense } from './told-offense.ts';

/** What was known of an offense from one day to another. */
export interface ToldVersion {
  readonly knownFrom: string;
  /** The day on which something else was told; null for what holds still. */
  knownTo: string | null;
  readonly isRemoved: boolean;
  readonly shared: ToldOffense['shared'];
  endedAt: ToldOffense['endedAt'];
  current: ToldOffense['current'];
}

/** How many times each kind of change was told. */
export type Changes = Record<'new' | 'reclassified' | 'moved' | 'other' | 'removed' | 'returned', number>;

/** Keeps, day by day, what a portal says of its offenses. */
export class ToldHistory {
  readonly versions = new Map<string, ToldVersion[]>();
  readonly changes: Changes = { new: 0, reclassified: 0, moved: 0, other: 0, removed: 0, returned: 0 };

  /** Takes what the portal says on a day; the days come in order. */
  add(day: string, offenses: ReadonlyMap<string, ToldOffense>): void {
    for (const offense of offenses.values()) this.#tell(day, offense);
    for (const [offenseId, versions] of this.versions) {
      const newest = versions.at(-1);
      if (!newest || newest.isRemoved || offenses.has(offenseId)) continue;
      this.#begin(versions, { ...newest, knownFrom: day, knownTo: null, isRemoved: true });
      this.changes.removed += 1;
    }
  }

  #tell(day: string, { offenseId, shared, endedAt, current }: ToldOffense): void {
    const versions = this.versions.get(offenseId) ?? [];
    this.versions.set(offenseId, versions);
    const newest = versions.at(-1);
    const change = newest ? changeBetween(newest, shared, endedAt, current) : 'new';
    if (change !== undefined) {
      this.changes[change] += 1;
      // What the shape of the day lacks stays as it was told.
      const carried = { endedAt: endedAt ?? newest?.endedAt, current: current ?? newest?.current };
      this.#begin(versions, { knownFrom: day, knownTo: null, isRemoved: false, shared, ...carried });
    } else if (newest) {
      newest.endedAt = endedAt === undefined ? newest.endedAt : endedAt;
      newest.current = current ?? newest.current;
    }
  }

  #begin(versions: ToldVersion[], version: ToldVersion): void {
    const newest = versions.at(-1);
    if (newest) newest.knownTo = version.knownFrom;
    versions.push(version);
  }
}

function changeBetween(
  newest: ToldVersion,
  shared: ToldOffense['shared'],
  endedAt: ToldOffense['endedAt'],
  current: ToldOffense['current'],
): keyof Changes | undefined {
  if (newest.isRemoved) return 'returned';
  const changed = Object.keys(shared).filter((name) => shared[name] !== newest.shared[name]);
  if (changed.includes('offense_code')) return 'reclassified';
  if (changed.includes('block_address') || changed.includes('beat')) return 'moved';
  const isEnded = endedAt !== undefined && newest.endedAt !== undefined && endedAt !== newest.endedAt;
  const hasOther =
    current !== undefined && newest.current !== undefined && JSON.stringify(current) !== JSON.stringify(newest.current);
  return changed.length > 0 || isEnded || hasOther ? 'other' : undefined;
}
