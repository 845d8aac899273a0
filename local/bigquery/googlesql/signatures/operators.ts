import { printCast } from '../casts.ts';
import { GoogleSqlError } from '../errors.ts';
import { duckFieldName, printType, quoteIdentifier, STRING } from '../types.ts';
import type { SqlType } from '../types.ts';
import { eitherText } from './bytes.ts';
import { row } from './row.ts';
import type { Signature, TemplateCall } from './signature.ts';

/** A FLOAT64 result that left the range is an error, its operands told by six digits. */
const floating = (operator: string): string =>
  `CASE WHEN isinf($1 ${operator} $2) AND isfinite($1) AND isfinite($2) ` +
  `THEN $e(printf('double overflow: %g ${operator} %g', $1, $2)) ELSE ($1 ${operator} $2) END`;

/** Equality of two values of a type; structs field by field, since DuckDB holds two NULL fields for equal. */
function equal(a: string, b: string, type: SqlType): string {
  if (type.kind === 'FLOAT64') return `(${a} = ${b} AND (NOT isnan(${a}) OR ${b} IS NULL))`;
  if (type.kind !== 'STRUCT') return `(${a} = ${b})`;
  const fields = type.fields.map((field, i) => {
    const name = quoteIdentifier(duckFieldName(type, i));
    return equal(`${a}.${name}`, `${b}.${name}`, field.type);
  });
  const both = `CASE WHEN ${a} IS NOT NULL AND ${b} IS NOT NULL THEN`;
  return `${both} (${fields.join(' AND ')}) END`;
}

/** NaN is neither less, equal nor greater; to DuckDB it is the greatest number. */
const less =
  (operator: string, greater: number, other: number) =>
  ({ types, args }: TemplateCall): string => {
    const plain = `($1 ${operator} $2)`;
    const arg = args[greater - 1];
    const isNumber = arg?.kind === 'value' && arg.literal !== undefined;
    if (types[0]?.kind !== 'FLOAT64' || isNumber) return plain;
    return `(${plain} AND (NOT isnan($${greater}) OR $${other} IS NULL))`;
  };

/** `\` escapes in a pattern; DuckDB is faster without ESCAPE. */
function like(value: string, pattern: string, isPlain: boolean): string {
  if (isPlain) return `(${value} LIKE ${pattern})`;
  const isOpen = `regexp_matches(${pattern}, '(^|[^\\\\])(\\\\\\\\)*\\\\$$')`;
  return `CASE WHEN ${isOpen} THEN $e('LIKE pattern ends with a backslash') ELSE (${value} LIKE ${pattern} ESCAPE '\\') END`;
}

const likes =
  (joint: string) =>
  ({ args, sql }: TemplateCall): string => {
    const tests = args.slice(1).map((arg, i) => {
      const isPlain =
        arg.kind === 'value' && typeof arg.literal?.value === 'string' && !arg.literal.value.includes('\\');
      return like('$1', sql[i + 1] === undefined ? '' : `$${i + 2}`, isPlain);
    });
    return tests.length === 1 ? tests.join('') : `(${tests.join(joint)})`;
  };

/** LIKE of each pattern of an array; `decisive` is what one pattern may settle. */
const likesOfArray = (decisive: boolean): string => {
  const tests = `list_transform($2, lambda p: ${like('$1', 'p', false)})`;
  const isUnknown = 'len($2) > 0 AND ($1 IS NULL OR list_count($2) < len($2))';
  return `CASE WHEN list_contains(${tests}, ${decisive}) THEN ${decisive} WHEN ${isUnknown} THEN NULL ELSE ${!decisive} END`;
};

const anyEqual = ({ args, types }: TemplateCall): string => {
  const [type] = types;
  if (type?.kind === 'STRUCT') {
    return `(${args
      .slice(1)
      .map((_, i) => equal('$1', `$${i + 2}`, type))
      .join(' OR ')})`;
  }
  const list = `($1 IN (${args
    .slice(1)
    .map((_, i) => `$${i + 2}`)
    .join(', ')}))`;
  if (type?.kind !== 'FLOAT64') return list;
  const unknown = args.slice(1).flatMap((arg, i) => {
    const isKnown = arg.kind === 'value' && arg.literal !== undefined && arg.literal.value !== null;
    return isKnown ? [] : [`$${i + 2} IS NULL`];
  });
  const otherwise = unknown.length > 0 ? `CASE WHEN ${unknown.join(' OR ')} THEN NULL ELSE false END` : 'false';
  return `CASE WHEN isnan($1) THEN ${otherwise} ELSE ${list} END`;
};

const joined =
  (operator: string) =>
  ({ args }: TemplateCall): string =>
    `(${args.map((_, i) => `$${i + 1}`).join(` ${operator} `)})`;

/** Whether an array has the value: NULL where it might be one of its NULLs. */
function inArray({ types: [type] }: TemplateCall): string {
  const isPlain = !type || (type.kind !== 'STRUCT' && type.kind !== 'FLOAT64');
  if (isPlain) {
    return (
      'CASE WHEN coalesce(len($2), 0) = 0 THEN false WHEN $1 IS NULL THEN NULL WHEN list_contains($2, $1) THEN true ' +
      'WHEN list_count($2) < len($2) THEN NULL ELSE false END'
    );
  }
  const tests = `list_transform($2, lambda "e~": ${equal('$1', '"e~"', type)})`;
  const answer =
    'CASE WHEN list_contains("p~".t, true) THEN true WHEN list_count("p~".t) < len("p~".t) THEN NULL ELSE false END';
  return `CASE WHEN coalesce(len($2), 0) = 0 THEN false ELSE list_transform([{t: ${tests}}], lambda "p~": ${answer})[1] END`;
}

/** What casts to STRING stands beside strings, but for BYTES. */
const concat = ({ types }: TemplateCall): string => {
  if (types.some(({ kind }) => kind === 'BYTES')) {
    const given = types.map(printType).join(', ');
    const known = 'STRING || STRING; BYTES || BYTES; ARRAY<ANY> || ARRAY<ANY>';
    throw new GoogleSqlError(
      `No matching signature for operator || for argument types: ${given}. Supported signatures: ${known}`,
    );
  }
  return `(${types.map((type, i) => printCast(`$${i + 1}`, type, STRING)).join(' || ')})`;
};

/** An element by place; `isSafe` is NULL outside the array. */
const element = (base: 0 | 1, isSafe: boolean): string => {
  const outside = base === 0 ? '$2 < 0 OR $2 >= len($1)' : '$2 < 1 OR $2 > len($1)';
  const failure = isSafe ? 'NULL' : `$e('Array index ' || $2 || ' is out of bounds')`;
  return `CASE WHEN $1 IS NOT NULL AND (${outside}) THEN ${failure} ELSE ($1)[${base === 0 ? '$2 + 1' : '$2'}] END`;
};

/** An operator on the bits of INT64, and on those of BYTES, which must be as long as each other. */
const bits = (name: string, plain: string): readonly Signature[] => [
  ...row(`$bitwise_${name}(INT64, INT64) -> INT64`, plain),
  ...row(`$bitwise_${name}(BYTES, BYTES) -> BYTES`, `bq_bytes_${name}($1, $2)`),
];

const shift = (direction: 'left' | 'right'): readonly Signature[] => [
  ...row(`$shift_${direction}(INT64, INT64) -> INT64`, `bq_shift_${direction}($1, $2)`),
  ...row(`$shift_${direction}(BYTES, INT64) -> BYTES`, `bq_bytes_shift_${direction}($1, $2)`),
];

/** Arithmetic, comparison, logic and subscripts. https://cloud.google.com/bigquery/docs/reference/standard-sql/operators */
export const OPERATORS: readonly Signature[] = [
  row('$add(INT64, INT64) -> INT64', '($1 + $2)'),
  row('$add(FLOAT64, FLOAT64) -> FLOAT64', floating('+')),
  row('$add({NUMERIC|BIGNUMERIC}, {NUMERIC|BIGNUMERIC}) -> {NUMERIC|BIGNUMERIC}', '($1 + $2)'),
  row('$subtract(INT64, INT64) -> INT64', '($1 - $2)'),
  row('$subtract(FLOAT64, FLOAT64) -> FLOAT64', floating('-')),
  row('$subtract({NUMERIC|BIGNUMERIC}, {NUMERIC|BIGNUMERIC}) -> {NUMERIC|BIGNUMERIC}', '($1 - $2)'),
  row('$multiply(INT64, INT64) -> INT64', '($1 * $2)'),
  row('$multiply(FLOAT64, FLOAT64) -> FLOAT64', floating('*')),
  ...['multiply', 'divide'].flatMap((name) => [
    ...row(`$${name}(NUMERIC, NUMERIC) -> NUMERIC`, `bq_numeric_${name}$s($1, $2)`),
    ...row(`$${name}(BIGNUMERIC, BIGNUMERIC) -> BIGNUMERIC`, `bq_bignumeric_${name}$s($1, $2)`),
  ]),
  row(
    '$divide(FLOAT64, FLOAT64) -> FLOAT64',
    `CASE WHEN $2 = 0 THEN $e(printf('division by zero: %g / %g', $1, $2)) ELSE ${floating('/')} END`,
  ),
  row('$unary_minus({INT64|NUMERIC|BIGNUMERIC|FLOAT64}) -> {INT64|NUMERIC|BIGNUMERIC|FLOAT64}', '(-$1)'),
  row('$unary_plus(N) -> N', '$1'),
  row('$concat(STRING, STRING) -> STRING', '($1 || $2)'),
  row('$concat(BYTES, BYTES) -> BYTES', '($1 || $2)'),
  row('$concat(ARRAY<T>, ARRAY<T>) -> ARRAY<T>', '($1 || $2)'),
  row('$concat(C1, C2) -> STRING', concat),
  ...bits('and', '($1 & $2)'),
  ...bits('or', '($1 | $2)'),
  ...bits('xor', 'xor($1, $2)'),
  row('$bitwise_not(INT64) -> INT64', '(~$1)'),
  row('$bitwise_not(BYTES) -> BYTES', 'bq_bytes_not($1)'),
  ...shift('left'),
  ...shift('right'),
  row('$equal(E, E) -> BOOL', ({ types }) => (types[0] ? equal('$1', '$2', types[0]) : '')),
  row('$not_equal(E, E) -> BOOL', ({ types }) =>
    types[0]?.kind === 'STRUCT' || types[0]?.kind === 'FLOAT64' ? `(NOT ${equal('$1', '$2', types[0])})` : '($1 <> $2)',
  ),
  row('$less(C, C) -> BOOL', less('<', 2, 1)),
  row('$less_or_equal(C, C) -> BOOL', less('<=', 2, 1)),
  row('$greater(C, C) -> BOOL', less('>', 1, 2)),
  row('$greater_or_equal(C, C) -> BOOL', less('>=', 1, 2)),
  row('$between(C, C, C) -> BOOL', ({ types }) =>
    types[0]?.kind === 'FLOAT64'
      ? '($1 BETWEEN $2 AND $3 AND (NOT isnan($3) OR $1 IS NULL))'
      : '($1 BETWEEN $2 AND $3)',
  ),
  row('$is_distinct_from(G, G) -> BOOL', '($1 IS DISTINCT FROM $2)'),
  row('$like({STRING|BYTES}, {STRING|BYTES}) -> BOOL', eitherText(likes(''))),
  row('$like_any({STRING|BYTES}, {STRING|BYTES}...) -> BOOL', eitherText(likes(' OR '))),
  row('$like_all({STRING|BYTES}, {STRING|BYTES}...) -> BOOL', eitherText(likes(' AND '))),
  row('$like_any_array(STRING, ARRAY<STRING>) -> BOOL', likesOfArray(true)),
  row('$like_all_array(STRING, ARRAY<STRING>) -> BOOL', likesOfArray(false)),
  row('$in(E, E...) -> BOOL', anyEqual),
  row('$in_unnest(E, ARRAY<E>) -> BOOL', inArray),
  row('$and(BOOL...) -> BOOL', joined('AND')),
  row('$or(BOOL...) -> BOOL', joined('OR')),
  row('$not(BOOL) -> BOOL', '(NOT $1)'),
  row('$is_null(T) -> BOOL', '($1 IS NULL)'),
  row('$is_true(BOOL) -> BOOL', '($1 IS TRUE)'),
  row('$is_false(BOOL) -> BOOL', '($1 IS FALSE)'),
  row('$subscript_offset(ARRAY<T>, INT64) -> T', element(0, false)),
  row('$subscript(ARRAY<T>, INT64) -> T', element(0, false)),
  row('$subscript_ordinal(ARRAY<T>, INT64) -> T', element(1, false)),
  row('$subscript_safe_offset(ARRAY<T>, INT64) -> T', element(0, true)),
  row('$subscript_safe_ordinal(ARRAY<T>, INT64) -> T', element(1, true)),
].flat();

/** NaN is not equal to itself, nor is a struct with a NULL; DuckDB holds them for equal. */
const needsEqual = ({ types: [type] }: TemplateCall): boolean => type?.kind === 'FLOAT64' || type?.kind === 'STRUCT';

/** The branches of CASE, from argument `first` on; with a type each compares argument 1. */
const whens =
  (first: number, type?: SqlType) =>
  ({ args }: TemplateCall): string => {
    let text = '';
    let i = first;
    const test = (place: number): string => (type ? equal('$1', `$${place}`, type) : `$${place}`);
    for (; i + 1 <= args.length; i += 2) text += ` WHEN ${test(i)} THEN $${i + 1}`;
    return text + (i <= args.length ? ` ELSE $${i}` : '');
  };

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/conditional_expressions */
export const CONDITIONALS: readonly Signature[] = [
  row('$case_no_value(BOOL..., T...[, T]) -> T', (call) => `CASE${whens(1)(call)} END`),
  row('$case_with_value(E1, E1..., T...[, T]) -> T', (call) =>
    needsEqual(call) ? `CASE${whens(2, call.types[0])(call)} END` : `CASE $1${whens(2)(call)} END`,
  ),
  row('COALESCE(T...) -> T', 'coalesce($*)'),
  row('IF(BOOL, T, T) -> T', 'CASE WHEN $1 THEN $2 ELSE $3 END'),
  row('IFNULL(T, T) -> T', 'coalesce($1, $2)'),
  row('NULLIF(E, E) -> E', (call) =>
    needsEqual(call) && call.types[0]
      ? `CASE WHEN ${equal('$1', '$2', call.types[0])} THEN NULL ELSE $1 END`
      : 'nullif($1, $2)',
  ),
  row('NULLIFZERO({INT64|FLOAT64|NUMERIC|BIGNUMERIC}) -> {INT64|FLOAT64|NUMERIC|BIGNUMERIC}', 'nullif($1, 0)'),
  row('ZEROIFNULL({INT64|FLOAT64|NUMERIC|BIGNUMERIC}) -> {INT64|FLOAT64|NUMERIC|BIGNUMERIC}', 'coalesce($1, 0)'),
  row('ERROR(STRING) -> INT64', "$e(coalesce($1, 'ERROR function called with NULL value'))", 'volatile'),
].flat();
