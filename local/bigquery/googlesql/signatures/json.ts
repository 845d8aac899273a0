import { DECIMAL_TEXT, castTemplate, datetimeText } from '../casts.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import { FLOAT64, INTERVAL, STRING, TIME, duckFieldName, printType, quoteIdentifier } from '../types.ts';
import type { SqlType } from '../types.ts';
import { row } from './row.ts';
import type { Argument, Signature, Template, TemplateCall } from './signature.ts';
import { fillTemplate, templateString } from './template.ts';

/** How each family of functions writes its paths. */
type Dialect = 'standard' | 'legacy';

/** A path is known before the query runs. */
function checkPath(arg: Argument | undefined, message: string): void {
  if (arg?.kind !== 'value' || arg.literal !== undefined || arg.isParameter === true) return;
  throw new GoogleSqlError(message);
}

/** Extraction by a path, `$` unless there is one; `source` says what the text is. */
const extraction =
  (name: string, dialect: Dialect, needsSource: boolean, result: (text: string, isJson: boolean) => string) =>
  ({ args, types }: TemplateCall): string => {
    const isJson = types[0]?.kind === 'JSON';
    checkPath(args[1], 'JSONPath must be a string literal or query parameter');
    if (/^\s*(?:lax|strict)\b/u.test(String(literalOf(args[1])))) throw notSupported('the mode of a JSONPath');
    const path = args.length > 1 ? '$2' : "'$$'";
    const source = needsSource ? `, '${isJson ? 'JSON' : 'STRING'}'` : '';
    return result(`bq_json_${name}($1, ${path}, '${dialect}'${source})`, isJson);
  };

const asJson = (text: string, isJson: boolean): string => (isJson ? `CAST(${text} AS JSON)` : text);
const asJsons = (text: string, isJson: boolean): string => (isJson ? `CAST(${text} AS JSON[])` : text);
const asIs = (text: string): string => text;

const EXACT_INTEGER = 9007199254740992n;

/** A string's JSON text; Unicode's line ends are escaped too. */
const escaped = (x: string): string =>
  `replace(replace(CAST(to_json(${x}) AS VARCHAR), chr(8232), '\\u2028'), chr(8233), '\\u2029')`;

const quoted = (text: string): string => `'"' || ${text} || '"'`;

/** How the numbers of a value are written. */
interface Numbers {
  /** Whether what a FLOAT64 does not hold is written as a string. */
  readonly isStringified: boolean;
  /** Whether they are a JSON value's: 1.0 and no -0.0. TO_JSON_STRING writes `1`, and NUMERIC with a fraction as a string. */
  readonly isJson: boolean;
}

/** 1.0 as `1.0`, where a cast to STRING gives `1`. */
const jsonFloat = (x: string): string =>
  `CASE WHEN ${x} = 0 THEN '0.0' WHEN ${x} = trunc(${x}) AND abs(${x}) < 1e17 THEN printf('%.1f', ${x}) ELSE ${floatText(x)} END`;

const floatText = (x: string): string =>
  fillTemplate(castTemplate(FLOAT64, STRING) ?? '', { sql: [x], isAggregate: true });

/** A NUMERIC that a FLOAT64 gives back as it is. */
const isRoundTrip = (x: string): string =>
  `CASE WHEN ${x} = trunc(${x}) THEN ${x} BETWEEN -${EXACT_INTEGER} AND ${EXACT_INTEGER} ELSE CAST(CAST(${x} AS VARCHAR) AS DOUBLE) = CAST(printf('%.15g', CAST(CAST(${x} AS VARCHAR) AS DOUBLE)) AS DOUBLE) AND length(replace(ltrim(CAST(${x} AS VARCHAR), '-0.'), '.', '')) < 16 + length(CAST(${x} AS VARCHAR)) - length(rtrim(CAST(${x} AS VARCHAR), '0')) END`;

/** The JSON text of a value that is not NULL. `depth` keeps the lambdas' names apart. */
function jsonText(x: string, type: SqlType, depth: number, numbers: Numbers): string {
  if (type.kind === 'ARRAY') {
    // A name no column has: `e.a` would be a column's field first.
    const element = `"e~${depth}"`;
    return `'[' || array_to_string(list_transform(${x}, lambda ${element}: ${orNull(element, type.element, depth + 1, numbers)}), ',') || ']'`;
  }
  if (type.kind === 'STRUCT') {
    const fields = type.fields.map((field, i) => {
      const inner = orNull(`${x}.${quoteIdentifier(duckFieldName(type, i))}`, field.type, depth, numbers);
      return `${templateString(`${JSON.stringify(field.name)}:`)} || ${inner}`;
    });
    const text = `'{' || ${[...fields.flatMap((field, i) => (i === 0 ? [field] : ["','", field])), "'}'"].join(' || ')}`;
    return `CASE WHEN ${x} IS NOT NULL THEN ${text} END`;
  }
  switch (type.kind) {
    case 'INT64':
      return numbers.isStringified
        ? `CASE WHEN ${x} BETWEEN -${EXACT_INTEGER} AND ${EXACT_INTEGER} THEN CAST(${x} AS VARCHAR) ELSE ${quoted(`CAST(${x} AS VARCHAR)`)} END`
        : `CAST(${x} AS VARCHAR)`;
    case 'FLOAT64':
      return `CASE WHEN isnan(${x}) THEN '"NaN"' WHEN isinf(${x}) THEN CASE WHEN ${x} > 0 THEN '"Infinity"' ELSE '"-Infinity"' END ELSE ${numbers.isJson ? jsonFloat(x) : floatText(x)} END`;
    case 'NUMERIC':
    case 'BIGNUMERIC': {
      const digits = DECIMAL_TEXT.replaceAll('$1', x);
      if (!numbers.isStringified) return digits;
      const isExact = `${x} = trunc(${x}) AND ${x} BETWEEN -${EXACT_INTEGER} AND ${EXACT_INTEGER}`;
      return `CASE WHEN ${numbers.isJson ? isRoundTrip(x) : isExact} THEN ${digits} ELSE ${quoted(digits)} END`;
    }
    case 'BOOL':
      return `CAST(${x} AS VARCHAR)`;
    case 'STRING':
      return escaped(x);
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
    case 'INTERVAL':
      return quoted(`bq_interval_iso(CAST(${castText(INTERVAL, x)} AS VARCHAR))`);
    default:
      throw notSupported(`JSON of a value of type ${printType(type)}`);
  }
}

const castText = (type: SqlType, x: string): string => (castTemplate(type, STRING) ?? '').replaceAll('$1', x);

const orNull = (x: string, type: SqlType, depth: number, numbers: Numbers): string =>
  `coalesce(${jsonText(x, type, depth, numbers)}, 'null')`;

/** An argument as the text of a JSON value. */
const valueText = ({ types }: TemplateCall, place: number, isStringified = false): string => {
  const type = types[place - 1];
  return type ? orNull(`$${place}`, type, 0, { isStringified, isJson: true }) : '';
};

const literalOf = (arg: Argument | undefined): unknown => (arg?.kind === 'value' ? arg.literal?.value : undefined);

const toJsonString = ({ types, args }: TemplateCall): string => {
  const [type] = types;
  const text = type ? orNull('$1', type, 0, { isStringified: true, isJson: false }) : '';
  if (args.length === 1 || literalOf(args[1]) === false) return text;
  return `CASE WHEN $2 THEN bq_json_pretty(${text}) WHEN NOT $2 THEN ${text} END`;
};

const canonical = (text: string): string => `CAST(bq_parse_json(${text}, 'round') AS JSON)`;

const toJson = (call: TemplateCall): string => {
  const flag = literalOf(call.args[1]);
  if (call.args.length > 1 && typeof flag !== 'boolean')
    throw notSupported('TO_JSON with a flag that is not a literal');
  return canonical(valueText(call, 1, flag === true));
};

const jsonArray = (call: TemplateCall): string =>
  call.args.length === 0
    ? `'[]'::JSON`
    : canonical(`'[' || ${call.args.map((_, i) => valueText(call, i + 1)).join(` || ',' || `)} || ']'`);

const jsonObject = (call: TemplateCall): string => {
  const names = call.args.flatMap((_, i) => (i % 2 === 0 ? [`$${i + 1}`] : []));
  const values = call.args.flatMap((_, i) => (i % 2 === 1 ? [valueText(call, i + 1)] : []));
  return `CAST(bq_json_object(CAST([${names.join(', ')}] AS VARCHAR[]), CAST([${values.join(', ')}] AS VARCHAR[])) AS JSON)`;
};

const jsonObjectOfArrays = ({ types }: TemplateCall): string => {
  const type = types[1];
  if (type?.kind !== 'ARRAY') throw notSupported('JSON_OBJECT of these arrays');
  const value = orNull('"j~"', type.element, 0, { isStringified: false, isJson: true });
  return (
    `CASE WHEN $1 IS NULL THEN $e('Invalid input to JSON_OBJECT: The keys array cannot be NULL') ` +
    `WHEN $2 IS NULL THEN $e('Invalid input to JSON_OBJECT: The values array cannot be NULL') ` +
    `ELSE CAST(bq_json_object($1, list_transform($2, lambda "j~": ${value})) AS JSON) END`
  );
};

/** What a named flag is, its default without. */
const flagOf = ({ args }: TemplateCall, name: string, unless: boolean): string => {
  const at = args.findIndex((arg) => arg.kind === 'value' && arg.name?.toLowerCase() === name);
  return at < 0 ? String(unless) : `$${at + 1}`;
};

const isPositional = (arg: Argument): boolean => arg.kind === 'value' && arg.name === undefined;

function checkPaths(name: string, { args, sql }: TemplateCall, places: readonly number[]): void {
  for (const place of places) {
    if (sql[place - 1]?.startsWith('CAST(NULL AS ') === true) continue;
    checkPath(args[place - 1], `Argument ${place} to ${name} must be a literal or query parameter`);
  }
}

/** A change by pairs of path and value. */
const edit =
  (name: string, flag: string) =>
  (call: TemplateCall): string => {
    const places = call.args.flatMap((arg, i) => (i > 0 && isPositional(arg) ? [i + 1] : []));
    const pathPlaces = places.filter((_, i) => i % 2 === 0);
    checkPaths(`JSON_${name.toUpperCase()}`, call, pathPlaces);
    const paths = pathPlaces.map((place) => `$${place}`);
    const values = places.filter((_, i) => i % 2 === 1);
    const each = flagOf(call, flag, true);
    const options =
      name === 'set'
        ? each
        : `[${values.map((place) => (call.types[place - 1]?.kind === 'ARRAY' ? `CAST(${each} AS BIGINT)` : '0::BIGINT')).join(', ')}]`;
    const texts = values.map((place) => valueText(call, place)).join(', ');
    return `CAST(bq_json_${name}($1, CAST([${paths.join(', ')}] AS VARCHAR[]), [${texts}], ${options}) AS JSON)`;
  };

const remove = (call: TemplateCall): string => {
  const places = call.args.slice(1).map((_, i) => i + 2);
  checkPaths('JSON_REMOVE', call, places);
  return `CAST(bq_json_remove($1, CAST([${places.map((place) => `$${place}`).join(', ')}] AS VARCHAR[])) AS JSON)`;
};

const stripNulls = (call: TemplateCall): string => {
  const second = call.args[1];
  const path = second && isPositional(second) ? '$2' : "'$$'";
  if (path === '$2') checkPaths('JSON_STRIP_NULLS', call, [2]);
  return `CAST(bq_json_strip_nulls($1, ${path}, ${flagOf(call, 'include_arrays', true)}, ${flagOf(call, 'remove_empty', false)}) AS JSON)`;
};

const keys = (call: TemplateCall): string => {
  const second = call.args[1];
  const depth = second && isPositional(second) ? '$2' : '9223372036854775807';
  const mode = call.args.findIndex((arg) => arg.kind === 'value' && arg.name?.toLowerCase() === 'mode');
  return `bq_json_keys($1, ${depth}, ${mode < 0 ? "'strict'" : `$${mode + 1}`})`;
};

/** INT64(json) and its kin: an error where the JSON holds another type. */
const unwrap = (name: string, kinds: string, type: string): readonly Signature[] =>
  row(
    `${name}(JSON) -> ${name}`,
    `CASE WHEN $1 IS NULL THEN NULL WHEN json_type($1) IN (${kinds}) THEN CAST(json_extract_string($1, '$$') AS ${type}) ` +
      `ELSE $e('The provided JSON input is not a ${name === 'BOOL' ? 'boolean' : 'string'}') END`,
  );

const subscript = ({ types }: TemplateCall): string => {
  const path = types[1]?.kind === 'STRING' ? `'$$."' || replace($2, '"', '\\"') || '"'` : "'$$[' || $2 || ']'";
  return `CAST(bq_json_query($1, ${path}, 'standard', 'JSON') AS JSON)`;
};

const pairs = (name: string, optional: boolean, template: Template, result: string): readonly Signature[] =>
  row(`${name}({JSON|STRING}${optional ? '[, STRING]' : ', STRING'}) -> ${result}`, template);

const wideMode = ({ args }: TemplateCall): string =>
  `CAST(bq_parse_json($1, ${args.length > 1 ? '$2' : "'exact'"}) AS JSON)`;

const query = (dialect: Dialect): Template => extraction('query', dialect, true, asJson);
const value = (dialect: Dialect): Template => extraction('value', dialect, false, asIs);
const queryArray = (dialect: Dialect): Template => extraction('query_array', dialect, true, asJsons);
const valueArray = (dialect: Dialect): Template => extraction('value_array', dialect, false, asIs);

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/json_functions */
export const JSONS: readonly Signature[] = [
  pairs('JSON_VALUE', true, value('standard'), 'STRING'),
  pairs('JSON_EXTRACT_SCALAR', true, value('legacy'), 'STRING'),
  pairs('JSON_QUERY', false, query('standard'), '{JSON|STRING}'),
  pairs('JSON_EXTRACT', false, query('legacy'), '{JSON|STRING}'),
  pairs('JSON_QUERY_ARRAY', true, queryArray('standard'), '{ARRAY<JSON>|ARRAY<STRING>}'),
  pairs('JSON_EXTRACT_ARRAY', true, queryArray('legacy'), '{ARRAY<JSON>|ARRAY<STRING>}'),
  pairs('JSON_VALUE_ARRAY', true, valueArray('standard'), 'ARRAY<STRING>'),
  pairs('JSON_EXTRACT_STRING_ARRAY', true, valueArray('legacy'), 'ARRAY<STRING>'),
  row(
    'JSON_TYPE(JSON) -> STRING',
    "CASE json_type($1) WHEN 'OBJECT' THEN 'object' WHEN 'ARRAY' THEN 'array' WHEN 'VARCHAR' THEN 'string' " +
      "WHEN 'BOOLEAN' THEN 'boolean' WHEN 'NULL' THEN 'null' WHEN NULL THEN NULL ELSE CASE WHEN $1 IS NOT NULL THEN 'number' END END",
  ),
  row('PARSE_JSON(STRING[, wide_number_mode => STRING]) -> JSON', wideMode),
  row('TO_JSON(T[, stringify_wide_numbers => BOOL]) -> JSON', toJson),
  row('TO_JSON_STRING(T[, BOOL]) -> STRING', toJsonString),
  row('$subscript(JSON, {INT64|STRING}) -> JSON', subscript),
  unwrap('BOOL', "'BOOLEAN'", 'BOOLEAN'),
  unwrap('STRING', "'VARCHAR'", 'VARCHAR'),
  row('INT64(JSON) -> INT64', 'bq_json_integer($1)'),
  row('FLOAT64(JSON[, wide_number_mode => STRING]) -> FLOAT64', ({ args }) =>
    args.length > 1 ? 'bq_json_float($1, $2)' : "bq_json_float($1, 'round')",
  ),
  row('LAX_BOOL(JSON) -> BOOL', 'bq_lax_boolean($1)'),
  row('LAX_INT64(JSON) -> INT64', 'bq_lax_integer($1)'),
  row('LAX_FLOAT64(JSON) -> FLOAT64', 'bq_lax_float($1)'),
  row(
    'LAX_STRING(JSON) -> STRING',
    `CASE WHEN json_type($1) = 'DOUBLE' THEN ${castText(FLOAT64, 'bq_lax_float($1)')} ELSE bq_json_value($1, '$$', 'standard') END`,
  ),
  row('JSON_ARRAY(ANY...) -> JSON', jsonArray),
  row('JSON_OBJECT(STRING..., ANY...) -> JSON', jsonObject),
  row('JSON_OBJECT(ARRAY<STRING>, ARRAY<T>) -> JSON', jsonObjectOfArrays),
  row(
    'JSON_SET(JSON, STRING, ANY, STRING..., ANY...[, create_if_missing => BOOL]) -> JSON',
    edit('set', 'create_if_missing'),
  ),
  row(
    'JSON_ARRAY_APPEND(JSON, STRING, ANY, STRING..., ANY...[, append_each_element => BOOL]) -> JSON',
    edit('array_append', 'append_each_element'),
  ),
  row(
    'JSON_ARRAY_INSERT(JSON, STRING, ANY, STRING..., ANY...[, insert_each_element => BOOL]) -> JSON',
    edit('array_insert', 'insert_each_element'),
  ),
  row('JSON_REMOVE(JSON, STRING, STRING...) -> JSON', remove),
  row('JSON_STRIP_NULLS(JSON[, STRING, include_arrays => BOOL, remove_empty => BOOL]) -> JSON', stripNulls),
  row('JSON_KEYS(JSON[, INT64, mode => STRING]) -> ARRAY<STRING>', keys),
  row('JSON_FLATTEN(JSON) -> ARRAY<JSON>', 'CAST(bq_json_flatten($1) AS JSON[])'),
].flat();
