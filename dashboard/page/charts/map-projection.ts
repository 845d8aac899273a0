import type { Place } from '../../hexagons.ts';

/** A part of the world, in degrees. */
export interface Bounds {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

/** A place on the drawing, in CSS pixels from its upper left corner. */
export type Point = readonly [x: number, y: number];

/** How long a degree of longitude is beside one of latitude, at the middle of the city. */
const shrink = Math.cos((47.6 * Math.PI) / 180);

/** Share of the offenses, on each of four sides, that may lie off the map: a few are far outside the city. */
const left = 0.001;

/** A place and how many offenses it has. */
export interface WeightedPlace {
  readonly place: Place;
  readonly offenses: number;
}

/** The bounds that hold all but the outermost offenses. @returns undefined where there are none. */
export function boundsOf(places: readonly WeightedPlace[]): Bounds | undefined {
  if (places.length === 0) return undefined;
  const [west, east] = middle(places, ([longitude]) => longitude);
  const [south, north] = middle(places, ([, latitude]) => latitude);
  return { west, east, south, north };
}

function middle(places: readonly WeightedPlace[], of: (place: Place) => number): readonly [number, number] {
  const sorted = places
    .map(({ place, offenses }) => ({ at: of(place), offenses }))
    .sort((one, other) => one.at - other.at);
  const most = sorted.reduce((sum, { offenses }) => sum + offenses, 0) * left;
  const first = (ordered: typeof sorted) => {
    let passed = 0;
    return ordered.find(({ offenses }) => (passed += offenses) > most)?.at ?? 0;
  };
  return [first(sorted), first(sorted.toReversed())];
}

/** Bounds that hold both. */
export function joined(one: Bounds, other: Bounds): Bounds {
  return {
    west: Math.min(one.west, other.west),
    east: Math.max(one.east, other.east),
    south: Math.min(one.south, other.south),
    north: Math.max(one.north, other.north),
  };
}

export function isWithin({ west, east, south, north }: Bounds, [longitude, latitude]: Place): boolean {
  return longitude >= west && longitude <= east && latitude >= south && latitude <= north;
}

/**
 * Puts the bounds to the top of a frame, in its middle, as large as it holds them and in their true proportions.
 * @param frame in CSS pixels.
 */
export function projection(
  { west, east, south, north }: Bounds,
  frame: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): (place: Place) => Point {
  const scale = Math.min(frame.width / ((east - west) * shrink), frame.height / (north - south));
  const x = frame.x + (frame.width - (east - west) * shrink * scale) / 2;
  return ([longitude, latitude]) => [x + (longitude - west) * shrink * scale, frame.y + (north - latitude) * scale];
}

/** The points as the data of an SVG path, closed. */
export function closedPath(points: readonly Point[]): string {
  return `M${points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join('L')}Z`;
}
