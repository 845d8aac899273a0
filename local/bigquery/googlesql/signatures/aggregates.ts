import { GoogleSqlError, notSupported } from '../errors.ts';
import { printType } from '../types.ts';
import { aggregate, window } from './row.ts';
import { refused } from './refused.ts';
import type { Signature, TemplateCall } from './signature.ts';

/** SUM or AVG of FLOAT64: what is infinite though no value was is an error. */
const floatTotal = (name: string): string =>
  `CASE WHEN isinf(${name}($d$1)$w) AND NOT bool_or(NOT isfinite($1))$w THEN $e('double overflow') ELSE ${name}($d$1)$w END`;

/** SUM of NUMERIC; DuckDB's own goes somewhat beyond 38 digits. */
const numericTotal =
  `CASE WHEN sum($d$1)$w NOT BETWEEN -99999999999999999999999999999.999999999 AND 99999999999999999999999999999.999999999 ` +
  `THEN $e('numeric overflow: SUM') ELSE sum($d$1)$w END`;

/** AVG of decimals: exact, rounded once. */
const decimalAverage = (kind: string): string => `bq_${kind}_average(sum($d$1)$w, count($d$1)$w)`;

/** MIN and MAX of FLOAT64 are NaN where one value is; DuckDB holds NaN for the greatest. */
const MIN_FLOAT = "CASE WHEN bool_or(isnan($1))$w THEN 'nan'::DOUBLE ELSE min($1)$w END";

const INTERVAL_SUM =
  "(to_months(CAST(sum(datepart('year', $1) * 12 + datepart('month', $1))$w AS INTEGER)) + " +
  "to_days(CAST(sum(datepart('day', $1))$w AS INTEGER)) + to_microseconds(CAST(sum(datepart('hour', $1) * 3600000000 + " +
  "datepart('minute', $1) * 60000000 + datepart('microsecond', $1))$w AS BIGINT)))";

const OVER = (call: TemplateCall): string => (call.modifiers.over === undefined ? '' : ` OVER ${call.modifiers.over}`);

/** `[1:n]` of a list that LIMIT cuts. */
const limited = ({ modifiers }: TemplateCall, list: string): string =>
  modifiers.limit === undefined ? list : `(${list})[1:${modifiers.limit.replaceAll('$', '$$$$')}]`;

/**
 * The list's values, each where it is first seen: the order BigQuery gives DISTINCT, and DuckDB does not. Sorted by
 * value and place, the first of each value is kept, and those are put by place again.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/aggregate_functions#array_agg
 */
const firstSeen = (list: string): string => {
  const isFirst = '"i~" = 1 OR struct_extract("z~"["i~" - 1], 1) IS DISTINCT FROM struct_extract("e~", 1)';
  const placed = 'lambda "e~": {o: struct_extract("e~", 2), v: struct_extract("e~", 1)}';
  const places = `list_sort(list_transform(list_filter("z~", lambda "e~", "i~": ${isFirst}), ${placed}))`;
  const sorted = 'list_sort(list_zip("l~", generate_series(1, len("l~"))))';
  const kept = `list_transform(list_transform([${sorted}], lambda "z~": ${places})[1], lambda "e~": "e~".v)`;
  return `list_transform([${list}], lambda "l~": CASE WHEN "l~" IS NOT NULL THEN ${kept} END)[1]`;
};

const isFirstSeen = ({ modifiers }: TemplateCall): boolean => Boolean(modifiers.distinct && modifiers.isWrittenOrder);

/** The values of the group as a list. */
const listed = (call: TemplateCall, rest: string): string =>
  isFirstSeen(call) ? firstSeen(`list($1$o)${rest}`) : `list($d$1$o)${rest}`;

const joined =
  (delimiter: string, cast: string) =>
  (call: TemplateCall): string => {
    checkDelimiter(call);
    if (call.modifiers.limit === undefined && !isFirstSeen(call)) return `string_agg($d$1, ${delimiter}$o)$w`;
    const list = listed(call, ` FILTER (WHERE $1 IS NOT NULL)${OVER(call)}`);
    return `array_to_string(${limited(call, list)}, ${delimiter})${cast}`;
  };

/** STRING_AGG of BYTES, joined in hexadecimal. */
const joinedBytes =
  (delimiter: string) =>
  (call: TemplateCall): string => {
    checkDelimiter(call);
    const list = limited(call, listed(call, ` FILTER (WHERE $1 IS NOT NULL)${OVER(call)}`));
    return `unhex(array_to_string(list_transform(${list}, lambda "e~": hex("e~")), ${delimiter}))`;
  };

function checkDelimiter(call: TemplateCall): void {
  const [, delimiter] = call.args;
  if (
    (delimiter?.kind === 'value' && delimiter.literal?.value === null) ||
    /^CAST\(NULL AS /u.test(call.sql[1] ?? '')
  ) {
    throw new GoogleSqlError('Argument 2 to STRING_AGG must be non-NULL');
  }
  checkOneForAll(call, 2, 'STRING_AGG');
}

function anyValue({ modifiers }: TemplateCall): string {
  const { having } = modifiers;
  const over = modifiers.over === undefined ? '' : ` OVER ${modifiers.over}`;
  if (!having) return 'any_value($1)$w';
  const name = having.extreme === 'MAX' ? 'arg_max_null' : 'arg_min_null';
  return `${name}($1, ${having.sql.replaceAll('$', '$$$$')})${over}`;
}

/** The value at each n-th of the sorted ones: position ⌈i·count/n⌉, as the documentation's examples have it. */
function quantiles(call: TemplateCall): string {
  checkOneForAll(call, 2, 'APPROX_QUANTILES');
  const isRespecting = call.modifiers.nulls === 'RESPECT';
  const filter = isRespecting ? '' : ' FILTER (WHERE $1 IS NOT NULL)';
  const sorted = `list_sort(list($d$1)${filter}${OVER(call)}, 'ASC', 'NULLS FIRST')`;
  const place = 'greatest((i * len("p~".s) + $2 - 1) // $2, 1)';
  const list = `list_transform(generate_series(0, $2), lambda i: "p~".s[${place}])`;
  return `list_transform([{s: ${sorted}}], lambda "p~": CASE WHEN "p~".s IS NOT NULL THEN ${list} END)[1]`;
}

/** The values with the highest counts (or sums), the first seen winning a tie. */
function topCount(call: TemplateCall): string {
  checkOneForAll(call, 2, 'APPROX_TOP_COUNT');
  if (call.modifiers.over !== undefined) throw notSupported('APPROX_TOP_COUNT with OVER');
  const entries = 'map_entries(histogram($1))';
  const nulls = 'count(*) FILTER (WHERE $1 IS NULL)';
  const all = `list_concat(list_transform(${entries}, lambda e: {value: struct_extract(e, 'key'), count: CAST(struct_extract(e, 'value') AS BIGINT)}), CASE WHEN ${nulls} > 0 THEN [{value: NULL, count: ${nulls}}] ELSE [] END)`;
  const sorted = `list_sort(list_transform(${all}, lambda e: {c: -struct_extract(e, 'count'), e: e}))`;
  return `list_transform(${sorted}[1:$2], lambda s: struct_extract(s, 'e'))`;
}

/** The values with the highest sums of weights, a missing sum last. */
function topSum(call: TemplateCall): string {
  checkOneForAll(call, 3, 'APPROX_TOP_SUM');
  const [, weight] = call.types;
  const sum = weight?.kind === 'INT64' ? 'CAST(list_sum("e~".w) AS BIGINT)' : 'list_sum("e~".w)';
  const all = 'list({v: $1, w: $2})';
  const values = `list_append(list_distinct(list($1)), NULL)`;
  const weights = `list_transform(list_filter("p~".r, lambda "e~": "e~".v IS NOT DISTINCT FROM "x~"), lambda "e~": "e~".w)`;
  const sums = `list_transform(list_filter("p~".v, lambda "x~": "x~" IS NOT NULL OR "p~".n > 0), lambda "x~": {value: "x~", w: ${weights}})`;
  const negative = weight?.kind === 'FLOAT64' ? '$2 < 0 OR isnan($2)' : '$2 < 0';
  const entries = `list_transform(${sums}, lambda "e~": {value: "e~".value, sum: ${sum}})`;
  const sorted = `list_sort(list_transform(${entries}, lambda "e~": {n: "e~".sum IS NULL, s: -"e~".sum, e: "e~"}))`;
  const top = `list_transform(${sorted}[1:$3], lambda "e~": "e~".e)`;
  const rows = `{r: ${all}, v: ${values}, n: count(*) FILTER (WHERE $1 IS NULL), odd: bool_or(${negative})}`;
  return (
    `list_transform([${rows}], lambda "p~": CASE WHEN "p~".odd THEN $e('APPROX_TOP_SUM takes no negative or NaN weight') ` +
    `WHEN len("p~".r) > 0 THEN ${top} END)[1]`
  );
}

const extremeRows = (name: string): readonly Signature[] => [
  ...aggregate(`${name}(FLOAT64) -> FLOAT64`, name === 'MIN' ? MIN_FLOAT : 'max($1)$w', 'distinct'),
  ...aggregate(`${name}(C) -> C`, `${name.toLowerCase()}($1)$w`, 'distinct'),
];

/** A statistic is NaN where a value is NaN or infinite; DuckDB has errors there. */
const ofFinite = (text: string, odd: string): string =>
  `CASE WHEN bool_or(${odd})$w THEN 'nan'::DOUBLE ELSE ${text} END`;

const ODD_PAIR = '$1 IS NOT NULL AND $2 IS NOT NULL AND NOT (isfinite($1) AND isfinite($2))';

const paired = (name: string): string =>
  `${name}(CASE WHEN isfinite($1) THEN $1 END, CASE WHEN isfinite($2) THEN $2 END)$w`;

const statistics = (names: readonly (readonly [string, string])[]): readonly Signature[] =>
  names.flatMap(([name, duck]) =>
    aggregate(
      `${name}(FLOAT64) -> FLOAT64`,
      ofFinite(`${duck}($dCASE WHEN isfinite($1) THEN $1 END)$w`, 'NOT isfinite($1)'),
      'distinct',
    ),
  );

const pairs = (names: readonly (readonly [string, string])[]): readonly Signature[] =>
  names.flatMap(([name, duck]) => aggregate(`${name}(FLOAT64, FLOAT64) -> FLOAT64`, ofFinite(paired(duck), ODD_PAIR)));

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/aggregate_functions */
export const AGGREGATES: readonly Signature[] = [
  aggregate('$count_star() -> INT64', 'count(*)$w'),
  aggregate('COUNT(T) -> INT64', 'count($d$1)$w', 'distinct'),
  // DuckDB's count_if of no value but NULL is NULL.
  aggregate('COUNTIF(BOOL) -> INT64', 'count($dCASE WHEN $1 THEN true END)$w', 'distinct'),
  aggregate('SUM(INT64) -> INT64', 'CAST(sum($d$1)$w AS BIGINT)', 'distinct'),
  aggregate('SUM(FLOAT64) -> FLOAT64', floatTotal('sum'), 'distinct'),
  aggregate('SUM(NUMERIC) -> NUMERIC', numericTotal, 'distinct'),
  aggregate('SUM(BIGNUMERIC) -> BIGNUMERIC', 'sum($d$1)$w', 'distinct'),
  aggregate('SUM(INTERVAL) -> INTERVAL', INTERVAL_SUM),
  aggregate('AVG(INT64) -> FLOAT64', 'avg($d$1)$w', 'distinct'),
  aggregate('AVG(FLOAT64) -> FLOAT64', floatTotal('avg'), 'distinct'),
  aggregate('AVG(NUMERIC) -> NUMERIC', decimalAverage('numeric'), 'distinct'),
  aggregate('AVG(BIGNUMERIC) -> BIGNUMERIC', decimalAverage('bignumeric'), 'distinct'),
  ...extremeRows('MIN'),
  ...extremeRows('MAX'),
  aggregate('MAX_BY(T, C) -> T', 'arg_max_null($1, $2)$w'),
  aggregate('MIN_BY(T, C) -> T', 'arg_min_null($1, $2)$w'),
  aggregate('ANY_VALUE(T) -> T', anyValue, 'having'),
  aggregate(
    'ARRAY_AGG(T) -> ARRAY<T>',
    (call) => {
      const [type] = call.types;
      if (type?.kind === 'ARRAY') {
        throw new GoogleSqlError(`The argument to ARRAY_AGG must not be an array type but was ${printType(type)}`);
      }
      return limited(call, listed(call, '$w'));
    },
    'distinct',
    'order',
    'limit',
    'nulls',
  ),
  aggregate(
    'ARRAY_CONCAT_AGG(ARRAY<T>) -> ARRAY<T>',
    (call) => `flatten(${limited(call, `list($1$o) FILTER (WHERE $1 IS NOT NULL)${OVER(call)}`)})`,
    'order',
    'limit',
    'no over',
  ),
  aggregate('STRING_AGG(STRING) -> STRING', joined("','", ''), 'distinct', 'order', 'limit'),
  aggregate('STRING_AGG(BYTES) -> BYTES', joinedBytes("'2C'"), 'distinct', 'order', 'limit'),
  aggregate('STRING_AGG(BYTES, BYTES) -> BYTES', joinedBytes('hex($2)'), 'distinct', 'order', 'limit'),
  aggregate('STRING_AGG(STRING, STRING) -> STRING', joined('$2', ''), 'distinct', 'order', 'limit'),
  aggregate('LOGICAL_AND(BOOL) -> BOOL', 'bool_and($d$1)$w', 'distinct'),
  aggregate('LOGICAL_OR(BOOL) -> BOOL', 'bool_or($d$1)$w', 'distinct'),
  aggregate('BIT_AND(INT64) -> INT64', 'bit_and($d$1)$w', 'distinct'),
  aggregate('BIT_OR(INT64) -> INT64', 'bit_or($d$1)$w', 'distinct'),
  aggregate('BIT_XOR(INT64) -> INT64', 'bit_xor($d$1)$w', 'distinct'),
  aggregate('APPROX_COUNT_DISTINCT(G) -> INT64', 'count(DISTINCT $1)$w'),
  aggregate('APPROX_QUANTILES(C, INT64) -> ARRAY<C>', quantiles, 'distinct', 'nulls'),
  aggregate('APPROX_TOP_SUM(G, N, INT64) -> ARRAY<STRUCT<value G, sum N>>', topSum, 'no over'),
  aggregate('APPROX_TOP_COUNT(G, INT64) -> ARRAY<STRUCT<value G, count INT64>>', topCount, 'no over'),
  ...statistics([
    ['STDDEV', 'stddev_samp'],
    ['STDDEV_SAMP', 'stddev_samp'],
    ['STDDEV_POP', 'stddev_pop'],
    ['VARIANCE', 'var_samp'],
    ['VAR_SAMP', 'var_samp'],
    ['VAR_POP', 'var_pop'],
  ]),
  ...pairs([
    ['COVAR_POP', 'covar_pop'],
    ['COVAR_SAMP', 'covar_samp'],
  ]),
  aggregate(
    'CORR(FLOAT64, FLOAT64) -> FLOAT64',
    ofFinite(`CASE WHEN regr_count($1, $2)$w > 1 THEN ${paired('corr')} END`, ODD_PAIR),
  ),
  refused('AVG(INTERVAL) -> INTERVAL', 'aggregate'),
].flat();

const offset = (call: TemplateCall, place: number): string => {
  const arg = call.args[place - 1];
  return arg ? `, $${place}` : '';
};

/** Refuses an argument that is no literal or parameter, is NULL, or lies below `least`. */
function checkConstant({ args }: TemplateCall, place: number, what: string, least: number): void {
  const arg = args[place - 1];
  if (arg?.kind !== 'value') return;
  if (!arg.literal && !arg.isParameter) throw new GoogleSqlError(`${what} must be a literal or query parameter`);
  const value = arg.literal?.value;
  if (value === null) throw new GoogleSqlError(`${what} must be non-NULL`);
  if (typeof value === 'bigint' && value < least) throw new GoogleSqlError(`${what} must be at least ${least}`);
}

/** Whether the printed argument names a column of FROM or of the groups. */
const isOfColumns = (sql = ''): boolean => /\b[a-z]+\d+\.\w/u.test(sql.replaceAll(/'(?:[^']|'')*'/gu, ''));

/** Refuses an argument that a column gives, where all rows of the group must have the same. */
function checkOneForAll({ sql }: TemplateCall, place: number, name: string): void {
  if (isOfColumns(sql[place - 1])) {
    throw new GoogleSqlError(`Argument ${place} to ${name} must be a literal or query parameter`);
  }
}

/** LAG and LEAD. */
const shifted =
  (name: string) =>
  (call: TemplateCall): string => {
    checkConstant(call, 2, `Argument 2 to ${name.toUpperCase()}`, 0);
    if (isOfColumns(call.sql[2])) {
      throw new GoogleSqlError(`The third argument (the default expression) to ${name.toUpperCase()} must be constant`);
    }
    return `${name}($1${offset(call, 2)}${offset(call, 3)})$w`;
  };

function nthValue(call: TemplateCall): string {
  checkConstant(call, 2, 'Argument 2 to NTH_VALUE', 1);
  return 'nth_value($1, $2$n)$w';
}

function ntile(call: TemplateCall): string {
  checkConstant(call, 1, 'The argument to NTILE', 1);
  return 'ntile($1)$w';
}

function checkPercentile(call: TemplateCall, name: string): void {
  checkConstant(call, 2, `Argument 2 to ${name}`, 0);
  const share = call.args[1]?.kind === 'value' ? call.args[1].literal : undefined;
  const value = Number(share?.text ?? share?.value ?? 0);
  if (!(value >= 0 && value <= 1)) throw new GoogleSqlError(`Argument 2 to ${name} must be between 0 and 1`);
}

/** Between NULL, which comes first, and a value lies the value. */
function amongNulls(over: string): string {
  const place = `"p~".p * (len("p~".s) - 1)`;
  const [low, high] = ['floor', 'ceil'].map((name) => `"p~".s[CAST(${name}(${place}) AS BIGINT) + 1]`);
  const between = `${low} + (${high} - ${low}) * (${place} - floor(${place}))`;
  const rows = `{s: list_sort(list($1) OVER ${over}, 'ASC', 'NULLS FIRST'), p: $2}`;
  return `list_transform([${rows}], lambda "p~": CASE WHEN ${low} IS NULL THEN ${high} ELSE ${between} END)[1]`;
}

/** PERCENTILE_CONT over the partition. */
const continuous = (call: TemplateCall): string => {
  const { modifiers, args } = call;
  checkPercentile(call, 'PERCENTILE_CONT');
  const isExact = (place: number): boolean => {
    const arg = args[place];
    return arg?.kind === 'value' && ['NUMERIC', 'BIGNUMERIC'].includes(arg.type.kind);
  };
  if (isExact(1)) throw notSupported('PERCENTILE_CONT with a NUMERIC percentile');
  const over = modifiers.over ?? '()';
  const value =
    modifiers.nulls === 'RESPECT'
      ? amongNulls(over)
      : `quantile_cont($1, $2) FILTER (WHERE $1 IS NOT NULL) OVER ${over}`;
  return (
    `CASE WHEN bool_or(isnan($1)) OVER ${over} THEN error('not supported by the local warehouse: PERCENTILE_CONT of NaN') ` +
    `ELSE ${value} END`
  );
};

/** PERCENTILE_DISC over the partition: NULL comes first, then NaN. */
const discrete = (call: TemplateCall): string => {
  checkPercentile(call, 'PERCENTILE_DISC');
  const over = `OVER ${call.modifiers.over ?? '()'}`;
  const nan = call.types[0]?.kind === 'FLOAT64' ? 'n: NOT isnan($1), ' : '';
  if (call.modifiers.nulls !== 'RESPECT') {
    if (nan === '') return `quantile_disc($1, $2) FILTER (WHERE $1 IS NOT NULL) ${over}`;
    return `struct_extract(quantile_disc({${nan}v: $1}, $2) FILTER (WHERE $1 IS NOT NULL) ${over}, 'v')`;
  }
  return `struct_extract(quantile_disc({k: $1 IS NOT NULL, ${nan}v: $1}, $2) ${over}, 'v')`;
};

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/window-functions */
export const WINDOWS: readonly Signature[] = [
  window('ROW_NUMBER() -> INT64', 'row_number()$w', 'no frame'),
  window('RANK() -> INT64', 'rank()$w', 'needs order', 'no frame'),
  window('DENSE_RANK() -> INT64', 'dense_rank()$w', 'needs order', 'no frame'),
  window('PERCENT_RANK() -> FLOAT64', 'percent_rank()$w', 'needs order', 'no frame'),
  window('CUME_DIST() -> FLOAT64', 'cume_dist()$w', 'needs order', 'no frame'),
  window('NTILE(INT64) -> INT64', ntile, 'needs order', 'no frame'),
  window('LAG(T[, INT64]) -> T', shifted('lag'), 'needs order', 'no frame'),
  window('LAG(T, INT64, T) -> T', shifted('lag'), 'needs order', 'no frame'),
  window('LEAD(T[, INT64]) -> T', shifted('lead'), 'needs order', 'no frame'),
  window('LEAD(T, INT64, T) -> T', shifted('lead'), 'needs order', 'no frame'),
  window('FIRST_VALUE(T) -> T', 'first_value($1$n)$w', 'needs order', 'nulls'),
  window('LAST_VALUE(T) -> T', 'last_value($1$n)$w', 'needs order', 'nulls'),
  window('NTH_VALUE(T, INT64) -> T', nthValue, 'needs order', 'nulls'),
  window('PERCENTILE_CONT(FLOAT64, FLOAT64) -> FLOAT64', continuous, 'no frame', 'no order', 'nulls'),
  window('PERCENTILE_DISC(C, FLOAT64) -> C', discrete, 'no frame', 'no order', 'nulls'),
].flat();
