import type { Expression, OrderItem } from '../ast.ts';
import { GoogleSqlError } from '../errors.ts';
import { INT64, quoteIdentifier } from '../types.ts';
import { coerce } from './coerce.ts';
import { plain, type Env } from './compilation.ts';
import { expression } from './expressions.ts';
import { directionText, needsKeys, orderText } from './ordering.ts';
import type { OrderKey } from './order-keys.ts';
import type { Relation, RelationColumn, Shape } from './relation.ts';
import { Scope } from './scope.ts';
import type { Typed } from './typed.ts';

/** What follows a query's body. */
export interface Tail {
  readonly orderBy: readonly OrderItem[];
  readonly limit: Expression | undefined;
  readonly offset: Expression | undefined;
}

/** Nothing follows. */
export const NO_TAIL: Tail = { orderBy: [], limit: undefined, offset: undefined };

/** A query whose columns and order are known, before it is printed. */
export interface Unfinished {
  readonly items: readonly (RelationColumn & { readonly value: Typed })[];
  /** The text of the query that gives these items (`expression AS name`), without order or limit. */
  readonly build: (items: readonly string[]) => string;
  readonly keys: readonly OrderKey[];
  readonly tail: Tail;
  readonly env: Env;
  readonly shape: Shape;
  readonly isValueTable: boolean;
  /** Whether columns may be added that only the order needs (DISTINCT forbids it). */
  readonly canHide: boolean;
  /** The order rows are written in, where it is known: see `FromItem.rowOrder`. */
  readonly rowOrder?: readonly string[] | undefined;
  /** Whether the rows are those of one source, read in its order; those of joins and groups must be sorted for it. */
  readonly isInRowOrder?: boolean | undefined;
}

/** Prints a query with its order and limit. */
export function finish(query: Unfinished): Relation {
  const { items, keys, shape, isValueTable } = query;
  const columns: RelationColumn[] = items.map(({ name, type, literal }) => ({ name, type, literal }));
  const base = { columns, isValueTable, isOrdered: keys.length > 0 };
  const names = shape.names?.(columns) ?? columns.map((_, index) => `c${index + 1}`);
  const limit = limitText(query.tail, query.env);
  if (shape.exposeOrder) return { ...base, ...exposed(query, limit) };
  if (keys.every((key) => key.kind === 'item' && !needsKeys(key.value))) {
    const order = keys.map((key) => `${key.kind === 'item' ? key.index + 1 : ''} ${directionText(key.node)}`);
    const orderBy = order.length > 0 ? ` ORDER BY ${order.join(', ')}` : '';
    if (keys.length === 0 && query.rowOrder) return { ...base, ...inRowOrder(query, query.rowOrder, names, limit) };
    return { ...base, sql: `${query.build(itemTexts(items, names))}${orderBy}${limit}` };
  }
  const { sql, order } = withHidden(query);
  const alias = query.env.compilation.newAlias('s');
  const outer = names.map((name, index) => `${alias}.c${index + 1} AS ${quoteIdentifier(name)}`);
  return {
    ...base,
    sql: `SELECT ${outer.join(', ')} FROM (${sql}) AS ${alias} ORDER BY ${order((name) => `${alias}.${name}`)}${limit}`,
  };
}

/** The query with its rows as they are written, and with columns `h1` … that tell their order, if it is to be kept. */
function inRowOrder(
  { items, build, shape, isInRowOrder }: Unfinished,
  rowOrder: readonly string[],
  names: readonly string[],
  limit: string,
): Pick<Relation, 'sql' | 'rowOrder'> {
  // Only what is shown or cut off needs the order itself.
  const isSorted = !isInRowOrder && (limit !== '' || shape.names !== undefined);
  const orderBy = isSorted && rowOrder.length > 0 ? ` ORDER BY ${rowOrder.join(', ')}` : '';
  const hidden = shape.keepsRowOrder ? rowOrder.map((text, index) => `${text} AS h${index + 1}`) : [];
  return {
    sql: `${build([...itemTexts(items, names), ...hidden])}${orderBy}${limit}`,
    rowOrder: shape.keepsRowOrder ? hidden.map((_, index) => `h${index + 1}`) : undefined,
  };
}

const itemTexts = (items: Unfinished['items'], names: readonly string[]): string[] =>
  items.map(({ value }, index) => `${value.sql} AS ${quoteIdentifier(names[index] ?? '')}`);

/** The query unordered, with a column more for each key that is none of its own: `h1`, `h2` …. */
function withHidden({ items, build, keys, canHide, rowOrder = [] }: Unfinished) {
  const hidden: string[] = [];
  const hide = (sql: string): string => `h${hidden.push(sql)}`;
  const columns = keys.map((key) => {
    if (key.kind === 'item') return { key, column: `c${key.index + 1}` };
    if (!canHide) {
      const message = 'ORDER BY clause expression references a column which is not visible after SELECT DISTINCT';
      throw new GoogleSqlError(message, key.node.position);
    }
    return { key, column: hide(key.value.sql) };
  });
  const written = keys.length === 0 ? rowOrder.map(hide) : [];
  const names = items.map((_, index) => `c${index + 1}`);
  const sql = build([...itemTexts(items, names), ...hidden.map((text, index) => `${text} AS h${index + 1}`)]);
  const order: NonNullable<Relation['order']> = (column) =>
    [
      ...columns.map((one) => orderText({ sql: column(one.column), type: one.key.value.type }, one.key.node)),
      ...written.map(column),
    ].join(', ');
  return { sql, order, isOrdered: keys.length > 0 || written.length > 0 };
}

/** The query with its keys as columns, so that what is built of its rows can have their order. */
function exposed(query: Unfinished, limit: string): Pick<Relation, 'sql' | 'order'> {
  const { sql, order, isOrdered } = withHidden(query);
  if (limit === '') return { sql, order: isOrdered ? order : undefined };
  const alias = query.env.compilation.newAlias('s');
  if (!isOrdered) return { sql: `${sql}${limit}` };
  return {
    sql: `SELECT ${alias}.* FROM (${sql}) AS ${alias} ORDER BY ${order((name) => `${alias}.${name}`)}${limit}`,
    order,
  };
}

/** ` LIMIT 10 OFFSET 5`. */
export function limitText({ limit, offset }: Pick<Tail, 'limit' | 'offset'>, env: Env): string {
  const text = (word: string, node: Expression | undefined): string => {
    if (!node) return '';
    const value = expression(node, plain(env, new Scope(undefined), word));
    const count = coerce(
      value,
      INT64,
      node.position,
      (from) => `${word} expects an integer literal or parameter, got ${from}`,
    );
    return ` ${word} ${count.sql}`;
  };
  return `${text('LIMIT', limit)}${text('OFFSET', offset)}`;
}
