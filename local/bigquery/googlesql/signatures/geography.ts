import { notSupported } from '../errors.ts';
import { row } from './row.ts';
import type { Signature, TemplateCall } from './signature.ts';
import { templateString } from './template.ts';
import { FLOAT64, STRING } from '../types.ts';
import { castTemplate } from '../casts.ts';

/** Metres: the sphere on which BigQuery measures. */
const EARTH_RADIUS = 6371010;

const range = (place: number, limit: number, name: string): string =>
  `NOT ($${place} BETWEEN -${limit} AND ${limit}) THEN $e('${name} must be between -${limit} and ${limit} degrees: ' || $${place})`;

const number = (field: string): string => (castTemplate(FLOAT64, STRING) ?? '').replaceAll('$1', `$1.${field}`);

/** The angle between two points by their unit vectors, which is exact for near ones too. */
const DISTANCE = (() => {
  const point = (n: number): readonly string[] => {
    const [lng, lat] = [`radians($${n}.longitude)`, `radians($${n}.latitude)`];
    return [`cos(${lat}) * cos(${lng})`, `cos(${lat}) * sin(${lng})`, `sin(${lat})`];
  };
  const fields = [...point(1), ...point(2)].map((text, i) => `c${i}: ${text}`).join(', ');
  const cross = [
    '"p~".c1 * "p~".c5 - "p~".c2 * "p~".c4',
    '"p~".c2 * "p~".c3 - "p~".c0 * "p~".c5',
    '"p~".c0 * "p~".c4 - "p~".c1 * "p~".c3',
  ];
  const norm = `sqrt(${cross.map((text) => `pow(${text}, 2)`).join(' + ')})`;
  const dot = '"p~".c0 * "p~".c3 + "p~".c1 * "p~".c4 + "p~".c2 * "p~".c5';
  return `list_transform([{${fields}}], lambda "p~": ${EARTH_RADIUS} * atan2(${norm}, ${dot}))[1]`;
})();

/** `POINT(1 2)` in any case; other shapes are refused. */
const FROM_TEXT = (() => {
  const number = '[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?';
  const pattern = `(?i)\\s*POINT\\s*\\(\\s*(${number})\\s+(${number})\\s*\\)\\s*`;
  const coordinate = (group: number): string =>
    `CAST(regexp_extract($1, ${templateString(pattern)}, ${group}) AS DOUBLE)`;
  const [longitude, latitude] = [coordinate(1), coordinate(2)];
  return (
    `CASE WHEN $1 IS NULL THEN NULL WHEN NOT regexp_full_match($1, ${templateString(pattern)}) ` +
    `THEN $e('not supported by the local warehouse: a GEOGRAPHY that is no point: ' || $1) ` +
    `WHEN NOT (${latitude} BETWEEN -90 AND 90) OR NOT (${longitude} BETWEEN -180 AND 180) ` +
    `THEN $e('Invalid coordinates: ' || $1) ELSE {longitude: ${longitude}, latitude: ${latitude}} END`
  );
})();

const unsafe =
  (template: string) =>
  (call: TemplateCall): string => {
    // SAFE would make NULL of what is refused.
    if (call.modifiers.safe) throw notSupported('SAFE.ST_GEOGFROMTEXT');
    return template;
  };

/** What two points are to each other: the same, or apart. */
const relations = (names: readonly string[], template: string): readonly Signature[] =>
  names.flatMap((name) => row(`${name}(GEOGRAPHY, GEOGRAPHY) -> BOOL`, template));

/** What is the same of every point. */
const constant = (name: string, type: string, value: string): readonly Signature[] =>
  row(`${name}(GEOGRAPHY) -> ${type}`, `CASE WHEN $1 IS NOT NULL THEN ${value} END`);

/** Points alone. https://cloud.google.com/bigquery/docs/reference/standard-sql/geography_functions */
export const GEOGRAPHIES: readonly Signature[] = [
  row(
    'ST_GEOGPOINT(FLOAT64, FLOAT64) -> GEOGRAPHY',
    `CASE WHEN $1 IS NULL OR $2 IS NULL THEN NULL WHEN ${range(2, 90, 'Latitude')} WHEN ${range(1, 180, 'Longitude')} ` +
      'ELSE {longitude: $1, latitude: $2} END',
  ),
  row('ST_X(GEOGRAPHY) -> FLOAT64', '($1).longitude'),
  row('ST_Y(GEOGRAPHY) -> FLOAT64', '($1).latitude'),
  row('ST_ASTEXT(GEOGRAPHY) -> STRING', `('POINT(' || ${number('longitude')} || ' ' || ${number('latitude')} || ')')`),
  row('ST_DISTANCE(GEOGRAPHY, GEOGRAPHY) -> FLOAT64', DISTANCE),
  row('ST_DWITHIN(GEOGRAPHY, GEOGRAPHY, FLOAT64) -> BOOL', `(${DISTANCE} <= $3)`),
  row('ST_GEOGFROMTEXT(STRING) -> GEOGRAPHY', unsafe(FROM_TEXT)),
  row('ST_MAXDISTANCE(GEOGRAPHY, GEOGRAPHY) -> FLOAT64', DISTANCE),
  relations(['ST_EQUALS', 'ST_INTERSECTS', 'ST_CONTAINS', 'ST_COVERS', 'ST_COVEREDBY', 'ST_WITHIN'], '($1 = $2)'),
  relations(['ST_DISJOINT'], '($1 <> $2)'),
  constant('ST_GEOMETRYTYPE', 'STRING', "'ST_Point'"),
  constant('ST_DIMENSION', 'INT64', '0::BIGINT'),
  constant('ST_NUMPOINTS', 'INT64', '1::BIGINT'),
  constant('ST_NPOINTS', 'INT64', '1::BIGINT'),
  constant('ST_AREA', 'FLOAT64', '0::DOUBLE'),
  constant('ST_LENGTH', 'FLOAT64', '0::DOUBLE'),
  constant('ST_PERIMETER', 'FLOAT64', '0::DOUBLE'),
  constant('ST_ISEMPTY', 'BOOL', 'false'),
  constant('ST_ISCOLLECTION', 'BOOL', 'false'),
].flat();
