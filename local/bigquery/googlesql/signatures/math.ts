import { GoogleSqlError } from '../errors.ts';
import { refused } from './refused.ts';
import { row } from './row.ts';
import type { Signature, TemplateCall } from './signature.ts';

const DECIMALS = '{NUMERIC|BIGNUMERIC}';

const cast = (call: TemplateCall, text: string): string =>
  `CAST(${text} AS ${call.resultType.kind === 'NUMERIC' ? 'DECIMAL(38,9)' : 'DECIMAL(38,18)'})`;

/** A FLOAT64 function whose infinite or missing answer to finite arguments is an error. */
const finite = (text: string, name: string, count: 1 | 2 = 1): string => {
  const given = count === 1 ? 'isfinite($1)' : 'isfinite($1) AND isfinite($2)';
  const message = count === 1 ? `printf('%s(%g)', '${name}', $1)` : `printf('%s(%g, %g)', '${name}', $1, $2)`;
  return `CASE WHEN NOT isfinite(${text}) AND ${given} THEN $e('Floating point error in function: ' || ${message}) ELSE ${text} END`;
};

const nonZero = (what: string, text: string): string =>
  `CASE WHEN $2 = 0 THEN $e('division by zero: ${what}(' || $1 || ', ' || $2 || ')') ELSE ${text} END`;

/**
 * ROUND at so many digits, half away from zero by the exact binary value: 2.675 is below the half. DuckDB multiplies
 * first, which is exact where the fraction is short in binary; elsewhere no tie exists and `printf` rounds right.
 */
const ROUND_DIGITS =
  `CASE WHEN $2 IS NULL THEN NULL WHEN NOT isfinite($1) THEN $1 ` +
  `WHEN $2 <= 0 THEN round($1, CAST($2 AS INTEGER)) WHEN $1 = trunc($1) OR $2 > 300 THEN $1 ` +
  `WHEN $1 * pow(2, $2 + 1) = trunc($1 * pow(2, $2 + 1)) THEN round($1, CAST($2 AS INTEGER)) ` +
  `ELSE CAST(printf('%.' || $2 || 'f', $1) AS DOUBLE) END`;

const TRUNC_DIGITS =
  `CASE WHEN $2 IS NULL THEN NULL WHEN NOT isfinite($1) THEN $1 ` +
  `WHEN $2 <= 0 THEN trunc($1, CAST($2 AS INTEGER)) WHEN $1 = trunc($1) OR $2 > 30 THEN $1 ` +
  `ELSE CAST(left(printf('%.50f', $1), strpos(printf('%.50f', $1), '.') + $2) AS DOUBLE) END`;

const extreme =
  (name: 'greatest' | 'least') =>
  ({ types, args }: TemplateCall): string => {
    const all = args.map((_, i) => `$${i + 1}`);
    const anyNull = all.map((text) => `${text} IS NULL`).join(' OR ');
    const isFloat = types[0]?.kind === 'FLOAT64';
    // LEAST of NaN is NaN too.
    const anyNan = isFloat ? ` WHEN ${all.map((text) => `isnan(${text})`).join(' OR ')} THEN 'nan'::DOUBLE` : '';
    // DuckDB compares intervals by their fields here, and by their length in aggregates.
    const isInterval = types[0]?.kind === 'INTERVAL';
    const best = isInterval ? `list_${name === 'greatest' ? 'max' : 'min'}([$*])` : `${name}($*)`;
    return args.length === 1 ? '$1' : `CASE WHEN ${anyNull} THEN NULL${anyNan} ELSE ${best} END`;
  };

/** Functions that DuckDB has and computes alike, for these arguments. */
const unary = (names: readonly string[], template: (name: string) => string): readonly Signature[] =>
  names.flatMap((name) => row(`${name.toUpperCase()}(FLOAT64) -> FLOAT64`, template(name)));

const plain = (name: string): string => `${name}($1)`;

const NAN = "'nan'::DOUBLE";

/** What has no answer at infinity is NaN there, where DuckDB has an error. */
const periodic = (text: string): string => `CASE WHEN isinf($1) THEN ${NAN} ELSE ${text} END`;

const logarithm = (text: string, name: string): string =>
  `CASE WHEN $1 = '-inf'::DOUBLE THEN ${NAN} ` +
  `WHEN $1 <= 0 THEN $e(printf('Floating point error in function: ${name}(%g)', $1)) ELSE ${text} END`;

/** A row for NUMERIC and one for BIGNUMERIC: a function of ours, whose `_safe` form never fails. */
const decimalRows = (name: string, parameters: number, duck: string): readonly Signature[] =>
  ['NUMERIC', 'BIGNUMERIC'].flatMap((kind) => {
    const list = Array.from({ length: parameters }, () => kind).join(', ');
    const args = Array.from({ length: parameters }, (_, i) => `$${i + 1}`).join(', ');
    return row(`${name}(${list}) -> ${kind}`, `bq_${kind.toLowerCase()}_${duck}(${args})`);
  });

/** ROUND and TRUNC of decimals; a third argument names the way halves go. */
const roundRows = (name: string, mode: string): readonly Signature[] =>
  ['NUMERIC', 'BIGNUMERIC'].flatMap((kind) => {
    const round = (digits: string): string => `bq_${kind.toLowerCase()}_round$s($1, ${digits}, '${mode}')`;
    return [
      ...row(`${name}(${kind}) -> ${kind}`, round('0')),
      ...row(`${name}(${kind}, INT64) -> ${kind}`, round('$2')),
    ];
  });

const ROUNDING_MODES = ['ROUND_HALF_AWAY_FROM_ZERO', 'ROUND_HALF_EVEN'];

/** DIV and MOD take a FLOAT64 literal for a decimal only beside a decimal. */
const beside =
  (name: string, text: string) =>
  ({ args }: TemplateCall): string => {
    const types = args.flatMap((arg) => (arg.kind === 'value' ? [arg.type.kind] : []));
    if (types.includes('FLOAT64') && !types.some((type) => type === 'NUMERIC' || type === 'BIGNUMERIC')) {
      const known = ['INT64', 'NUMERIC', 'BIGNUMERIC'].map((type) => `${name}(${type}, ${type})`).join('; ');
      throw new GoogleSqlError(
        `No matching signature for function ${name} for argument types: ${types.join(', ')}. Supported signatures: ${known}`,
      );
    }
    return text;
  };

const roundByMode = ({ args, types }: TemplateCall): string => {
  const [value] = args;
  if (value?.kind === 'value' && !['NUMERIC', 'BIGNUMERIC'].includes(value.type.kind)) {
    throw new GoogleSqlError('ROUND takes a rounding mode for NUMERIC and BIGNUMERIC only');
  }
  const mode = args[2]?.kind === 'value' ? args[2].literal?.value : undefined;
  if (typeof mode !== 'string' || !ROUNDING_MODES.includes(mode)) {
    throw new GoogleSqlError(
      `Could not cast literal "${typeof mode === 'string' ? mode : 'NULL'}" to type ROUNDING_MODE`,
    );
  }
  return `bq_${types[0]?.kind.toLowerCase() ?? ''}_round$s($1, $2, $3)`;
};

/** A distance of two vectors of one length, which hold no NULL. */
const distance = (name: string, text: string): readonly Signature[] =>
  row(
    `${name}(ARRAY<FLOAT64>, ARRAY<FLOAT64>) -> FLOAT64`,
    `CASE WHEN $1 IS NULL OR $2 IS NULL THEN NULL WHEN len($1) <> len($2) THEN ` +
      `$e('Array length mismatch: ${name} needs two arrays of the same length') ` +
      `WHEN list_count($1) + list_count($2) < len($1) * 2 THEN $e('${name} takes no array with NULL elements') ` +
      `ELSE ${text} END`,
  );

const NORMS = 'sqrt(list_inner_product($1, $1)) * sqrt(list_inner_product($2, $2))';

/** DuckDB's root of 27 is one step off 3: a whole root is taken for it. */
const CUBE_ROOT = 'CASE WHEN pow(round(cbrt($1)), 3) = $1 AND $1 <> 0 THEN round(cbrt($1)) ELSE cbrt($1) END';

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/mathematical_functions */
export const MATH: readonly Signature[] = [
  row('ABS(N) -> N', 'abs($1)'),
  row('SIGN(INT64) -> INT64', 'CAST(sign($1) AS BIGINT)'),
  row('SIGN(FLOAT64) -> FLOAT64', 'CASE WHEN isnan($1) THEN $1 ELSE CAST(sign($1) AS DOUBLE) END'),
  row(`SIGN(${DECIMALS}) -> ${DECIMALS}`, (call) => cast(call, 'sign($1)')),
  row('IS_INF(FLOAT64) -> BOOL', 'isinf($1)'),
  row('IS_NAN(FLOAT64) -> BOOL', 'isnan($1)'),
  row('ROUND(FLOAT64) -> FLOAT64', 'round($1)'),
  row('ROUND(FLOAT64, INT64) -> FLOAT64', ROUND_DIGITS),
  ...roundRows('ROUND', 'ROUND_HALF_AWAY_FROM_ZERO'),
  row(`ROUND(${DECIMALS}, INT64, literal STRING) -> ${DECIMALS}`, roundByMode),
  row('TRUNC(FLOAT64) -> FLOAT64', 'trunc($1)'),
  row('TRUNC(FLOAT64, INT64) -> FLOAT64', TRUNC_DIGITS),
  ...roundRows('TRUNC', 'TRUNC'),
  ...['CEIL', 'CEILING', 'FLOOR'].flatMap((name) => [
    ...row(`${name}(FLOAT64) -> FLOAT64`, `${name.toLowerCase()}($1)`),
    ...row(`${name}(${DECIMALS}) -> ${DECIMALS}`, (call) => cast(call, `${name.toLowerCase()}($1)`)),
  ]),
  row(
    'SQRT(FLOAT64) -> FLOAT64',
    "CASE WHEN $1 < 0 THEN $e(printf('Argument to SQRT cannot be negative: %g', $1)) ELSE sqrt($1) END",
  ),
  ...['POW', 'POWER'].flatMap((name) => row(`${name}(FLOAT64, FLOAT64) -> FLOAT64`, finite('pow($1, $2)', 'POW', 2))),
  row('EXP(FLOAT64) -> FLOAT64', finite('exp($1)', 'EXP')),
  row('LN(FLOAT64) -> FLOAT64', logarithm('ln($1)', 'LN')),
  row('LOG(FLOAT64) -> FLOAT64', logarithm('ln($1)', 'LN')),
  row(
    'LOG(FLOAT64, FLOAT64) -> FLOAT64',
    `CASE WHEN $1 IS NULL OR $2 IS NULL THEN NULL WHEN isnan($1) OR isnan($2) OR isinf($2) THEN 'nan'::DOUBLE ` +
      `ELSE ${finite('(ln($1) / ln($2))', 'LOG', 2)} END`,
  ),
  row('LOG10(FLOAT64) -> FLOAT64', logarithm('log10($1)', 'LOG10')),
  ...['POW', 'POWER'].flatMap((name) => row(`${name}(NUMERIC, NUMERIC) -> NUMERIC`, 'bq_numeric_pow$s($1, $2)')),
  row('LOG(NUMERIC, NUMERIC) -> NUMERIC', 'bq_numeric_log$s($1, $2)'),
  row('LOG(NUMERIC) -> NUMERIC', 'bq_numeric_ln$s($1)'),
  ...['EXP', 'LN', 'LOG10'].flatMap((name) =>
    row(`${name}(NUMERIC) -> NUMERIC`, `bq_numeric_${name.toLowerCase()}$s($1)`),
  ),
  ...['POW', 'POWER', 'LOG'].flatMap((name) => refused(`${name}(BIGNUMERIC, BIGNUMERIC) -> BIGNUMERIC`)),
  ...['EXP', 'LN', 'LOG', 'LOG10'].flatMap((name) => refused(`${name}(BIGNUMERIC) -> BIGNUMERIC`)),
  row('PARSE_NUMERIC(STRING) -> NUMERIC', 'bq_numeric_parse$s($1)'),
  row('PARSE_BIGNUMERIC(STRING) -> BIGNUMERIC', 'bq_bignumeric_parse$s($1)'),
  ...decimalRows('SQRT', 1, 'sqrt$s'),
  row('DIV(NUMERIC, NUMERIC) -> NUMERIC', beside('DIV', 'bq_numeric_div$s($1, $2)')),
  row('DIV(BIGNUMERIC, BIGNUMERIC) -> BIGNUMERIC', beside('DIV', 'bq_bignumeric_div$s($1, $2)')),
  row(
    'DIV(INT64, INT64) -> INT64',
    "CASE WHEN $2 = 0 THEN $e('division by zero: ' || $1 || ' / ' || $2) ELSE ($1 // $2) END",
  ),
  row('MOD(INT64, INT64) -> INT64', nonZero('MOD', 'CASE WHEN $2 = -1 THEN $1 * 0 ELSE $1 % $2 END')),
  row(`MOD(${DECIMALS}, ${DECIMALS}) -> ${DECIMALS}`, beside('MOD', nonZero('MOD', '($1 % $2)'))),
  row('IEEE_DIVIDE(FLOAT64, FLOAT64) -> FLOAT64', '($1 / $2)'),
  row(
    'SAFE_DIVIDE(FLOAT64, FLOAT64) -> FLOAT64',
    'CASE WHEN $2 = 0 OR (isinf($1 / $2) AND isfinite($1)) THEN NULL ELSE $1 / $2 END',
  ),
  ...decimalRows('SAFE_DIVIDE', 2, 'divide_safe'),
  ...['ADD', 'SUBTRACT', 'MULTIPLY'].flatMap((name, i) => {
    const text = `$1 ${'+-*'.charAt(i)} $2`;
    return [
      ...row(`SAFE_${name}(INT64, INT64) -> INT64`, `TRY(${text})`),
      ...row(
        `SAFE_${name}(FLOAT64, FLOAT64) -> FLOAT64`,
        `CASE WHEN isinf(${text}) AND isfinite($1) AND isfinite($2) THEN NULL ELSE ${text} END`,
      ),
      // Where a BIGNUMERIC leaves our digits it does not leave BigQuery's: that must stay an error.
      ...(name === 'MULTIPLY'
        ? decimalRows('SAFE_MULTIPLY', 2, 'multiply_safe')
        : [
            ...row(`SAFE_${name}(NUMERIC, NUMERIC) -> NUMERIC`, `TRY(${text})`),
            ...row(`SAFE_${name}(BIGNUMERIC, BIGNUMERIC) -> BIGNUMERIC`, `(${text})`),
          ]),
    ];
  }),
  row('SAFE_NEGATE({INT64|NUMERIC|BIGNUMERIC}) -> {INT64|NUMERIC|BIGNUMERIC}', 'TRY(-$1)'),
  row('SAFE_NEGATE(FLOAT64) -> FLOAT64', '(-$1)'),
  row('GREATEST(C...) -> C', extreme('greatest')),
  row('LEAST(C...) -> C', extreme('least')),
  row('RAND() -> FLOAT64', 'random()', 'volatile'),
  row('RANGE_BUCKET(C, ARRAY<C>) -> INT64', ({ types }) => {
    const nan = types[0]?.kind === 'FLOAT64' ? ' OR isnan($1)' : '';
    return (
      `CASE WHEN $1 IS NULL OR $2 IS NULL${nan} THEN NULL WHEN list_count($2) < len($2) OR $2 <> list_sort($2) ` +
      `THEN $e('Elements in input array to RANGE_BUCKET must be in ascending order.') ` +
      'ELSE len(list_filter($2, lambda e: e <= $1)) END'
    );
  }),
  row('BIT_COUNT(INT64) -> INT64', 'CAST(bit_count($1) AS BIGINT)'),
  row('BIT_COUNT(BYTES) -> INT64', 'bq_bytes_bit_count($1)'),
  row('ATAN2(FLOAT64, FLOAT64) -> FLOAT64', 'atan2($1, $2)'),
  ...unary(['atan', 'asinh', 'tanh'], plain),
  ...unary(['cos', 'sin', 'tan', 'acos', 'asin'], (name) => periodic(plain(name))),
  ...unary(['cosh', 'sinh', 'acosh'], (name) => finite(plain(name), name.toUpperCase())),
  row('ATANH(FLOAT64) -> FLOAT64', periodic(finite('atanh($1)', 'ATANH'))),
  ...distance('EUCLIDEAN_DISTANCE', 'list_distance($1, $2)'),
  ...distance(
    'COSINE_DISTANCE',
    `CASE WHEN ${NORMS} = 0 THEN $e('COSINE_DISTANCE takes no vector of length 0') ` +
      `ELSE 1 - list_inner_product($1, $2) / (${NORMS}) END`,
  ),
  row('CBRT(FLOAT64) -> FLOAT64', CUBE_ROOT),
  row('COT(FLOAT64) -> FLOAT64', periodic(finite('(1 / tan($1))', 'COT'))),
  row('SEC(FLOAT64) -> FLOAT64', periodic(finite('(1 / cos($1))', 'SEC'))),
  row('CSC(FLOAT64) -> FLOAT64', periodic(finite('(1 / sin($1))', 'CSC'))),
  row('COTH(FLOAT64) -> FLOAT64', finite('(1 / tanh($1))', 'COTH')),
  row('SECH(FLOAT64) -> FLOAT64', '(1 / cosh($1))'),
  row('CSCH(FLOAT64) -> FLOAT64', finite('(1 / sinh($1))', 'CSCH')),
  ...decimalRows('CBRT', 1, 'cbrt$s'),
].flat();
