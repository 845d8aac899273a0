import { row } from './row.ts';
import type { Signature } from './signature.ts';
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
  row('ST_EQUALS(GEOGRAPHY, GEOGRAPHY) -> BOOL', '($1 = $2)'),
].flat();
