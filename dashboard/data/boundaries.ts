import type { Loader } from './loader.ts';
import { simplifiedRing } from './simplify-ring.ts';

/** A closed line of `[longitude, latitude]` in degrees (WGS 84), its first point repeated at the end. */
export type Ring = readonly (readonly [longitude: number, latitude: number])[];

/** Where a neighborhood lies: its outlines, and the holes in them, to be filled by the even-odd rule. */
export interface NeighborhoodBoundary {
  /** As the marts name it. */
  readonly neighborhood: string;
  readonly rings: readonly Ring[];
}

/** Boundaries that were loaded, and what has to be said with them. */
export interface BoundaryMap {
  /** Whose work it is, and where it is from. */
  readonly origin: string;
  readonly licence: string;
  /** When they were loaded, RFC 3339 in UTC. */
  readonly loadedAt: string;
  readonly neighborhoods: readonly NeighborhoodBoundary[];
}

/** The loaded boundaries, simplified for a screen; `{}` where none were loaded. */
export const boundariesLoader: Loader = {
  file: 'boundaries.json',
  load: ({ boundaries }) =>
    Promise.resolve(
      boundaries === undefined
        ? {}
        : {
            ...boundaries,
            neighborhoods: boundaries.neighborhoods.map(({ neighborhood, rings }) => ({
              neighborhood,
              rings: rings.map(simplifiedRing).filter((ring) => ring.length > 3),
            })),
          },
    ),
};
