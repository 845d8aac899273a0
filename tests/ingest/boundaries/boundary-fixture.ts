/** Names as the models have them. */
export const known = ['BALLARD NORTH', 'BALLARD SOUTH', 'CENTRAL AREA/SQUIRE PARK', 'FREMONT'];

/** A square of a hundredth of a degree whose lower left corner is so many of them east and north of 47.6 N, 122.4 W. */
export function square(east: number, north: number): number[][] {
  const [x, y] = [-122.4 + east / 100, 47.6 + north / 100];
  return [
    [x, y],
    [x + 0.01, y],
    [x + 0.01, y + 0.01],
    [x, y + 0.01],
    [x, y],
  ];
}

/** A feature of GeoJSON. */
export function feature(name: string, rings: unknown = [square(0, 0)], type = 'Polygon'): object {
  return { type: 'Feature', properties: { id: 7, S_HOOD: name }, geometry: { type, coordinates: rings } };
}

/** A file of GeoJSON. */
export function collection(features: readonly object[], more: object = {}): string {
  return JSON.stringify({ type: 'FeatureCollection', ...more, features });
}
