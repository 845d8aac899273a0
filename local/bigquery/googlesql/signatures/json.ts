import { DECIMAL_TEXT, castTemplate, datetimeText } from '../casts.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import { FLOAT64, STRING, TIME, duckFieldName, printType, quoteIdentifier } from '../types.ts';
import type { SqlType } from '../types.ts';
import { duckPath } from './json-path.ts';
import { row } from './row.ts';
import type { Signature, TemplateCall } from './signature.ts';
import { fillTemplate, templateString } from './template.ts';

/** The path of a call, `$` unless it has one. */
function pathOf({ args }: TemplateCall): string {
  const arg = args[1];
  const path = arg?.kind === 'value' && typeof arg.literal?.value === 'string' ? arg.literal.value : '$';
  return templateString(duckPath(path));
}

/** STRING that is no JSON has no value; JSON always is. */
const valid = ({ types }: TemplateCall, text: string): string =>
  types[0]?.kind === 'STRING' ? `CASE WHEN json_valid($1) THEN ${text} END` : text;

const scalarAt = (json: string, path: string): string =>
  `CASE WHEN json_type(${json}, ${path}) IN ('OBJECT', 'ARRAY') THEN NULL ELSE json_extract_string(${json}, ${path}) END`;

const value = (call: TemplateCall): string => valid(call, scalarAt('$1', pathOf(call)));

const query = (call: TemplateCall): string => {
  const found = `json_extract($1, ${pathOf(call)})`;
  return call.types[0]?.kind === 'STRING' ? valid(call, `nullif(CAST(${found} AS VARCHAR), 'null')`) : found;
};

/** The elements of an array, or NULL where there is none. */
const elements = (call: TemplateCall): string =>
  `CASE WHEN json_type($1, ${pathOf(call)}) = 'ARRAY' THEN json_extract(json_extract($1, ${pathOf(call)}), '$$[*]') END`;

const queryArray = (call: TemplateCall): string =>
  valid(
    call,
    call.types[0]?.kind === 'STRING'
      ? `list_transform(${elements(call)}, lambda e: CAST(e AS VARCHAR))`
      : elements(call),
  );

const valueArray = (call: TemplateCall): string =>
  valid(call, `list_transform(${elements(call)}, lambda e: ${scalarAt('e', "'$$'")})`);

const EXACT_INTEGER = 9007199254740992n;

const quoted = (text: string): string => `'"' || ${text} || '"'`;

/** The JSON text of a value that is not NULL. `depth` keeps the lambdas' names apart. */
function jsonText(x: string, type: SqlType, depth: number, wide: boolean): string {
  if (type.kind === 'ARRAY') {
    // A name no column has: `e.a` would be a column's field first.
    const element = `"e~${depth}"`;
    return `'[' || array_to_string(list_transform(${x}, lambda ${element}: ${orNull(element, type.element, depth + 1, wide)}), ',') || ']'`;
  }
  if (type.kind === 'STRUCT') {
    const fields = type.fields.map((field, i) => {
      const inner = orNull(`${x}.${quoteIdentifier(duckFieldName(type, i))}`, field.type, depth, wide);
      return `${templateString(`${JSON.stringify(field.name)}:`)} || ${inner}`;
    });
    return `'{' || ${[...fields.flatMap((field, i) => (i === 0 ? [field] : ["','", field])), "'}'"].join(' || ')}`;
  }
  switch (type.kind) {
    case 'INT64':
      return wide
        ? `CASE WHEN ${x} BETWEEN -${EXACT_INTEGER} AND ${EXACT_INTEGER} THEN CAST(${x} AS VARCHAR) ELSE ${quoted(`CAST(${x} AS VARCHAR)`)} END`
        : `CAST(${x} AS VARCHAR)`;
    case 'FLOAT64':
      return `CASE WHEN isnan(${x}) THEN '"NaN"' WHEN isinf(${x}) THEN CASE WHEN ${x} > 0 THEN '"Infinity"' ELSE '"-Infinity"' END ELSE ${fillTemplate(castTemplate(FLOAT64, STRING) ?? '', { sql: [x], isAggregate: true })} END`;
    case 'NUMERIC':
    case 'BIGNUMERIC': {
      const digits = DECIMAL_TEXT.replaceAll('$1', x);
      const isExact = `${x} = trunc(${x}) AND ${x} BETWEEN -${EXACT_INTEGER} AND ${EXACT_INTEGER}`;
      return wide ? `CASE WHEN ${isExact} THEN ${digits} ELSE ${quoted(digits)} END` : digits;
    }
    case 'BOOL':
      return `CAST(${x} AS VARCHAR)`;
    case 'STRING':
      return `CAST(to_json(${x}) AS VARCHAR)`;
    case 'JSON':
      return `CAST(${x} AS VARCHAR)`;
    case 'BYTES':
      return quoted(`base64(${x})`);
    case 'DATE':
      return quoted(`CAST(${x} AS VARCHAR)`);
    case 'TIME':
      return quoted((castTemplate(TIME, STRING) ?? '').replaceAll('$1', x));
    case 'DATETIME':
      return quoted(`replace(${datetimeText(x)}, ' ', 'T')`);
    case 'TIMESTAMP':
      return quoted(`replace(${datetimeText(`(${x} AT TIME ZONE 'UTC')`)}, ' ', 'T') || 'Z'`);
    default:
      throw notSupported(`JSON of a value of type ${printType(type)}`);
  }
}

const orNull = (x: string, type: SqlType, depth: number, wide: boolean): string =>
  `coalesce(${jsonText(x, type, depth, wide)}, 'null')`;

const toJsonString = ({ types, args }: TemplateCall): string => {
  const isPretty = args[1]?.kind === 'value' && args[1].literal?.value !== false;
  if (isPretty) throw notSupported('TO_JSON_STRING with pretty printing');
  const [type] = types;
  return type ? orNull('$1', type, 0, true) : '';
};

const toJson = ({ types }: TemplateCall): string => {
  const [type] = types;
  return type ? `CAST(bq_parse_json(${orNull('$1', type, 0, false)}, 'round') AS JSON)` : '';
};

/** INT64(json) and its kin: an error where the JSON holds another type. */
const unwrap = (name: string, kinds: string, type: string): readonly Signature[] =>
  row(
    `${name}(JSON) -> ${name}`,
    `CASE WHEN $1 IS NULL THEN NULL WHEN json_type($1) IN (${kinds}) THEN CAST(json_extract_string($1, '$$') AS ${type}) ` +
      `ELSE $e('The provided JSON input is not ${/^[aeiou]/iu.test(name) ? 'an' : 'a'} ${name.toLowerCase()}') END`,
  );

const subscript = ({ args, types }: TemplateCall): string => {
  const arg = args[1];
  const known = arg?.kind === 'value' ? arg.literal?.value : undefined;
  if (types[1]?.kind === 'STRING') {
    if (typeof known !== 'string' || known.includes('"'))
      throw notSupported('JSON subscript that is not a plain literal');
    return `json_extract($1, ${templateString(`$."${known}"`)})`;
  }
  return `CASE WHEN $2 >= 0 THEN json_extract($1, '$$[' || $2 || ']') END`;
};

const pairs = (name: string, template: (call: TemplateCall) => string, result: string): readonly Signature[] =>
  row(`${name}({JSON|STRING}[, literal STRING]) -> ${result}`, template);

const wideMode = ({ args }: TemplateCall): string =>
  args.length > 1 ? 'bq_parse_json($1, $2)' : "bq_parse_json($1, 'exact')";

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/json_functions */
export const JSONS: readonly Signature[] = [
  pairs('JSON_VALUE', value, 'STRING'),
  pairs('JSON_EXTRACT_SCALAR', value, 'STRING'),
  pairs('JSON_QUERY', query, '{JSON|STRING}'),
  pairs('JSON_EXTRACT', query, '{JSON|STRING}'),
  pairs('JSON_QUERY_ARRAY', queryArray, '{ARRAY<JSON>|ARRAY<STRING>}'),
  pairs('JSON_EXTRACT_ARRAY', queryArray, '{ARRAY<JSON>|ARRAY<STRING>}'),
  pairs('JSON_VALUE_ARRAY', valueArray, 'ARRAY<STRING>'),
  pairs('JSON_EXTRACT_STRING_ARRAY', valueArray, 'ARRAY<STRING>'),
  row(
    'JSON_TYPE(JSON) -> STRING',
    "CASE json_type($1) WHEN 'OBJECT' THEN 'object' WHEN 'ARRAY' THEN 'array' WHEN 'VARCHAR' THEN 'string' " +
      "WHEN 'BOOLEAN' THEN 'boolean' WHEN 'NULL' THEN 'null' WHEN NULL THEN NULL ELSE CASE WHEN $1 IS NOT NULL THEN 'number' END END",
  ),
  row('PARSE_JSON(STRING[, wide_number_mode => STRING]) -> JSON', (call) => `CAST(${wideMode(call)} AS JSON)`),
  row('TO_JSON(T) -> JSON', toJson),
  row('TO_JSON_STRING(T[, literal BOOL]) -> STRING', toJsonString),
  row('$subscript(JSON, {INT64|STRING}) -> JSON', subscript),
  row('$subscript(ARRAY<T>, INT64) -> T', () => {
    throw new GoogleSqlError(
      'Element access using array[position] is not supported. Use array[OFFSET(zero_based_offset)] or array[ORDINAL(one_based_ordinal)]',
    );
  }),
  unwrap('BOOL', "'BOOLEAN'", 'BOOLEAN'),
  row(
    'INT64(JSON) -> INT64',
    `CASE WHEN $1 IS NULL THEN NULL WHEN json_type($1) IN ('BIGINT', 'UBIGINT') THEN CAST(json_extract_string($1, '$$') AS BIGINT) WHEN json_type($1) = 'DOUBLE' AND CAST($1 AS DOUBLE) = trunc(CAST($1 AS DOUBLE)) THEN CAST(CAST($1 AS DOUBLE) AS BIGINT) ELSE $e('The provided JSON input is not an integer') END`,
  ),
  unwrap('FLOAT64', "'BIGINT', 'UBIGINT', 'DOUBLE'", 'DOUBLE'),
  unwrap('STRING', "'VARCHAR'", 'VARCHAR'),
].flat();
