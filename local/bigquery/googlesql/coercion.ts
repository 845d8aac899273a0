import { GoogleSqlError } from './errors.ts';
import {
  BIGNUMERIC,
  BOOL,
  FLOAT64,
  NUMERIC,
  duckType,
  isNumeric,
  printStruct,
  printType,
  sameType,
  structOf,
} from './types.ts';
import type { SqlType, StructType } from './types.ts';
import { printCast } from './casts.ts';
import { printLiteral } from './constants.ts';
import type { Argument, Literal, ValueArgument } from './signatures/signature.ts';

/**
 * What a value of any expression becomes without a CAST, cheapest first.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/conversion_rules
 */
const IMPLICIT: Readonly<Record<string, readonly string[]>> = {
  INT64: ['FLOAT64', 'NUMERIC', 'BIGNUMERIC'],
  NUMERIC: ['BIGNUMERIC', 'FLOAT64'],
  BIGNUMERIC: ['FLOAT64'],
  DATE: ['DATETIME'],
};

/** What a literal or a parameter becomes besides. */
const FROM_LITERAL: Readonly<Record<string, readonly string[]>> = {
  STRING: ['DATE', 'DATETIME', 'TIMESTAMP', 'TIME'],
  FLOAT64: ['NUMERIC', 'BIGNUMERIC'],
};

/** How far a coercion goes: `[values converted at run time, distance]`; smaller is better, undefined is impossible. */
export type CoercionCost = readonly [number, number];

const add = (costs: readonly (CoercionCost | undefined)[]): CoercionCost | undefined => {
  let sum: CoercionCost = [0, 0];
  for (const cost of costs) {
    if (!cost) return undefined;
    sum = [sum[0] + cost[0], sum[1] + cost[1]];
  }
  return sum;
};

const valueOf = (type: SqlType, literal?: Literal): ValueArgument => ({ kind: 'value', type, literal });

/** Field `index` of a struct: as it was made, where the struct was made just here. */
const fieldOf = ({ parts }: ValueArgument, { fields: types }: StructType, index: number): ValueArgument =>
  parts?.[index] ?? valueOf(types[index]?.type ?? BOOL);

/** The elements of an array: as they were made, where it was made just here, else one that stands for all. */
const elementsOf = ({ parts, type }: ValueArgument): readonly ValueArgument[] =>
  parts ?? (type.kind === 'ARRAY' ? [valueOf(type.element)] : []);

/** An untyped NULL or `[]`. */
const isUntyped = ({ literal, type, isError }: ValueArgument): boolean =>
  isError === true ||
  (literal !== undefined &&
    ((literal.value === null && type.kind === 'INT64') ||
      (Array.isArray(literal.value) && literal.value.length === 0)));

/** What it costs to hand `argument` over as a `to`, or undefined. */
export function coercionCost(argument: ValueArgument, to: SqlType): CoercionCost | undefined {
  const { type: from, literal } = argument;
  if (sameType(from, to)) return [0, 0];
  if ((literal && literal.value === null) || argument.isError) return [0, 1];
  if (from.kind === 'ARRAY' && to.kind === 'ARRAY') return arrayCost(argument, from.element, to.element);
  if (from.kind === 'STRUCT' && to.kind === 'STRUCT') {
    if (from.fields.length !== to.fields.length) return undefined;
    return add(to.fields.map(({ type }, i) => coercionCost(fieldOf(argument, from, i), type)));
  }
  const isConstant = literal !== undefined || argument.isParameter === true;
  const index = IMPLICIT[from.kind]?.indexOf(to.kind) ?? -1;
  if (index >= 0) return literal && from.kind === 'INT64' ? [0, index + 1] : [1, index + 1];
  const constant = isConstant ? (FROM_LITERAL[from.kind]?.indexOf(to.kind) ?? -1) : -1;
  // Text is any of them alike: the first signature that takes one is chosen.
  return constant < 0 ? undefined : [literal ? 0 : 1, 2];
}

/** An array's elements coerce one by one where they are literals; else the array as it is, or not at all. */
function arrayCost(argument: ValueArgument, from: SqlType, to: SqlType): CoercionCost | undefined {
  const { literal, parts } = argument;
  if (isUntyped(argument)) return [0, 1];
  if (parts) return add(parts.map((part) => coercionCost(part, to)));
  if (!Array.isArray(literal?.value)) return coercesAlike(from, to) ? [1, 1] : undefined;
  return add((literal.value as readonly Literal[]).map((element) => coercionCost(valueOf(from, element), to)));
}

/** Structs whose field names alone differ, at any depth, are alike, and so are arrays of them; other arrays need a CAST. */
function coercesAlike(from: SqlType, to: SqlType): boolean {
  if (from.kind === 'ARRAY' && to.kind === 'ARRAY') return coercesAlike(from.element, to.element);
  if (from.kind !== 'STRUCT' || to.kind !== 'STRUCT') return sameType(from, to);
  return (
    from.fields.length === to.fields.length &&
    to.fields.every(({ type }, i) => coercesAlike(from.fields[i]?.type ?? type, type))
  );
}

/** Whether `argument` can be handed over as a `to` without a CAST. */
export const canCoerce = (argument: ValueArgument, to: SqlType): boolean => coercionCost(argument, to) !== undefined;

const isCheaper = (a: CoercionCost, b: CoercionCost | undefined): boolean =>
  b === undefined || a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);

/**
 * The type to which all arguments coerce (CASE, IN, set operations, array elements), or undefined. An untyped NULL says
 * nothing; all of them untyped are the INT64 they look like.
 */
export function commonSupertype(args: readonly ValueArgument[]): SqlType | undefined {
  const typed = args.filter((arg) => !isUntyped(arg));
  if (typed.length === 0) return args[args.length - 1]?.type;
  if (typed.every(({ type }) => type.kind === 'STRUCT')) return structSupertype(typed);
  if (typed.every(({ type }) => type.kind === 'ARRAY' && type.element.kind === 'STRUCT')) {
    const element = structSupertype(typed.flatMap(elementsOf));
    return element && { kind: 'ARRAY', element };
  }
  // A column's type counts before a literal's.
  const columns = typed.filter(({ literal }) => literal === undefined);
  let best: { type: SqlType; cost: CoercionCost } | undefined;
  const candidates = new Map(
    [...columns, ...typed, ...numericSupertype(typed)].map(({ type }) => [printType(type), type]),
  );
  for (const type of candidates.values()) {
    const cost = add(typed.map((arg) => coercionCost(arg, type)));
    if (cost && isCheaper(cost, best?.cost)) best = { type, cost };
  }
  return best?.type;
}

/** INT64 and a FLOAT64 literal need no third type, but BIGNUMERIC literals beside FLOAT64 columns do. */
const numericSupertype = (args: readonly ValueArgument[]): readonly ValueArgument[] =>
  args.every(({ type }) => isNumeric(type)) ? [valueOf(NUMERIC), valueOf(BIGNUMERIC), valueOf(FLOAT64)] : [];

/** Structs meet field by field, named as the first of them. */
function structSupertype(structs: readonly ValueArgument[]): SqlType | undefined {
  const typed = structs.flatMap((argument) =>
    argument.type.kind === 'STRUCT' ? [{ argument, type: argument.type }] : [],
  );
  const [first] = typed;
  if (!first || typed.some(({ type }) => type.fields.length !== first.type.fields.length)) return undefined;
  const fields = first.type.fields.flatMap(({ name }, index): readonly [string, SqlType][] => {
    const type = commonSupertype(typed.map((struct) => fieldOf(struct.argument, struct.type, index)));
    return type ? [[name, type]] : [];
  });
  return fields.length === first.type.fields.length ? structOf(...fields) : undefined;
}

/**
 * The DuckDB text of `argument` (printed as `sql` in its own type) as a `to`. A literal is printed anew. Throws
 * `GoogleSqlError` where a literal has no such value, or the types do not coerce.
 */
export function printCoerced(sql: string, argument: ValueArgument, to: SqlType): string {
  const { type: from, literal, parts } = argument;
  if (parts && to.kind === 'STRUCT' && canCoerce(argument, to)) {
    return printStruct(
      to,
      parts.map((part, index) => printCoerced(part.sql, part, to.fields[index]?.type ?? part.type)),
    );
  }
  if (parts && to.kind === 'ARRAY' && canCoerce(argument, to)) {
    const elements = parts.map((part) => printCoerced(part.sql, part, to.element));
    return `CAST([${elements.join(', ')}] AS ${duckType(to)})`;
  }
  if (literal && !Array.isArray(literal.value) && !(from.kind === to.kind && literal.value !== null)) {
    if (!canCoerce(argument, to)) throw cannotCoerce(argument, to);
    return printLiteral(literal, from, to);
  }
  if (sameType(from, to)) return sql;
  if (argument.isError) return `CAST(${sql} AS ${duckType(to)})`;
  if (Array.isArray(literal?.value) && literal.value.length === 0) return `CAST([] AS ${duckType(to)})`;
  if (!canCoerce(argument, to)) throw cannotCoerce(argument, to);
  return printCast(sql, from, to);
}

const cannotCoerce = (argument: ValueArgument, to: SqlType): GoogleSqlError =>
  new GoogleSqlError(`Unable to coerce type ${printType(argument.type)} to expected type ${printType(to)}`);

/** An argument's type as BigQuery names it in an error. */
export const describeArgument = (argument: Argument): string => {
  if (argument.kind === 'word') return 'DATE_TIME_PART';
  return argument.literal?.value === null && argument.type.kind === 'INT64' ? 'NULL' : printType(argument.type);
};

/**
 * The sort keys of one ORDER BY item: BigQuery puts NaN before every number (after NULL), DuckDB puts it last.
 * DuckDB gives a column that it sorts by as its key has it, without the sign of -0.0: so the key is another's.
 * The nulls' place is the caller's to print; it counts for each key.
 */
export const orderKeys = (sql: string, type: SqlType): readonly { readonly sql: string; readonly flip: boolean }[] =>
  type.kind === 'FLOAT64'
    ? [
        { sql: `isnan(${sql})`, flip: true },
        { sql: `${sql} + 0`, flip: false },
      ]
    : [{ sql, flip: false }];
