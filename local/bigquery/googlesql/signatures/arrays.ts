import { GoogleSqlError } from '../errors.ts';
import { refused } from './refused.ts';
import { row } from './row.ts';
import type { Signature, TemplateCall } from './signature.ts';

/** NULL of any part is NULL of the whole, as `||` has it. */
const concat = ({ args }: TemplateCall): string => {
  if (args.some((arg) => arg.kind === 'value' && arg.literal?.value === null)) {
    throw new GoogleSqlError('The argument to ARRAY_CONCAT must be an array type but was NULL');
  }
  return `(${args.map((_, i) => `$${i + 1}`).join(' || ')})`;
};

const nonZeroStep = (text: string): string =>
  `CASE WHEN $3 = 0 AND $1 IS NOT NULL AND $2 IS NOT NULL THEN $e('Sequence step cannot be 0.') ELSE ${text} END`;

const FLOAT_SERIES = (step: string): string =>
  `CASE WHEN ($2 - $1) / ${step} < 0 THEN CAST([] AS DOUBLE[]) ELSE list_filter(list_transform(` +
  `generate_series(0, CAST(floor(($2 - $1) / ${step} + 1e-9) AS BIGINT)), lambda i: $1 + i * ${step}), ` +
  `lambda x: CASE WHEN ${step} > 0 THEN x <= $2 ELSE x >= $2 END) END`;

const DECIMAL_SERIES = (step: string): string =>
  `list_transform(generate_series(CAST($1 * 1000000000 AS BIGINT), CAST($2 * 1000000000 AS BIGINT), ` +
  `CAST(${step} * 1000000000 AS BIGINT)), lambda i: CAST(CAST(i AS DECIMAL(38,0)) * 0.000000001 AS DECIMAL(38,9)))`;

/** The elements with a delimiter between; BYTES go through hexadecimal. NULL elements are left out, or become `absent`. */
function joined(type: string, absent?: string): string {
  const isText = type === 'STRING';
  const element = absent === undefined ? '"e~"' : `coalesce("e~", ${absent})`;
  const elements =
    isText && absent === undefined ? '$1' : `list_transform($1, lambda "e~": ${isText ? element : `hex(${element})`})`;
  const text = `coalesce(array_to_string(${elements}, ${isText ? '$2' : 'hex($2)'}), '')`;
  const known = absent === undefined ? '' : ` AND ${absent} IS NOT NULL`;
  return `CASE WHEN $1 IS NOT NULL AND $2 IS NOT NULL${known} THEN ${isText ? text : `unhex(${text})`} END`;
}

const outside = (name: string): string => `$e('${name} cannot get the element of an empty array')`;

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/array_functions */
export const ARRAYS: readonly Signature[] = [
  row('ARRAY_LENGTH(ARRAY<T>) -> INT64', 'len($1)'),
  row('ARRAY_CONCAT(ARRAY<T>...) -> ARRAY<T>', concat),
  row('ARRAY_REVERSE(ARRAY<T>) -> ARRAY<T>', 'list_reverse($1)'),
  row('ARRAY_FIRST(ARRAY<T>) -> T', `CASE WHEN len($1) = 0 THEN ${outside('ARRAY_FIRST')} ELSE ($1)[1] END`),
  row('ARRAY_LAST(ARRAY<T>) -> T', `CASE WHEN len($1) = 0 THEN ${outside('ARRAY_LAST')} ELSE ($1)[-1] END`),
  row(
    'ARRAY_SLICE(ARRAY<T>, INT64, INT64) -> ARRAY<T>',
    'CASE WHEN $1 IS NULL OR $2 IS NULL OR $3 IS NULL THEN NULL ELSE list_slice($1, greatest(CASE WHEN $2 < 0 THEN len($1) + $2 ELSE $2 END, 0) + 1, ' +
      'greatest(CASE WHEN $3 < 0 THEN len($1) + $3 ELSE least($3, len($1)) END + 1, 0)) END',
  ),
  ...['STRING', 'BYTES'].flatMap((type) => [
    ...row(`ARRAY_TO_STRING(ARRAY<${type}>, ${type}) -> ${type}`, joined(type)),
    ...row(`ARRAY_TO_STRING(ARRAY<${type}>, ${type}, ${type}) -> ${type}`, joined(type, '$3')),
  ]),
  row('GENERATE_ARRAY(INT64, INT64) -> ARRAY<INT64>', 'generate_series($1, $2)'),
  row('GENERATE_ARRAY(INT64, INT64, INT64) -> ARRAY<INT64>', nonZeroStep('generate_series($1, $2, $3)')),
  row('GENERATE_ARRAY(NUMERIC, NUMERIC) -> ARRAY<NUMERIC>', DECIMAL_SERIES('1')),
  row('GENERATE_ARRAY(NUMERIC, NUMERIC, NUMERIC) -> ARRAY<NUMERIC>', nonZeroStep(DECIMAL_SERIES('$3'))),
  refused('GENERATE_ARRAY(BIGNUMERIC, BIGNUMERIC[, BIGNUMERIC]) -> ARRAY<BIGNUMERIC>'),
  row('GENERATE_ARRAY(FLOAT64, FLOAT64) -> ARRAY<FLOAT64>', FLOAT_SERIES('1')),
  row('GENERATE_ARRAY(FLOAT64, FLOAT64, FLOAT64) -> ARRAY<FLOAT64>', nonZeroStep(FLOAT_SERIES('$3'))),
].flat();
