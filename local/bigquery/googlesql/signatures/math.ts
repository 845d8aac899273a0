import { numericQuotient } from './operators.ts';
import { refused } from './refused.ts';
import { row } from './row.ts';
import type { Signature, TemplateCall } from './signature.ts';

const DECIMALS = '{NUMERIC|BIGNUMERIC}';

const cast = (call: TemplateCall, text: string): string =>
  `CAST(${text} AS ${call.resultType.kind === 'NUMERIC' ? 'DECIMAL(38,9)' : 'DECIMAL(38,18)'})`;

/** A FLOAT64 function whose infinite or missing answer to finite arguments is an error. */
const finite = (text: string, name: string, count: 1 | 2 = 1): string => {
  const given = count === 1 ? 'isfinite($1)' : 'isfinite($1) AND isfinite($2)';
  return `CASE WHEN NOT isfinite(${text}) AND ${given} THEN $e('Floating point error in function: ${name}') ELSE ${text} END`;
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

/** Decimal rounding by a power of ten that a literal names; DuckDB's type would follow the digits. */
const decimalDigits =
  (name: string) =>
  (call: TemplateCall): string =>
    cast(call, `${name}($1, CAST($2 AS INTEGER))`);

const extreme =
  (name: string) =>
  ({ types, args }: TemplateCall): string => {
    const all = args.map((_, i) => `$${i + 1}`);
    const anyNull = all.map((text) => `${text} IS NULL`).join(' OR ');
    const isFloat = types[0]?.kind === 'FLOAT64';
    // LEAST of NaN is NaN too.
    const anyNan = isFloat ? ` WHEN ${all.map((text) => `isnan(${text})`).join(' OR ')} THEN 'nan'::DOUBLE` : '';
    return args.length === 1 ? '$1' : `CASE WHEN ${anyNull} THEN NULL${anyNan} ELSE ${name}($*) END`;
  };

const unary = (names: readonly string[]): readonly Signature[] =>
  names.flatMap((name) => row(`${name.toUpperCase()}(FLOAT64) -> FLOAT64`, `${name}($1)`));

const safe = (name: string, text: string): readonly Signature[] =>
  row(`SAFE_${name}(${name === 'NEGATE' ? 'N' : 'N, N'}) -> N`, `TRY(${text})`);

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
  row(`ROUND(${DECIMALS}) -> ${DECIMALS}`, (call) => cast(call, 'round($1)')),
  row(`ROUND(${DECIMALS}, literal INT64) -> ${DECIMALS}`, decimalDigits('round')),
  row('TRUNC(FLOAT64) -> FLOAT64', 'trunc($1)'),
  row('TRUNC(FLOAT64, INT64) -> FLOAT64', TRUNC_DIGITS),
  row(`TRUNC(${DECIMALS}) -> ${DECIMALS}`, (call) => cast(call, 'trunc($1)')),
  row(`TRUNC(${DECIMALS}, literal INT64) -> ${DECIMALS}`, decimalDigits('trunc')),
  ...['CEIL', 'CEILING', 'FLOOR'].flatMap((name) => [
    ...row(`${name}(FLOAT64) -> FLOAT64`, `${name.toLowerCase()}($1)`),
    ...row(`${name}(${DECIMALS}) -> ${DECIMALS}`, (call) => cast(call, `${name.toLowerCase()}($1)`)),
  ]),
  row('SQRT(FLOAT64) -> FLOAT64', 'sqrt($1)'),
  ...['POW', 'POWER'].flatMap((name) => row(`${name}(FLOAT64, FLOAT64) -> FLOAT64`, finite('pow($1, $2)', 'POW', 2))),
  row('EXP(FLOAT64) -> FLOAT64', finite('exp($1)', 'EXP')),
  ...[
    'POW(NUMERIC, NUMERIC)',
    'POWER(NUMERIC, NUMERIC)',
    'POW(BIGNUMERIC, BIGNUMERIC)',
    'POWER(BIGNUMERIC, BIGNUMERIC)',
    'LOG(NUMERIC, NUMERIC)',
    'LOG(BIGNUMERIC, BIGNUMERIC)',
  ].flatMap((text) => refused(`${text} -> ${text.includes('BIG') ? 'BIGNUMERIC' : 'NUMERIC'}`)),
  ...['SQRT', 'EXP', 'LN', 'LOG', 'LOG10', 'CBRT'].flatMap((name) => refused(`${name}(${DECIMALS}) -> ${DECIMALS}`)),
  ...['DIV', 'SAFE_DIVIDE', 'SAFE_ADD', 'SAFE_SUBTRACT', 'SAFE_MULTIPLY'].flatMap((name) =>
    refused(`${name}(BIGNUMERIC, BIGNUMERIC) -> BIGNUMERIC`),
  ),
  refused('ROUND(NUMERIC, INT64, STRING) -> NUMERIC'),
  row('LN(FLOAT64) -> FLOAT64', 'ln($1)'),
  row('LOG(FLOAT64) -> FLOAT64', 'ln($1)'),
  row(
    'LOG(FLOAT64, FLOAT64) -> FLOAT64',
    `CASE WHEN $1 IS NULL OR $2 IS NULL THEN NULL WHEN isnan($1) OR isnan($2) OR isinf($2) THEN 'nan'::DOUBLE ` +
      `ELSE ${finite('(ln($1) / ln($2))', 'LOG', 2)} END`,
  ),
  row('LOG10(FLOAT64) -> FLOAT64', 'log10($1)'),
  row('DIV(INT64, INT64) -> INT64', nonZero('DIV', '($1 // $2)')),
  row(
    'DIV(NUMERIC, NUMERIC) -> NUMERIC',
    nonZero('DIV', 'CAST(CAST($1 * 1000000000 AS HUGEINT) // CAST($2 * 1000000000 AS HUGEINT) AS DECIMAL(38,9))'),
  ),
  row(
    'MOD({INT64|NUMERIC|BIGNUMERIC}, {INT64|NUMERIC|BIGNUMERIC}) -> {INT64|NUMERIC|BIGNUMERIC}',
    nonZero('MOD', '($1 % $2)'),
  ),
  row('IEEE_DIVIDE(FLOAT64, FLOAT64) -> FLOAT64', '($1 / $2)'),
  row(
    'SAFE_DIVIDE(FLOAT64, FLOAT64) -> FLOAT64',
    'CASE WHEN $2 = 0 OR (isinf($1 / $2) AND isfinite($1)) THEN NULL ELSE $1 / $2 END',
  ),
  row(
    'SAFE_DIVIDE(NUMERIC, NUMERIC) -> NUMERIC',
    `TRY(CASE WHEN $2 = 0 THEN NULL ELSE ${numericQuotient('$1', '$2')} END)`,
  ),
  ...['ADD', 'SUBTRACT', 'MULTIPLY'].flatMap((name, i) => {
    const text = `$1 ${'+-*'.charAt(i)} $2`;
    return [
      ...row(`SAFE_${name}(INT64, INT64) -> INT64`, `TRY(${text})`),
      ...row(
        `SAFE_${name}(FLOAT64, FLOAT64) -> FLOAT64`,
        `CASE WHEN isinf(${text}) AND isfinite($1) AND isfinite($2) THEN NULL ELSE ${text} END`,
      ),
      ...row(`SAFE_${name}(NUMERIC, NUMERIC) -> NUMERIC`, `TRY(CAST(${text} AS DECIMAL(38,9)))`),
    ];
  }),
  ...safe('NEGATE', '-$1'),
  row('GREATEST(C...) -> C', extreme('greatest')),
  row('LEAST(C...) -> C', extreme('least')),
  row('RAND() -> FLOAT64', 'random()', 'volatile'),
  row(
    'RANGE_BUCKET(C, ARRAY<C>) -> INT64',
    'CASE WHEN $1 IS NOT NULL AND $2 IS NOT NULL THEN len(list_filter($2, lambda e: e <= $1)) END',
  ),
  row('BIT_COUNT(INT64) -> INT64', 'CAST(bit_count($1) AS BIGINT)'),
  row('ATAN2(FLOAT64, FLOAT64) -> FLOAT64', 'atan2($1, $2)'),
  ...unary(['acos', 'asin', 'atan', 'cbrt', 'cos', 'cosh', 'sin', 'sinh', 'tan', 'tanh', 'asinh', 'atanh']),
  row('ACOSH(FLOAT64) -> FLOAT64', finite('acosh($1)', 'ACOSH')),
  row('COT(FLOAT64) -> FLOAT64', finite('cot($1)', 'COT')),
  row('SEC(FLOAT64) -> FLOAT64', finite('(1 / cos($1))', 'SEC')),
  row('CSC(FLOAT64) -> FLOAT64', finite('(1 / sin($1))', 'CSC')),
].flat();
