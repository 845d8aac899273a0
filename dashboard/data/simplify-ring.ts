import type { Ring } from './boundaries.ts';

type Point = Ring[number];

/** Degrees that a simplified line may lie beside the given one: some 15 m, less than a pixel of any map of the city. */
const tolerance = 0.00015;
/** A degree of longitude is shorter than one of latitude: by the cosine of Seattle's. */
const shrink = Math.cos((47.6 * Math.PI) / 180);

const round = (degrees: number) => Math.round(degrees * 10_000) / 10_000;

/**
 * A ring with as few of its points as the tolerance allows, rounded to four decimals (some 10 m).
 * After Douglas and Peucker, "Algorithms for the reduction of the number of points" (1973).
 */
export function simplifiedRing(ring: Ring): Ring {
  const last = ring.length - 1;
  if (last < 4) return ring.map(rounded);
  // A ring ends where it begins, so it is halved first: a line from a point to itself has no distance to judge by.
  const half = farthest(ring, 0, last).index;
  const kept = [...keptBetween(ring, 0, half), ...keptBetween(ring, half, last), last];
  return kept.map((index) => rounded(ring[index] ?? [0, 0]));
}

function rounded([longitude, latitude]: Point): Point {
  return [round(longitude), round(latitude)];
}

/** The indices to keep from `first` to before `last`. */
function keptBetween(ring: Ring, first: number, last: number): readonly number[] {
  const { index, distance } = farthest(ring, first, last);
  if (distance <= tolerance) return [first];
  return [...keptBetween(ring, first, index), ...keptBetween(ring, index, last)];
}

/** The point that lies farthest from the line between two others. */
function farthest(ring: Ring, first: number, last: number): { readonly index: number; readonly distance: number } {
  let found = { index: first, distance: 0 };
  for (let index = first + 1; index < last; index += 1) {
    const distance = distanceToLine(ring[index], ring[first], ring[last]);
    if (distance > found.distance) found = { index, distance };
  }
  return found;
}

function distanceToLine(point: Point = [0, 0], start: Point = [0, 0], end: Point = [0, 0]): number {
  const [x, y] = [(point[0] - start[0]) * shrink, point[1] - start[1]];
  const [lineX, lineY] = [(end[0] - start[0]) * shrink, end[1] - start[1]];
  const length = lineX * lineX + lineY * lineY;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, (x * lineX + y * lineY) / length));
  return Math.hypot(x - along * lineX, y - along * lineY);
}
