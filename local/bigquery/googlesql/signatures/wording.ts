import { describeArgument } from '../coercion.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import type { Argument, Signature } from './signature.ts';

/** Operators as they are written, by their names in the table. */
export const SYMBOLS: Readonly<Record<string, string>> = {
  $add: '+',
  $subtract: '-',
  $multiply: '*',
  $divide: '/',
  $unary_minus: '-',
  $unary_plus: '+',
  $concat: '||',
  $bitwise_and: '&',
  $bitwise_or: '|',
  $bitwise_xor: '^',
  $bitwise_not: '~',
  $shift_left: '<<',
  $shift_right: '>>',
  $equal: '=',
  $not_equal: '!=',
  $less: '<',
  $less_or_equal: '<=',
  $greater: '>',
  $greater_or_equal: '>=',
};

const notation = (type: string): string => (/^[TCGE]\d?$/u.test(type) ? 'ANY' : type.replace(/\b[TCGE]\d?\b/u, 'ANY'));

function describeSignature({ name, parameters }: Signature): string {
  const types = parameters.map(({ type, optional, repeated }) => {
    const text = notation(type);
    return optional || repeated ? `[${text}${repeated ? ', ...' : ''}]` : text;
  });
  const symbol = SYMBOLS[name];
  if (symbol !== undefined) return types.length === 1 ? `${symbol}${types.join('')}` : types.join(` ${symbol} `);
  return `${displayName(name)}(${types.join(', ')})`;
}

/** `EXTRACT` for `$extract`, `CASE` for `$case_no_value`. */
function displayName(name: string): string {
  if (!name.startsWith('$')) return name.toUpperCase();
  return name
    .slice(1)
    .replace(/_no_value|_with_value$/u, '')
    .replaceAll('_', ' ')
    .toUpperCase();
}

const KINDS = { scalar: 'function', aggregate: 'aggregate function', window: 'analytic function' } as const;

/** What BigQuery calls a comparison that a type has not; others go by their names. */
const COMPARISONS: Readonly<Record<string, string>> = {
  $equal: 'Equality',
  $not_equal: 'Inequality',
  $less: 'Less than',
  $less_or_equal: 'Less than',
  $greater: 'Greater than',
  $greater_or_equal: 'Greater than',
  $is_distinct_from: 'Grouping',
  $case_with_value: 'CASE (with value comparison)',
};

/** The error for a comparison of values of a type that has none. */
export function notDefinedFor(name: string, type: string): GoogleSqlError {
  const lower = name.toLowerCase();
  return new GoogleSqlError(
    lower === '$in_unnest'
      ? `First argument to IN UNNEST of type ${type} does not support equality comparison`
      : `${COMPARISONS[lower] ?? displayName(lower)} is not defined for arguments of type ${type}`,
  );
}

/** What is said of operators whose arguments are of two sorts; undefined for all others. */
function mismatchOf(name: string, args: readonly Argument[]): string | undefined {
  const types = args.map(describeArgument);
  const [first] = args;
  switch (name) {
    case '$in': {
      const literal = first?.kind === 'value' && first.literal?.value != null ? 'literal ' : '';
      return `operator IN for argument types ${literal}${types[0] ?? ''} and {${[...new Set(types.slice(1))].join(', ')}}`;
    }
    case '$case_no_value': {
      const whens = types.filter((_, i) => i % 2 === 0 && i + 1 < types.length);
      const results = types.filter((_, i) => i % 2 === 1 || i + 1 === types.length);
      const isCondition = whens.every((type) => type === 'BOOL' || type === 'NULL');
      const what = isCondition
        ? 'all THEN/ELSE arguments must be coercible to a common type'
        : 'all WHEN argument types must be BOOL';
      const pairs = whens.map((type, i) => `(${type} ${results[i] ?? ''})`).join(' ');
      const otherwise = results[whens.length] ?? 'NULL';
      const found = isCondition ? results : whens;
      return `operator CASE; ${what} but found: ${found.join(', ')}; actual argument types (WHEN THEN) ELSE: ${pairs} ${otherwise}`;
    }
    default:
      return undefined;
  }
}

/** The error for arguments that no signature takes. */
export function noMatch(name: string, signatures: readonly Signature[], args: readonly Argument[]): GoogleSqlError {
  const lower = name.toLowerCase();
  const mismatch = mismatchOf(lower, args);
  if (mismatch !== undefined) return new GoogleSqlError(`No matching signature for ${mismatch}`);
  const what = SYMBOLS[lower] ?? displayName(lower);
  const kind = name.startsWith('$') ? 'operator' : KINDS[signatures[0]?.kind ?? 'scalar'];
  const types = args.map(describeArgument);
  const given = types.length === 0 ? 'with no arguments' : `for argument types: ${types.join(', ')}`;
  const known = [...new Set(signatures.map(describeSignature))];
  const isTextAndBytes =
    types.length === 2 && types.includes('STRING') && types.includes('BYTES') && lower in COMPARISONS;
  const hint = isTextAndBytes ? TEXT_AND_BYTES : '';
  return new GoogleSqlError(
    `No matching signature for ${kind} ${what} ${given}.${hint} Supported signature${known.length > 1 ? 's' : ''}: ${known.join('; ')}`,
  );
}

const TEXT_AND_BYTES =
  " STRING and BYTES are different types that are not directly comparable. To write a BYTES literal, use a b-prefixed literal such as b'bytes value'.";

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Functions that BigQuery has and the local warehouse has not: whole families but for those in the table. */
const ELSEWHERE =
  /^(?:st_|s2_|aead\.|keys\.|deterministic_|kll_quantiles\.|hll_count\.|net\.|ml\.|ai\.|obj\.|search$|vector_search$|text_analyze$|bag_of_words$|tf_idf$|external_object_transform$|external_query$|range(?:_|$)|generate_range_array$|gap_fill$|appends$|changes$|lax_|.*_array$)/u;

/** The error for a name that is no function, with the nearest that is. */
export function unknownFunction(name: string, known: Iterable<string>): GoogleSqlError {
  const lower = name.toLowerCase();
  if (ELSEWHERE.test(lower)) return notSupported(name.toUpperCase());
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const other of known) {
    if (other.startsWith('$') || Math.abs(other.length - lower.length) > 3) continue;
    const distance = editDistance(lower, other);
    if (distance <= Math.max(1, lower.length * 0.3) && (!best || distance < best.distance))
      best = { name: other, distance };
  }
  const hint = best ? `; Did you mean ${best.name}?` : '';
  return new GoogleSqlError(`Function not found: ${name}${hint}`);
}
