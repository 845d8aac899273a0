import type { ColumnMatch, Position, SetOperation, SetOperator } from '../ast.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import { isGroupable, printType, quoteIdentifier, sameType, type SqlType } from '../types.ts';
import { coerce, supertype } from './coerce.ts';
import type { Env } from './compilation.ts';
import { compileBody } from './query.ts';
import type { Relation, RelationColumn, Shape } from './relation.ts';
import { NO_TAIL } from './tail.ts';

/** UNION, INTERSECT and EXCEPT of two queries or more: columns match by place and take their common type. */
export function setOperation(node: SetOperation, env: Env, shape: Shape): Relation {
  const keepsRowOrder = shape.keepsRowOrder && node.operator === 'UNION' && !node.distinct && !node.match;
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
      const counts = `query 1 has ${first.columns.length} column(s), query ${index + 1} has ${input.columns.length} column(s)`;
      throw new GoogleSqlError(`Queries in ${what} have mismatched column count; ${counts}`, positions[index]);
    }
  });
  const columns = first.columns.map((column, index): RelationColumn => {
    const type = columnType(inputs, index, what, position);
    if (operator !== 'UNION' || distinct) checkComparable(type, index, what, position);
    return { name: column.name, type };
  });
  const texts = inputs.map((input, index) => `(${converted(input, columns, env, positions[index] ?? position)})`);
  const alias = env.compilation.newAlias();
  const names = shape.names?.(columns);
  const rowOrder = shape.keepsRowOrder ? numbered(inputs, texts, env) : undefined;
  const joined = (rowOrder?.texts ?? texts).join(` ${operator}${distinct ? '' : ' ALL'} `);
  const base = {
    columns,
    isValueTable: inputs.every((input) => input.isValueTable),
    isOrdered: false,
    rowOrder: rowOrder?.names,
  };
  if (!names) return { ...base, sql: joined };
  const list = names.map((name, index) => `${alias}.c${index + 1} AS ${quoteIdentifier(name)}`);
  return { ...base, sql: `SELECT ${list.join(', ')} FROM (${joined}) AS ${alias}` };
}

/**
 * The inputs with columns `h1` … for the order they are written in: each input's place, then its rows' own. Undefined
 * where one of them has none.
 */
function numbered(inputs: readonly Relation[], texts: readonly string[], env: Env) {
  const orders = inputs.flatMap(({ rowOrder }) => (rowOrder ? [rowOrder] : []));
  if (orders.length < inputs.length) return undefined;
  const depth = Math.max(...orders.map((order) => order.length));
  const names = Array.from({ length: depth + 1 }, (_, index) => `h${index + 1}`);
  const numberedTexts = inputs.map(({ columns }, place) => {
    const alias = env.compilation.newAlias();
    const own = names.slice(1).map((_, index) => orders[place]?.[index]);
    const keys = [String(place), ...own.map((key) => (key === undefined ? '0' : `${alias}.${key}`))];
    const list = [
      ...columns.map((_, index) => `${alias}.c${index + 1}`),
      ...keys.map((key, index) => `${key} AS h${index + 1}`),
    ];
    return `(SELECT ${list.join(', ')} FROM ${texts[place] ?? ''} AS ${alias})`;
  });
  return { texts: numberedTexts, names };
}

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

/** The inputs with their columns in the order of the first's names. */
function byName(inputs: readonly Relation[], match: ColumnMatch, env: Env): readonly Relation[] {
  if (match.columns.length > 0) throw notSupported('BY NAME ON', match.position);
  if (match.mode !== 'STRICT' && match.mode !== 'INNER') throw notSupported(`${match.mode} … BY NAME`, match.position);
  const keyed = inputs.map((input) => new Map(input.columns.map(({ name }, index) => [name.toLowerCase(), index + 1])));
  const [first] = inputs;
  const names = (first?.columns ?? []).map(({ name }) => name.toLowerCase());
  const shared = names.filter((name) => keyed.every((columns) => columns.has(name)));
  inputs.forEach((input, index) => {
    const isWhole = input.columns.length === names.length && shared.length === names.length;
    if (match.mode === 'STRICT' && !isWhole) {
      throw new GoogleSqlError(
        `BY NAME requires all queries to have the same columns; query ${index + 1} differs`,
        match.position,
      );
    }
  });
  if (shared.length === 0) throw new GoogleSqlError('BY NAME finds no column that all queries have', match.position);
  return inputs.map((input, index) => {
    const alias = env.compilation.newAlias();
    const places = shared.map((name) => keyed[index]?.get(name) ?? 0);
    const list = places.map((place, at) => `${alias}.c${place} AS c${at + 1}`);
    const columns = places.flatMap((place) => input.columns[place - 1] ?? []);
    return { ...input, columns, sql: `SELECT ${list.join(', ')} FROM (${input.sql}) AS ${alias}` };
  });
}
