import { SourceError } from '../errors.ts';

/** A closed line of `[longitude, latitude]` in degrees (WGS 84). */
export type Ring = readonly (readonly [longitude: number, latitude: number])[];

/** One area of a file: what the file says of it, and its outlines with their holes. */
export interface Area {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly rings: readonly Ring[];
}

/** A file of areas. */
export interface AreaFile {
  readonly areas: readonly Area[];
  /** What the file itself says of where it is from, and of what may be done with it; undefined where it says nothing. */
  readonly origin: string | undefined;
  readonly licence: string | undefined;
}

/** Where the city lies: what is outside is not drawn. Degrees. */
const around = { west: -123, east: -122, south: 47, north: 48 };

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads areas from GeoJSON. @see https://www.rfc-editor.org/rfc/rfc7946
 * @param source its name, for messages.
 * @throws SourceError where it is no collection of polygons near Seattle in degrees.
 */
export function parseAreas(text: string, source: string): AreaFile {
  const refuse = (explanation: string, cause?: unknown): never => {
    throw new SourceError('wrong-geojson', source, explanation, cause);
  };
  const collection = parseObject(text, refuse);
  const { type, features } = collection;
  if (type !== 'FeatureCollection' || !Array.isArray(features)) {
    return refuse(
      `it is no GeoJSON FeatureCollection (its "type" is ${type === undefined ? 'missing' : JSON.stringify(type)}); export it as GeoJSON`,
    );
  }
  if (features.length === 0) return refuse('it holds no features');
  const areas = features.map((feature: unknown, index) =>
    parseArea(feature, (explanation) => refuse(`feature ${index + 1}: ${explanation}`)),
  );
  return { areas, origin: saidOf(collection, originNames), licence: saidOf(collection, licenceNames) };
}

function parseObject(text: string, refuse: Refuse): Json {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return refuse(`it is no JSON (${(error as Error).message})`, error);
  }
  return isObject(value) ? value : refuse('it is JSON, but no object');
}

type Refuse = (explanation: string, cause?: unknown) => never;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseArea(feature: unknown, refuse: Refuse): Area {
  if (!isObject(feature) || !isObject(feature['geometry'])) return refuse('it has no geometry');
  const { type, coordinates } = feature['geometry'];
  const polygons = type === 'Polygon' ? [coordinates] : type === 'MultiPolygon' ? coordinates : undefined;
  if (polygons === undefined) return refuse(`its geometry is a ${String(type)}; areas are Polygon or MultiPolygon`);
  const rings = list(polygons, refuse).flatMap((polygon) =>
    list(polygon, refuse).map((ring) => parseRing(ring, refuse)),
  );
  if (rings.length === 0) return refuse('its geometry is empty');
  const { properties } = feature;
  return { properties: isObject(properties) ? properties : {}, rings };
}

function list(value: unknown, refuse: Refuse): readonly unknown[] {
  return Array.isArray(value) ? value : refuse('its coordinates are no lists of positions');
}

function parseRing(value: unknown, refuse: Refuse): Ring {
  const ring = list(value, refuse).map((position) => parsePosition(position, refuse));
  const [first, last] = [ring[0], ring.at(-1)];
  const isClosed = first !== undefined && last !== undefined && first[0] === last[0] && first[1] === last[1];
  if (ring.length < 4 || !isClosed)
    return refuse('an outline does not end where it begins, or has fewer than three corners');
  return ring;
}

function parsePosition(value: unknown, refuse: Refuse): Ring[number] {
  const [x, y] = list(value, refuse) as readonly [unknown?, unknown?];
  if (typeof x !== 'number' || typeof y !== 'number') return refuse('a position is not two numbers');
  if (isAround(x, y)) return [x, y];
  const position = `[${x}, ${y}]`;
  if (isAround(y, x)) return refuse(`${position} has latitude before longitude; GeoJSON wants longitude first`);
  if (Math.abs(x) > 180 || Math.abs(y) > 90) {
    return refuse(`${position} is not in degrees but in a map projection; export it as WGS 84 (EPSG:4326)`);
  }
  return refuse(`${position} lies outside 47-48 N, 122-123 W: that is not Seattle`);
}

function isAround(longitude: number, latitude: number): boolean {
  const { west, east, south, north } = around;
  return longitude >= west && longitude <= east && latitude >= south && latitude <= north;
}

/** Names under which files tell these things; nobody has settled them. */
const originNames = ['origin', 'attribution', 'source', 'copyright'];
const licenceNames = ['licence', 'license', 'rights'];

function saidOf(collection: Json, names: readonly string[]): string | undefined {
  const { metadata, properties } = collection;
  const places = [collection, metadata, properties].filter(isObject);
  const texts = places.flatMap((place) => names.map((name) => place[name]));
  return texts.find((text): text is string => typeof text === 'string' && text.trim() !== '')?.trim();
}
