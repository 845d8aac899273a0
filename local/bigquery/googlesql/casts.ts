import { GoogleSqlError, notSupported } from './errors.ts';
import type { MomentKind } from './functions/moment-elements.ts';
import { intervalFrom, microsOf, monthsOf } from './signatures/interval-fields.ts';
import { bound } from './signatures/ranges.ts';
import { fillTemplate, templateString } from './signatures/template.ts';
import { duckFieldName, duckType, printStruct, printType, quoteIdentifier, sameType } from './types.ts';
import type { SqlType, StructType } from './types.ts';

/** `.5` and `.500006` of a text that DuckDB printed with its zeros cut, as BigQuery prints it: in threes. */
const fraction = (micros: string): string =>
  `CASE WHEN ${micros} % 1000000 = 0 THEN '' WHEN ${micros} % 1000 = 0 ` +
  `THEN printf('.%03d', ${micros} % 1000000 // 1000) ELSE printf('.%06d', ${micros} % 1000000) END`;

/** The text of a timestamp without zone; the argument is used twice. */
export const datetimeText = (x: string): string =>
  `split_part(CAST(${x} AS VARCHAR), '.', 1) || ${fraction(`microsecond(${x})`)}`;

const FLOAT_PATTERN = String.raw`\s*[+-]?(\d+\.?\d*(e[+-]?\d+)?|\.\d+(e[+-]?\d+)?|inf(inity)?|nan)\s*`;
/** DuckDB reads hexadecimal digits without sign and white space, and none above 64 bits. */
const HEXADECIMAL =
  "CAST(CASE WHEN contains($1, '-') THEN -1 ELSE 1 END::HUGEINT * CAST(regexp_extract($1, '\\w+') AS UBIGINT) AS BIGINT)";
const CLOCK = String.raw`([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?`;
/** Far from the first and the last year, so that no offset leads out of them. */
const DATE = String.raw`[12]\d{3}-\d{2}-\d{2}`;

/** Reads a STRING that must match a pattern: DuckDB alone would take more than BigQuery does. */
const guarded = (pattern: string, what: string, read: string, options = ''): string =>
  `CASE WHEN NOT regexp_full_match($1, ${templateString(pattern)}${options}) THEN $e(${what}) ELSE ${read} END`;

/** Reads a STRING as a date or time: the shapes that DuckDB reads alike by itself, the others by a function of ours. */
function readMoment(kind: MomentKind, pattern: string, duck: string, fromMicros: string, message: string): string {
  return (
    `CASE WHEN regexp_full_match($1, ${templateString(pattern)}) THEN CAST($1 AS ${duck}) ` +
    `WHEN $1 IS NOT NULL THEN coalesce(${fromMicros.replace('@', `bq_read_moment('${kind}', $1)`)}, $e(${message})) END`
  );
}

const [MONTHS, MICROS] = [monthsOf('$1'), microsOf('$1')];
const minus = (x: string): string => `CASE WHEN ${x} < 0 THEN '-' ELSE '' END`;

/** `1-2 3 4:5:6.500`. */
const INTERVAL_TEXT =
  `(${minus(MONTHS)} || abs(${MONTHS}) // 12 || '-' || abs(${MONTHS}) % 12 || ' ' || datepart('day', $1) || ' ' || ` +
  `${minus(MICROS)} || abs(${MICROS}) // 3600000000 || ':' || abs(${MICROS}) // 60000000 % 60 || ':' || ` +
  `abs(${MICROS}) // 1000000 % 60 || ${fraction(`abs(${MICROS})`)})`;

/** Months, days and microseconds as `bq_cast_interval` gives them. */
const INTERVAL_READ = bound(
  '"fields~"',
  "string_split(bq_cast_interval($1), ' ')",
  `CASE WHEN "fields~" IS NOT NULL THEN ${intervalFrom('"fields~"[1]', '"fields~"[2]', '"fields~"[3]')} ` +
    `WHEN $1 IS NOT NULL THEN $e('Invalid INTERVAL value ''' || $1 || '''') END`,
);

const FLOAT_TEXT =
  `CASE WHEN isnan($1) THEN 'nan' WHEN isinf($1) THEN CASE WHEN $1 > 0 THEN 'inf' ELSE '-inf' END ` +
  `WHEN $1 = 0 THEN '0' WHEN CAST(printf('%.15g', $1) AS DOUBLE) = $1 THEN printf('%.15g', $1) ELSE printf('%.17g', $1) END`;

/** NUMERIC without trailing zeros. */
export const DECIMAL_TEXT = "rtrim(rtrim(CAST($1 AS VARCHAR), '0'), '.')";

/** Short plain text is read by DuckDB itself, many times as fast, and needs no rounding. */
const STRING_TO_NUMERIC =
  String.raw`CASE WHEN regexp_full_match($1, '[+-]?\d{1,8}(\.\d{1,9})?') ` +
  'THEN CAST(CAST($1 AS DECIMAL(18,9)) AS DECIMAL(38,9)) ELSE bq_numeric_from_text$s($1) END';

const decimalCasts = (kind: 'NUMERIC' | 'BIGNUMERIC'): Readonly<Record<string, string>> => ({
  [`INT64>${kind}`]: `CAST($1 AS ${duckType({ kind })})`,
  [`FLOAT64>${kind}`]: `bq_${kind.toLowerCase()}_from_float$s($1)`,
  [`STRING>${kind}`]: `bq_${kind.toLowerCase()}_from_text$s($1)`,
  [`${kind}>INT64`]: 'CAST($1 AS BIGINT)',
  [`${kind}>FLOAT64`]: 'CAST(CAST($1 AS VARCHAR) AS DOUBLE)',
  [`${kind}>STRING`]: DECIMAL_TEXT,
});

/**
 * How each scalar type is cast, as templates.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/conversion_functions
 */
const CASTS: Readonly<Record<string, string>> = {
  ...decimalCasts('NUMERIC'),
  'STRING>NUMERIC': STRING_TO_NUMERIC,
  ...decimalCasts('BIGNUMERIC'),
  'NUMERIC>BIGNUMERIC': 'bq_bignumeric_from_numeric$s($1)',
  'BIGNUMERIC>NUMERIC': 'CAST($1 AS DECIMAL(38,9))',
  'INT64>FLOAT64': 'CAST($1 AS DOUBLE)',
  'INT64>BOOL': '($1 <> 0)',
  'INT64>STRING': 'CAST($1 AS VARCHAR)',
  'FLOAT64>INT64': 'CAST(round($1) AS BIGINT)',
  'FLOAT64>STRING': FLOAT_TEXT,
  'BOOL>INT64': 'CAST($1 AS BIGINT)',
  'BOOL>STRING': 'CAST($1 AS VARCHAR)',
  'STRING>INT64': guarded(
    String.raw`\s*[+-]?\d+\s*| *[+-]?0[xX][0-9a-fA-F]+ *`,
    "'Bad int64 value: ' || $1",
    `CASE WHEN contains(lower($1), 'x') THEN ${HEXADECIMAL} ELSE CAST($1 AS BIGINT) END`,
  ),
  'STRING>FLOAT64': guarded(FLOAT_PATTERN, "'Bad double value: ' || $1", 'CAST($1 AS DOUBLE)', ", 'i'"),
  'STRING>BOOL': `CASE lower($1) WHEN 'true' THEN true WHEN 'false' THEN false ELSE CASE WHEN $1 IS NOT NULL THEN $e('Bad bool value: ' || $1) END END`,
  'STRING>BYTES': 'encode($1)',
  'BYTES>STRING': 'decode($1)',
  'STRING>DATE': readMoment(
    'DATE',
    DATE,
    'DATE',
    'CAST(make_timestamp(@) AS DATE)',
    "'Invalid date: ''' || $1 || ''''",
  ),
  'STRING>DATETIME': readMoment(
    'DATETIME',
    `${DATE}([ T]${CLOCK})?`,
    'TIMESTAMP',
    'make_timestamp(@)',
    `'Invalid datetime string "' || $1 || '"'`,
  ),
  'STRING>TIME': readMoment(
    'TIME',
    CLOCK,
    'TIME',
    'CAST(make_timestamp(@) AS TIME)',
    `'Invalid time string "' || $1 || '"'`,
  ),
  'STRING>TIMESTAMP': readMoment(
    'TIMESTAMP',
    String.raw`${DATE}([ T]${CLOCK}(Z|[+-](0\d|1[0-3])(:[0-5]\d)?)?)?`,
    'TIMESTAMPTZ',
    "(make_timestamp(@) AT TIME ZONE 'UTC')",
    "'Invalid timestamp: ''' || $1 || ''''",
  ),
  'DATE>STRING': 'CAST($1 AS VARCHAR)',
  'DATE>DATETIME': 'CAST($1 AS TIMESTAMP)',
  'DATE>TIMESTAMP': 'CAST($1 AS TIMESTAMPTZ)',
  'DATETIME>STRING': `(${datetimeText('$1')})`,
  'DATETIME>DATE': 'CAST($1 AS DATE)',
  'DATETIME>TIME': 'CAST($1 AS TIME)',
  'DATETIME>TIMESTAMP': 'CAST($1 AS TIMESTAMPTZ)',
  'TIME>STRING': `(left(CAST($1 AS VARCHAR), 8) || ${fraction('microsecond($1)')})`,
  'TIMESTAMP>STRING': `(${datetimeText("($1 AT TIME ZONE 'UTC')")} || '+00')`,
  'TIMESTAMP>DATE': 'CAST($1 AS DATE)',
  'TIMESTAMP>DATETIME': 'CAST($1 AS TIMESTAMP)',
  'TIMESTAMP>TIME': 'CAST(CAST($1 AS TIMESTAMP) AS TIME)',
  'INTERVAL>STRING': INTERVAL_TEXT,
  'STRING>INTERVAL': INTERVAL_READ,
};

/** The template that casts `from` to `to`, or undefined where BigQuery has no such cast. */
export function castTemplate(from: SqlType, to: SqlType, safe = false): string | undefined {
  if (sameType(from, to)) return '$1';
  if (from.kind === 'ARRAY' && to.kind === 'ARRAY') {
    const element = castTemplate(from.element, to.element, safe);
    const elements = element && `list_transform($1, lambda "e~": ${fillTemplate(element, { sql: ['"e~"'], safe })})`;
    if (!elements || !safe) return elements;
    if (to.element.kind === 'STRUCT') throw notSupported('SAFE_CAST of arrays of structs');
    // One element that has no such value is NULL for the whole array.
    const whole = 'CASE WHEN list_count("p~".r) = list_count("p~".a) THEN "p~".r END';
    return `list_transform([{a: $1, r: ${elements}}], lambda "p~": ${whole})[1]`;
  }
  if (from.kind === 'STRUCT' && to.kind === 'STRUCT') return structTemplate(from, to, safe);
  return CASTS[`${from.kind}>${to.kind}`];
}

/** Field by field in order, under the new names. */
function structTemplate(from: StructType, to: StructType, safe: boolean): string | undefined {
  if (from.fields.length !== to.fields.length) return undefined;
  const fields = to.fields.flatMap(({ type }, i) => {
    const source = from.fields[i];
    const template = source && castTemplate(source.type, type, safe);
    const value = `$1.${quoteIdentifier(duckFieldName(from, i))}`;
    return template === undefined ? [] : [fillTemplate(template, { sql: [value], safe })];
  });
  if (fields.length < to.fields.length) return undefined;
  return `CASE WHEN $1 IS NOT NULL THEN ${printStruct(to, fields)} END`;
}

/** Options of a cast. */
export interface CastOptions {
  /** SAFE_CAST: NULL instead of an error. */
  readonly safe?: boolean | undefined;
}

/**
 * The DuckDB text that casts `sql` from one type to another, as CAST and SAFE_CAST do. Throws `GoogleSqlError` where
 * BigQuery has no such cast.
 */
export function printCast(sql: string, from: SqlType, to: SqlType, { safe = false }: CastOptions = {}): string {
  const template = castTemplate(from, to, safe);
  if (template === undefined) {
    const areArrays = from.kind === 'ARRAY' && to.kind === 'ARRAY';
    const why = areArrays ? 'Casting between arrays with incompatible element types is not supported: ' : '';
    throw new GoogleSqlError(`${why}Invalid cast from ${printType(from)} to ${printType(to)}`);
  }
  if (template === '$1') return sql;
  const isNested = from.kind === 'STRUCT' || from.kind === 'ARRAY';
  if (isNested && sql.startsWith('CAST(NULL AS ')) return `CAST(NULL AS ${duckType(to)})`;
  // The parts of arrays and structs are already safe, each by itself.
  return fillTemplate(template, { sql: [sql], safe: safe && !isNested });
}
