import type { ColumnMatch, Position, SetOperation, SetOperator } from '../ast.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import { INT64, isGroupable, printType, quoteIdentifier, sameType, type SqlType } from '../types.ts';
import { coerce, supertype } from './coerce.ts';
import type { Env } from './compilation.ts';
import { compileBody } from './query.ts';
import type { Relation, RelationColumn, Shape } from './relation.ts';
import { NO_TAIL } from './tail.ts';
import { UNTYPED_NULL } from './typed.ts';

/** UNION, INTERSECT and EXCEPT of two queries or more: columns match by place and take their common type. */
export function setOperation(node: SetOperation, env: Env, shape: Shape): Relation {
  const isKept = shape.keepsRowOrder || shape.exposeOrder;
  const keepsRowOrder = isKept && node.operator === 'UNION' && !node.distinct && !node.match;
  const inputs = node.inputs.map((input) => compileBody(input, env, { keepsRowOrder }, NO_TAIL));
  const positions = node.inputs.map((input) => input.position);
  return combine(node, inputs, positions, env, shape);
}

/** The set operation over compiled inputs. */
export function combine(
  node: {
    readonly operator: SetOperator;
    readonly distinct: boolean;
    readonly match: ColumnMatch | undefined;
    readonly position: Position;
  },
  given: readonly Relation[],
  positions: readonly Position[],
  env: Env,
  shape: Shape,
): Relation {
  const { operator, distinct, position } = node;
  if (operator !== 'UNION' && !distinct) throw notSupported(`${operator} ALL`, position);
  const what = `${operator} ${distinct ? 'DISTINCT' : 'ALL'}`;
  const inputs = node.match ? byName(given, node.match, env) : given;
  const [first] = inputs;
  if (!first) throw new GoogleSqlError(`${what} without a query`, position);
  inputs.forEach((input, index) => {
    if (input.columns.length !== first.columns.length) {
      const counts = `query 1 has ${columnCount(first)}, query ${index + 1} has ${columnCount(input)}`;
      throw new GoogleSqlError(`Queries in ${what} have mismatched column count; ${counts}`, positions[index]);
    }
  });
  const columns = first.columns.map((column, index): RelationColumn => {
    const at = positions[1] ?? position;
    const type = columnType(inputs, index, what, at);
    if (operator !== 'UNION' || distinct) checkComparable(type, index, what, at);
    return { name: column.name, type };
  });
  const texts = inputs.map((input, index) => `(${converted(input, columns, env, positions[index] ?? position)})`);
  const alias = env.compilation.newAlias();
  const names = shape.names?.(columns);
  const rowOrder =
    shape.keepsRowOrder || shape.exposeOrder
      ? numbered(inputs, texts, env, shape.exposeOrder === true && operator === 'UNION' && !distinct)
      : undefined;
  const orderNames = rowOrder?.names;
  const joined = (rowOrder?.texts ?? texts).join(` ${operator}${distinct ? '' : ' ALL'} `);
  const base = {
    columns,
    isValueTable: inputs.every((input) => input.isValueTable),
    isOrdered: false,
    rowOrder: shape.keepsRowOrder ? orderNames : undefined,
    order:
      shape.exposeOrder && orderNames
        ? (column: (name: string) => string) => orderNames.map(column).join(', ')
        : undefined,
  };
  if (!names) return { ...base, sql: joined };
  const list = names.map((name, index) => `${alias}.c${index + 1} AS ${quoteIdentifier(name)}`);
  return { ...base, sql: `SELECT ${list.join(', ')} FROM (${joined}) AS ${alias}` };
}

/**
 * The inputs with columns `h1` … for the order they are written in: each input's place, then its rows' own. Where one of
 * them has none, the others lose theirs, unless the inputs are to keep their places.
 */
function numbered(inputs: readonly Relation[], texts: readonly string[], env: Env, keepsPlaces: boolean) {
  const isKnown = keepsPlaces || inputs.every(({ rowOrder }) => rowOrder);
  const depth = Math.max(...inputs.map(({ rowOrder }) => rowOrder?.length ?? 0));
  const names = isKnown ? Array.from({ length: depth + 1 }, (_, index) => `h${index + 1}`) : undefined;
  const numberedTexts = inputs.map(({ columns, rowOrder }, place) => {
    const text = texts[place] ?? '';
    if (!names && !rowOrder?.length) return text;
    const alias = env.compilation.newAlias();
    const own = columns.map((_, index) => `${alias}.c${index + 1}`);
    const keys = [String(place), ...(rowOrder ?? []).map((key) => `${alias}.${key}`)];
    const added = (names ?? []).map((name, index) => `${keys[index] ?? '0'} AS ${name}`);
    return `(SELECT ${[...own, ...added].join(', ')} FROM ${text} AS ${alias})`;
  });
  return { texts: numberedTexts, names };
}

const columnCount = ({ columns }: Relation): string => `${columns.length} column${columns.length === 1 ? '' : 's'}`;

function columnType(inputs: readonly Relation[], index: number, what: string, position: Position): SqlType {
  const types = inputs.flatMap((input) => input.columns[index] ?? []);
  const type = supertype(types);
  if (type) return type;
  const found = types.map((column) => printType(column.type)).join(', ');
  throw new GoogleSqlError(`Column ${index + 1} in ${what} has incompatible types: ${found}`, position);
}

function checkComparable(type: SqlType, index: number, what: string, position: Position): void {
  if (isGroupable(type)) return;
  const message = `Column ${index + 1} in ${what} has type that does not support set operation comparisons: ${printType(type)}`;
  throw new GoogleSqlError(message, position);
}

/** The relation as a statement inserts it: of its literals, only those without a type coerce further than a column. */
export const inserted = (relation: Relation): Relation => ({
  ...relation,
  columns: relation.columns.map(({ literal, ...column }) => {
    const isUntyped = literal?.value === null || (Array.isArray(literal?.value) && literal.value.length === 0);
    return isUntyped ? { ...column, literal } : column;
  }),
});

/** The relation with its columns coerced to the types. */
export function converted(
  relation: Relation,
  columns: readonly { readonly type: SqlType }[],
  env: Env,
  position: Position,
  mismatch: (index: number, from: string, to: string) => string = (index, from, to) =>
    `Column ${index + 1} has type ${from} which does not coerce to ${to}`,
): string {
  const isSame = relation.columns.every(({ type, literal }, index) => {
    const to = columns[index]?.type;
    return to !== undefined && sameType(type, to) && literal?.value !== null;
  });
  if (isSame) return relation.sql;
  const alias = env.compilation.newAlias();
  const list = relation.columns.map(({ type, literal }, index) => {
    const to = columns[index]?.type ?? type;
    const value = coerce({ sql: `${alias}.c${index + 1}`, type, literal }, to, position, (from, into) =>
      mismatch(index, from, into),
    );
    return `${value.sql} AS c${index + 1}`;
  });
  const rowOrder = (relation.rowOrder ?? []).map((column) => `${alias}.${column}`);
  return `SELECT ${[...list, ...rowOrder].join(', ')} FROM (${relation.sql}) AS ${alias}`;
}

/** A column of an input by its place, undefined where the input lacks it. */
type Places = readonly (number | undefined)[];

/**
 * The inputs with their columns in the order of the names that the match keeps; a column that an input lacks is NULL.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#by_name_or_corresponding
 */
function byName(inputs: readonly Relation[], match: ColumnMatch, env: Env): readonly Relation[] {
  const places = inputs.map((input, index) => placesOf(input, index, match));
  const names = keptNames(inputs, places, match);
  return inputs.map((input, index): Relation => {
    const alias = env.compilation.newAlias();
    const found: Places = names.map((name) => places[index]?.get(name));
    const list = found.map(
      (place, at) => `${place === undefined ? UNTYPED_NULL.sql : `${alias}.c${place}`} AS c${at + 1}`,
    );
    const columns = found.map((place, at): RelationColumn => {
      const column = place === undefined ? undefined : input.columns[place - 1];
      return column ?? { name: writtenName(inputs, names[at] ?? ''), type: INT64, literal: { value: null } };
    });
    return { ...input, columns, sql: `SELECT ${list.join(', ')} FROM (${input.sql}) AS ${alias}` };
  });
}

const writtenName = (inputs: readonly Relation[], key: string): string =>
  inputs.flatMap(({ columns }) => columns).find(({ name }) => name.toLowerCase() === key)?.name ?? key;

function placesOf({ columns }: Relation, index: number, match: ColumnMatch): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  columns.forEach(({ name }, at) => {
    const key = name.toLowerCase();
    if (name === '' || places.has(key)) {
      const what = name === '' ? 'an anonymous column' : `duplicate column ${name}`;
      throw new GoogleSqlError(`BY NAME and CORRESPONDING do not take ${what} in query ${index + 1}`, match.position);
    }
    places.set(key, at + 1);
  });
  return places;
}

/** The columns of the answer, by lower-case name. */
function keptNames(
  inputs: readonly Relation[],
  places: readonly ReadonlyMap<string, number>[],
  { mode, columns, position }: ColumnMatch,
): readonly string[] {
  const all = [...new Set(inputs.flatMap((input) => input.columns.map(({ name }) => name.toLowerCase())))];
  const isIn = { FULL: 'some', LEFT: 'first', INNER: 'every', STRICT: 'every' }[mode];
  const isKept = (name: string): boolean =>
    isIn === 'some' || (isIn === 'first' ? places[0]?.has(name) === true : places.every((one) => one.has(name)));
  const kept = all.filter(isKept);
  if (columns.length > 0) {
    if (mode === 'STRICT' && (kept.length !== all.length || columns.length !== all.length)) {
      throw notSupported('BY NAME ON some of the columns without INNER, LEFT or FULL', position);
    }
    const missing = columns.find(({ name }) => !kept.includes(name.toLowerCase()));
    if (missing)
      throw new GoogleSqlError(`Column ${missing.name} is not in the queries to match by name`, missing.position);
    return columns.map(({ name }) => name.toLowerCase());
  }
  if (mode === 'STRICT' && kept.length !== all.length) {
    throw new GoogleSqlError('BY NAME requires all queries to have the same columns', position);
  }
  if (kept.length === 0) throw new GoogleSqlError('BY NAME finds no column that all queries have', position);
  return kept;
}
