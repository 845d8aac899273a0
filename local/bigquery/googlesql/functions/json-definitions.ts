import { BIGINT, BOOLEAN, DOUBLE, VARCHAR } from '@duckdb/node-api';
import { canonicalJson } from './canonical-json.ts';
import { INTEGERS, TEXTS, define } from './definition.ts';
import type { Definition } from './definition.ts';
import * as convert from './json-convert.ts';
import * as edit from './json-edit.ts';
import * as scan from './json-scan.ts';

function wideNumbers(mode: string): 'exact' | 'round' {
  if (mode === 'exact' || mode === 'round') return mode;
  throw new Error(`Invalid \`wide_number_mode\` specified for PARSE_JSON: ${mode}`);
}

/** `1-2 3 4:5:6.7` as ISO 8601 writes it: `P1Y2M3DT4H5M6.7S`. */
function intervalIso(text: string): string {
  const [, minus = '', years = '', months = '', days = '', back = '', hours = '', minutes = '', seconds = ''] =
    /^(-?)(\d+)-(\d+) (-?\d+) (-?)(\d+):(\d+):([\d.]+)$/u.exec(text) ?? [];
  const part = (sign: string, number: string, unit: string): string =>
    Number(number) === 0 ? '' : sign + number + unit;
  const date = part(minus, years, 'Y') + part(minus, months, 'M') + part('', days, 'D');
  const time =
    part(back, hours, 'H') + part(back, minutes, 'M') + part(back, seconds.replace(/(\.\d*?)0+$/u, '$1'), 'S');
  return date + time === '' ? 'P0Y' : `P${date}${time === '' ? '' : `T${time}`}`;
}

/** What reads, converts, changes and prints JSON. */
export const JSON_DEFINITIONS: readonly Definition[] = [
  define('parse_json', [VARCHAR, VARCHAR], VARCHAR, (value: string, mode: string) =>
    canonicalJson(value, wideNumbers(mode), 'Invalid input to PARSE_JSON'),
  ),
  define('json_query', [VARCHAR, VARCHAR, VARCHAR, VARCHAR], VARCHAR, scan.jsonQuery),
  define('json_value', [VARCHAR, VARCHAR, VARCHAR], VARCHAR, scan.jsonValue),
  define('json_query_array', [VARCHAR, VARCHAR, VARCHAR, VARCHAR], TEXTS, scan.jsonQueryArray),
  define('json_value_array', [VARCHAR, VARCHAR, VARCHAR], TEXTS, scan.jsonValueArray),
  define('json_integer', [VARCHAR], BIGINT, convert.jsonInteger),
  define('json_float', [VARCHAR, VARCHAR], DOUBLE, convert.jsonFloat),
  define('lax_boolean', [VARCHAR], BOOLEAN, convert.laxBoolean),
  define('lax_integer', [VARCHAR], BIGINT, convert.laxInteger),
  define('lax_float', [VARCHAR], DOUBLE, convert.laxFloat),
  define('json_object', [TEXTS, TEXTS], VARCHAR, edit.jsonObject),
  define('json_set', [VARCHAR, TEXTS, TEXTS, BOOLEAN], VARCHAR, edit.jsonSet),
  define('json_remove', [VARCHAR, TEXTS], VARCHAR, edit.jsonRemove),
  define('json_array_append', [VARCHAR, TEXTS, TEXTS, INTEGERS], VARCHAR, edit.jsonArrayAppend),
  define('json_array_insert', [VARCHAR, TEXTS, TEXTS, INTEGERS], VARCHAR, edit.jsonArrayInsert),
  define('json_strip_nulls', [VARCHAR, VARCHAR, BOOLEAN, BOOLEAN], VARCHAR, edit.jsonStripNulls),
  define('json_keys', [VARCHAR, BIGINT, VARCHAR], TEXTS, edit.jsonKeys),
  define('json_texts', [VARCHAR, VARCHAR], TEXTS, edit.jsonTexts),
  define('json_flatten', [VARCHAR], TEXTS, edit.jsonFlatten),
  define('json_pretty', [VARCHAR], VARCHAR, edit.prettyJson),
  define('interval_iso', [VARCHAR], VARCHAR, intervalIso),
];
