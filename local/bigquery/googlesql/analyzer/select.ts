import type { Expression, Position, Select } from '../ast.ts';
import { GoogleSqlError } from '../errors.ts';
import { condition } from './coerce.ts';
import { plain, type Env } from './compilation.ts';
import { checkDistinct, Distinct } from './distinct.ts';
import { expression } from './expressions.ts';
import { fromItem, NOTHING } from './from.ts';
import { firstOf, Groups } from './grouping.ts';
import { orderKey } from './order-keys.ts';
import { ordered } from './query.ts';
import type { Relation, RelationColumn, Shape } from './relation.ts';
import { Scope, type FromItem } from './scope.ts';
import { listItems } from './select-list.ts';
import { structRows } from './struct-rows.ts';
import { finish, NO_TAIL, type Tail, type Unfinished } from './tail.ts';
import { isKeyOfAll, trialEnv } from './trial.ts';
import type { Typed } from './typed.ts';
import { namedWindows } from './windows.ts';

/** SELECT with the ORDER BY and LIMIT that follow it. */
export function compileSelect(node: Select, env: Env, shape: Shape, tail: Tail): Relation {
  const from = node.from ? fromItem(node.from, env, undefined) : NOTHING;
  return selectFrom(node, from, env, shape, tail);
}

/** SELECT over rows that are there already (a FROM clause's, a pipe's). */
export function selectFrom(
  node: Omit<Select, 'from'>,
  from: FromItem,
  env: Env,
  shape: Shape,
  tail: Tail,
  isOneGroup = false,
): Relation {
  if (node.as === 'STRUCT') {
    return structRows(
      selectFrom({ ...node, as: undefined }, from, env, { ...shape, names: undefined }, tail),
      env,
      shape,
    );
  }
  const scope = Scope.of(from, env.scope);
  const where = node.where && clauseText(node.where, plain(env, scope, 'WHERE clause'));
  const windows = namedWindows(node.windows);
  const items = listItems(
    node.items,
    from,
    scope,
    trialEnv(env, scope, windows, () => undefined),
  );
  const isCertain = node.groupBy !== undefined;
  const groups = new Groups(env.compilation.newAlias('g'), env, scope, from, isCertain);
  if (node.groupBy) {
    groups.addKeys(node.groupBy, items, (item) => isKeyOfAll(item, env, scope, windows));
  }
  const grouped = Scope.of(from, env.scope, groups);
  const level: Level = { env, groups, windows, isOneGroup, usesWindow: false, movesRows: false, usesRowOrder: false };
  const nodes = new Set(items.map((item) => item.node));
  // Only a whole item of the list may be an expression that is a key: no part of one is, nor anything in later clauses.
  const groupKey = (one: Expression): Typed | undefined => (nodes.has(one) ? groups.keyOf(one) : undefined);
  const listEnv = { ...levelEnv(level, grouped, 'SELECT list', true), groupKey };
  const values = items.map((item) => {
    groups.clause = item.node ? 'SELECT list' : 'Star expansion';
    const value = item.resolve(listEnv);
    return { name: item.name, type: value.type, literal: value.literal, value };
  });
  const aliases = aliasScope(values, grouped);
  const isGroupedByList = groups.isGrouped;
  const having = node.having && levelCondition(node.having, level, aliases, 'HAVING clause', false);
  const qualify = node.qualify && levelCondition(node.qualify, level, aliases, 'QUALIFY clause', true);
  groups.clause = 'ORDER BY clause';
  const orderEnv = levelEnv(level, aliases, 'ORDER BY clause', true);
  const isDistinctInOrder = node.distinct && tail.orderBy.length > 0;
  const keys = isDistinctInOrder ? [] : tail.orderBy.map((key) => orderKey(key, values, orderEnv));
  groups.check();
  // An aggregate after a window shows only here that the window's rows are a group, and have no order.
  if (groups.isGrouped && !isCertain && level.usesRowOrder) return selectFrom(node, from, env, shape, tail, true);
  refuseWithoutRows(from, node.position, groups.isGrouped, level.usesWindow);
  if (node.having && !isGroupedByList) refuseHaving(node.having, groups);
  if (node.qualify && !level.usesWindow) {
    throw new GoogleSqlError('The QUALIFY clause requires analytic function to be present', node.qualify.position);
  }
  if (node.distinct) checkDistinct(values, items);
  const rowOrder = writtenOrder(from, level, node.distinct);
  const source = `${from.sql === '' ? '' : ` FROM ${from.sql}`}${where === undefined ? '' : ` WHERE ${where}`}`;
  const rows = groups.isGrouped
    ? ` FROM ${groups.text(source)}${having === undefined ? '' : ` WHERE ${having}`}`
    : source;
  const rest = `${rows}${qualify === undefined ? '' : ` QUALIFY ${qualify}`}`;
  const query: Unfinished = {
    items: values,
    keys,
    tail,
    env,
    shape,
    isValueTable: false,
    canHide: !node.distinct,
    ...(node.distinct ? distinctRows(rest, values.length, rowOrder) : allRows(rest, rowOrder)),
    isInRowOrder: !node.distinct && isReadInOrder(from, level),
  };
  if (!isDistinctInOrder) return finishSelect(node, query);
  const distinct = finishSelect(node, { ...query, tail: NO_TAIL, shape: {} });
  return ordered(distinct, env, shape, tail, (alias) => Scope.of(from, env.scope, new Distinct(values, alias)));
}

/** The order the rows are written in, where it is known and no window moves them. */
function writtenOrder(from: FromItem, level: Level, isDistinct: boolean): readonly string[] | undefined {
  if (level.movesRows || (isDistinct && level.usesWindow)) return undefined;
  return level.groups.isGrouped ? level.groups.addRowOrder() : from.rowOrder;
}

/** Whether the rows come in that order by themselves. */
const isReadInOrder = (from: FromItem, level: Level): boolean =>
  from.offsetSql !== undefined && !level.groups.isGrouped && !level.usesWindow;

type Rows = Pick<Unfinished, 'build' | 'rowOrder'>;

const allRows = (rest: string, rowOrder: Rows['rowOrder']): Rows => ({
  build: (list) => `SELECT ${list.join(', ')}${rest}`,
  rowOrder,
});

/** Of equal rows the first, where there is a first; then the order is a column of the groups, and may be added. */
function distinctRows(rest: string, count: number, rowOrder: Rows['rowOrder']): Rows {
  if (!rowOrder?.length) return { build: (list) => `SELECT DISTINCT ${list.join(', ')}${rest}` };
  const groups = Array.from({ length: count }, (_, index) => index + 1).join(', ');
  return { build: (list) => `SELECT ${list.join(', ')}${rest} GROUP BY ${groups}`, rowOrder: firstOf(rowOrder) };
}

/** HAVING needs groups that something else makes. */
function refuseHaving({ position }: Expression, { isGrouped }: Groups): never {
  const message = isGrouped
    ? 'The HAVING clause only allows aggregation if GROUP BY or SELECT list aggregation is present'
    : 'The HAVING clause requires GROUP BY or aggregation to be present';
  throw new GoogleSqlError(message, position);
}

function refuseWithoutRows(from: FromItem, position: Position, isGrouped: boolean, usesWindow: boolean): void {
  if (from !== NOTHING) return;
  const what = isGrouped ? 'aggregation' : usesWindow ? 'analytic functions' : undefined;
  if (what !== undefined) throw new GoogleSqlError(`SELECT without FROM clause cannot use ${what}`, position);
}

function finishSelect(node: Pick<Select, 'as' | 'position'>, query: Unfinished): Relation {
  if (node.as === undefined) return finish(query);
  if (query.items.length !== 1)
    throw new GoogleSqlError('SELECT AS VALUE query must have exactly one column', node.position);
  return finish({ ...query, items: query.items.map((item) => ({ ...item, name: '' })), isValueTable: true });
}

/** What the clauses of one SELECT share. */
interface Level {
  readonly env: Env;
  readonly groups: Groups;
  readonly windows: NonNullable<Env['windows']>;
  /** Whether aggregates without GROUP BY make all rows one. */
  readonly isOneGroup: boolean;
  usesWindow: boolean;
  /** Whether a window puts the rows into another order than they are written in. */
  movesRows: boolean;
  /** Whether a window is printed with the order the rows of FROM are written in. */
  usesRowOrder: boolean;
}

const levelEnv = (level: Level, scope: Scope, clause: string, hasWindows: boolean): Env => ({
  ...plain(level.env, scope, clause),
  aggregates: level.groups,
  windows: hasWindows ? level.windows : undefined,
  onWindow: (movesRows) => {
    level.usesWindow = true;
    level.movesRows ||= movesRows;
  },
  windowOrder: () => {
    if (level.isOneGroup) return undefined;
    if (level.groups.isCertain) return level.groups.addRowOrder();
    level.usesRowOrder = true;
    return level.groups.from.rowOrder;
  },
});

function levelCondition(node: Expression, level: Level, scope: Scope, clause: string, hasWindows: boolean): string {
  level.groups.clause = clause;
  return condition(expression(node, levelEnv(level, scope, clause, hasWindows)), clause, node.position);
}

const clauseText = (node: Expression, env: Env): string => condition(expression(node, env), env.clause, node.position);

/** The list's aliases, which hide FROM's names in HAVING, QUALIFY and ORDER BY. */
function aliasScope(values: readonly (RelationColumn & { readonly value: Typed })[], parent: Scope): Scope {
  const scope = new Scope(parent);
  for (const { name, value } of values) scope.addColumn({ name, value });
  return scope;
}
