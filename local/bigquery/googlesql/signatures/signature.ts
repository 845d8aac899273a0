/**
 * How the analyzer asks for functions, operators, casts and literals. It never sees a template:
 *
 * 1. `argumentShape(name, index)` (resolve.ts) says whether an argument is a value, a word (`DAY`, `WEEK(MONDAY)`,
 *    `NFC`: a name that is no column) or `INTERVAL value PART`, which becomes two arguments: the value and the word.
 * 2. `resolveFunction(name, args)` (resolve.ts) picks the signature and gives the result type, or throws
 *    `GoogleSqlError` without position, in BigQuery's words. Names are taken in any case.
 * 3. `printCall(call, printed, modifiers)` (print-call.ts) gives the DuckDB text. `printed[i]` is the text of argument i
 *    in its own type (a word's text is ignored); coercions, `SAFE.`, DISTINCT, ORDER BY, LIMIT, null handling, HAVING
 *    and OVER are applied there, and what the function does not take is refused by `GoogleSqlError`.
 *
 * Operators are functions whose names start with `$`:
 * `$add $subtract $multiply $divide $unary_minus $unary_plus $concat $bitwise_and $bitwise_or $bitwise_xor $bitwise_not
 * $shift_left $shift_right $equal $not_equal $less $less_or_equal $greater $greater_or_equal $between $like
 * $like_any $like_all $in $in_unnest $and $or $not $is_null $is_true $is_false $is_distinct_from`,
 * `$case_no_value(when, then, …[, else])`, `$case_with_value(operand, when, then, …[, else])`,
 * `$subscript(json | array, index)`, `$subscript_offset $subscript_ordinal $subscript_safe_offset
 * $subscript_safe_ordinal`, `$extract(word, value[, zone])`, `$interval(value, word)`,
 * `$make_array(T…)` for untyped `[…]`, `$count_star()` for COUNT(*).
 * NOT LIKE and their kin are `$not` around the positive form.
 *
 * Beside functions: `printCast` (casts.ts) for CAST and SAFE_CAST; `canCoerce`, `commonSupertype`, `printCoerced`
 * (coercion.ts) for set operations, IN (subquery), INSERT, function bodies; `printLiteral` (constants.ts) for literals;
 * `orderKeys` (coercion.ts) for ORDER BY and windows, where NaN sorts first.
 *
 * Literals matter: a literal coerces further than a column, formats and zones are read at compile time. Fold a minus
 * before a number into its literal. An untyped NULL is `{ type: INT64, literal: { value: null } }`, an untyped `[]` is
 * `{ type: ARRAY<INT64>, literal: { value: [] } }`; a parameter sets `isParameter` and no literal.
 */
import type { SqlType } from '../types.ts';

/** What is known of a literal: its value, and for FLOAT64 the digits as written. */
export interface Literal {
  readonly value: null | boolean | bigint | number | string | Uint8Array | readonly Literal[];
  readonly text?: string | undefined;
}

/** A value handed to a function. `name` is set in `name => value`. */
export interface ValueArgument {
  readonly kind: 'value';
  readonly type: SqlType;
  readonly literal?: Literal | undefined;
  readonly isParameter?: boolean | undefined;
  /** Set for ERROR(…), which stands where any type is wanted. */
  readonly isError?: boolean | undefined;
  /** The values a STRUCT, or an ARRAY of STRUCTs of literals, was just made of: each coerces on its own, as literals do. */
  readonly parts?: readonly PrintedArgument[] | undefined;
  readonly name?: string | undefined;
}

/** A value and its DuckDB text. */
export interface PrintedArgument extends ValueArgument {
  readonly sql: string;
}

/** A date part or another word, upper case: `DAY`, `WEEK(MONDAY)`, `NFKC`. */
export interface WordArgument {
  readonly kind: 'word';
  readonly text: string;
}

/** An argument of a call as the analyzer knows it. */
export type Argument = ValueArgument | WordArgument;

/** What may stand at a place in an argument list. */
export type ArgumentShape = 'value' | 'word' | 'interval';

/** What may surround a call. All text is DuckDB's, printed by the analyzer. */
export interface CallModifiers {
  /** `SAFE.f(…)`: an error of `f` itself is NULL; an error in its arguments stays one. */
  readonly safe?: boolean | undefined;
  readonly distinct?: boolean | undefined;
  readonly nulls?: 'IGNORE' | 'RESPECT' | undefined;
  readonly having?: { readonly extreme: 'MAX' | 'MIN'; readonly sql: string } | undefined;
  /** `x desc nulls last, y`: the items of ORDER BY inside the parentheses. */
  readonly orderBy?: string | undefined;
  /** `orderBy` is not asked for: it is the order that the rows are written in. */
  readonly isWrittenOrder?: boolean | undefined;
  readonly limit?: string | undefined;
  /** What follows OVER: `(partition by …)` or a window's name. */
  readonly over?: string | undefined;
  /** Whether the window has its own ORDER BY and frame: some functions need one and refuse the other. */
  readonly window?: { readonly isOrdered: boolean; readonly hasFrame: boolean } | undefined;
}

/** `window` functions need OVER, `aggregate` ones may have it. */
export type FunctionKind = 'scalar' | 'aggregate' | 'window';

/** What a template that is a function is given. */
export interface TemplateCall {
  /** The arguments' texts, coerced; a word's is its text. */
  readonly sql: readonly string[];
  readonly args: readonly Argument[];
  /** Types after coercion (a word has its place filled by the type BOOL, which means nothing). */
  readonly types: readonly SqlType[];
  readonly resultType: SqlType;
  readonly modifiers: CallModifiers;
  /** Text that raises an error with this message, or NULL under `SAFE.`. */
  readonly error: (message: string) => string;
}

/**
 * DuckDB text with `$1`, `$2` … for arguments and `$*` for all of them; an argument used twice is computed once.
 * `$error(message)` raises. In aggregates `$d` stands for DISTINCT, `$o` for ORDER BY inside the call and `$w` for
 * FILTER and OVER after it.
 */
export type Template = string | ((call: TemplateCall) => string);

/** A parameter of a signature as the row writes it. */
export interface Parameter {
  /** A type, a type variable (`T`, `ARRAY<T>`), or `PART`/`WORD` for words. */
  readonly type: string;
  readonly name: string | undefined;
  readonly optional: boolean;
  readonly repeated: boolean;
  /** Must be a literal (or a parameter of the query, where the template can take one). */
  readonly literal: boolean;
}

/** What an aggregate or window function takes beside its arguments, from the row's flags. */
export type SignatureFlag =
  | 'distinct'
  | 'order'
  | 'limit'
  | 'nulls'
  | 'having'
  | 'no over'
  | 'needs order'
  | 'no order'
  | 'no frame'
  | 'volatile'
  | 'refused';

/** One row of the table. */
export interface Signature {
  readonly name: string;
  readonly kind: FunctionKind;
  readonly parameters: readonly Parameter[];
  readonly result: string;
  readonly template: Template;
  readonly flags: ReadonlySet<SignatureFlag>;
  /** The row as written, for documentation: `STRPOS(STRING, STRING) -> INT64`. */
  readonly text: string;
}

/** A call whose signature is chosen. */
export interface ResolvedCall {
  readonly name: string;
  readonly signature: Signature;
  readonly kind: FunctionKind;
  readonly args: readonly Argument[];
  /** What each argument is coerced to; undefined for words. */
  readonly argumentTypes: readonly (SqlType | undefined)[];
  readonly resultType: SqlType;
}
