import type { CountedObject, Manifest } from './manifest.ts';

/** A complete load and when its manifest was written, in milliseconds since 1970 by the storage's clock. */
export interface LandedLoad {
  readonly manifest: Manifest;
  readonly writtenAt: number;
}

/** Where the keys of all rows held are to be read. */
export interface Inventory {
  /** The load that the inventory begins with; undefined where none lists all rows. */
  readonly base: string | undefined;
  /** Objects in the columns of keys. */
  readonly keys: readonly CountedObject[];
  /** Parts of loads made before keys were kept: they have the same columns, among others. */
  readonly parts: readonly CountedObject[];
  /** Keys of rows among those that were found gone since. */
  readonly vanished: readonly CountedObject[];
}

/** Whether the load's keys are those of all rows that the portal had. */
const isBase = ({ mode, listing }: Manifest): boolean => mode === 'full' || listing !== null;

const byTime = (left: LandedLoad, right: LandedLoad): number =>
  left.writtenAt - right.writtenAt || (left.manifest.load_id < right.manifest.load_id ? -1 : 1);

/**
 * The keys of the rows held: those of the newest load that lists all, and of every load after it, of files too. Whatever
 * vanished in between is not in question: only loads that list all notice that, and they begin an inventory of their own.
 */
export function inventoryOf(loads: readonly LandedLoad[]): Inventory {
  const ordered = [...loads].sort(byTime);
  const start = ordered.findLastIndex(({ manifest }) => isBase(manifest));
  const manifests = ordered.slice(Math.max(start, 0)).map(({ manifest }) => manifest);
  return {
    base: start === -1 ? undefined : manifests[0]?.load_id,
    keys: manifests.flatMap(({ listing, keys }) => listing ?? keys),
    vanished: manifests.flatMap(({ vanished }) => (vanished === null ? [] : [vanished])),
    parts: manifests.flatMap(({ keys, parts }) => (keys.length === 0 ? parts : [])),
  };
}
