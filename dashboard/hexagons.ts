/**
 * A lattice of equal hexagons over the city, a corner upwards. Each has whole numbers for its place: two columns to the width
 * of a hexagon, and two rows to three times its side; both even or both odd.
 */

/** Across a hexagon from flat side to flat side, in metres: about four blocks. */
export const hexagonWidth = 350;
/** Height of two rows, in metres. */
const rowPairHeight = hexagonWidth * Math.sqrt(3);

/** The middle of the lattice: near Seattle's own. */
const middle = { longitude: -122.335, latitude: 47.61 };
/** Metres to a degree at that latitude (WGS 84); over the city they differ by less than 0.3 %. */
const metresPerDegree = { longitude: 75_180, latitude: 111_180 };

/** A place in degrees east and north (WGS 84). */
export type Place = readonly [longitude: number, latitude: number];

/**
 * SQL that places a point: two expressions of whole numbers.
 * @param longitude names a column of degrees; so does `latitude`.
 */
export function hexagonSql(longitude: string, latitude: string): { readonly column: string; readonly row: string } {
  const x = `((${longitude} - (${middle.longitude})) * ${metresPerDegree.longitude / hexagonWidth})`;
  const y = `((${latitude} - ${middle.latitude}) * ${metresPerDegree.latitude / rowPairHeight})`;
  const distance = (column: string, row: string) => `(pow(${x} - ${column}, 2) + 3 * pow(${y} - ${row}, 2))`;
  // Centres form two grids of rectangles, one in the middle of the other: the nearest of each, then the nearer of the two.
  const isEven = `${distance(`round(${x})`, `round(${y})`)} <= ${distance(`(floor(${x}) + 0.5)`, `(floor(${y}) + 0.5)`)}`;
  const doubled = (value: string) => `cast(if(${isEven}, 2 * round(${value}), 2 * floor(${value}) + 1) as int64)`;
  return { column: doubled(x), row: doubled(y) };
}

/** The corners of a hexagon, from the upper one on, in order. */
export function hexagonCorners(column: number, row: number): readonly Place[] {
  const side = hexagonWidth / Math.sqrt(3);
  const [x, y] = [(column * hexagonWidth) / 2, (row * rowPairHeight) / 2];
  const steps = [
    [0, side],
    [hexagonWidth / 2, side / 2],
    [hexagonWidth / 2, -side / 2],
    [0, -side],
    [-hexagonWidth / 2, -side / 2],
    [-hexagonWidth / 2, side / 2],
  ] as const;
  return steps.map(([east, north]) => placeOf(x + east, y + north));
}

/** The middle of a hexagon. */
export function hexagonCentre(column: number, row: number): Place {
  return placeOf((column * hexagonWidth) / 2, (row * rowPairHeight) / 2);
}

function placeOf(east: number, north: number): Place {
  return [middle.longitude + east / metresPerDegree.longitude, middle.latitude + north / metresPerDegree.latitude];
}
