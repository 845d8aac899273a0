import type { Expression, Select } from '../ast.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import { isGroupable, printType, quoteIdentifier } from '../types.ts';
import { condition } from './coerce.ts';
import { plain, type AggregateSink, type Env } from './compilation.ts';
import { expression } from './expressions.ts';
import { fromItem, NOTHING } from './from.ts';
import { Groups } from './grouping.ts';
import { orderKey } from './order-keys.ts';
import type { Relation, RelationColumn, Shape } from './relation.ts';
import { Scope, type FromItem } from './scope.ts';
import { listItems, type ListItem } from './select-list.ts';
import { makeStruct } from './structs.ts';
import { finish, type Tail, type Unfinished } from './tail.ts';
import type { Typed } from './typed.ts';
import { namedWindows } from './windows.ts';

/** SELECT with the ORDER BY and LIMIT that follow it. */
export function compileSelect(node: Select, env: Env, shape: Shape, tail: Tail): Relation {
  if (node.hints.length > 0) throw notSupported('hints', node.position);
  const from = node.from ? fromItem(node.from, env, undefined) : NOTHING;
  return selectFrom(node, from, env, shape, tail);
}

/** SELECT over rows that are there already (a FROM clause's, a pipe's). */
export function selectFrom(
  node: Omit<Select, 'from' | 'hints'>,
  from: FromItem,
  env: Env,
  shape: Shape,
  tail: Tail,
): Relation {
  if (node.as === 'STRUCT') {
    return structRows(
      selectFrom({ ...node, as: undefined }, from, env, { exposeOrder: shape.exposeOrder }, tail),
      env,
      shape,
    );
  }
  const scope = Scope.of(from, env.scope);
  const where = node.where && clauseText(node.where, plain(env, scope, 'WHERE clause'));
  const windows = namedWindows(node.windows);
  const items = listItems(node.items, from, scope, plain(env, scope, 'SELECT list'));
  const isCertain = node.groupBy !== undefined;
  const groups = new Groups(env.compilation.newAlias('g'), env, scope, from.offsetSql, isCertain);
  if (node.groupBy) {
    if (node.groupBy.hints.length > 0) throw notSupported('hints', node.groupBy.position);
    groups.addKeys(node.groupBy, items, (item) => isKeyOfAll(item, env, scope, windows));
  }
  const grouped = Scope.of(from, env.scope, groups);
  const level: Level = { env, groups, windows, usesWindow: false };
  const listEnv = levelEnv(level, grouped, 'SELECT list', true);
  const values = items.map((item) => {
    groups.clause = item.node ? 'SELECT list' : 'Star expansion';
    const value = item.resolve(listEnv);
    return { name: item.name, type: value.type, literal: value.literal, value };
  });
  const aliases = aliasScope(values, grouped);
  const having = node.having && levelCondition(node.having, level, aliases, 'HAVING clause', false);
  const qualify = node.qualify && levelCondition(node.qualify, level, aliases, 'QUALIFY clause', true);
  groups.clause = 'ORDER BY clause';
  const orderEnv = levelEnv(level, aliases, 'ORDER BY clause', true);
  const keys = tail.orderBy.map((key) => orderKey(key, values, orderEnv));
  groups.check();
  if (node.having && !groups.isGrouped) {
    const message = 'The HAVING clause requires GROUP BY or aggregation to be present';
    throw new GoogleSqlError(message, node.having.position);
  }
  if (node.qualify && !level.usesWindow) {
    throw new GoogleSqlError('The QUALIFY clause requires analytic function to be present', node.qualify.position);
  }
  if (node.distinct) checkDistinct(values, items);
  const source = `${from.sql === '' ? '' : ` FROM ${from.sql}`}${where === undefined ? '' : ` WHERE ${where}`}`;
  const rows = groups.isGrouped
    ? ` FROM ${groups.text(source)}${having === undefined ? '' : ` WHERE ${having}`}`
    : source;
  const rest = `${rows}${qualify === undefined ? '' : ` QUALIFY ${qualify}`}`;
  const isInOrder = !groups.isGrouped && !level.usesWindow;
  return finishSelect(node, {
    items: values,
    build: (list) => `SELECT ${node.distinct ? 'DISTINCT ' : ''}${list.join(', ')}${rest}`,
    keys,
    tail,
    env,
    shape,
    isValueTable: false,
    canHide: !node.distinct,
    implicitOrder: isInOrder ? from.offsetSql : undefined,
  });
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
  usesWindow: boolean;
}

const levelEnv = (level: Level, scope: Scope, clause: string, hasWindows: boolean): Env => ({
  ...plain(level.env, scope, clause),
  aggregates: level.groups,
  groupKey: level.groups.keyOf,
  windows: hasWindows ? level.windows : undefined,
  onWindow: () => {
    level.usesWindow = true;
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

function checkDistinct(values: readonly { readonly type: Typed['type'] }[], items: readonly ListItem[]): void {
  values.forEach(({ type }, index) => {
    if (!isGroupable(type)) {
      throw new GoogleSqlError(
        `Column ${items[index]?.name ?? ''} of type ${printType(type)} cannot be used in SELECT DISTINCT`,
        items[index]?.position,
      );
    }
  });
}

/** In GROUP BY ALL every item is a key that holds no aggregate or analytic function, and is no literal. */
function isKeyOfAll(item: ListItem, env: Env, scope: Scope, windows: NonNullable<Env['windows']>): boolean {
  const computed: string[] = [];
  const note = (): void => {
    computed.push(item.name);
  };
  const input = plain(env, scope, 'an aggregate function');
  const noted = (type: Typed['type']): Typed => {
    note();
    return { sql: 'NULL', type };
  };
  const aggregates: AggregateSink = {
    input,
    implicitOrder: undefined,
    add: (_sql, type) => noted(type),
    addGrouping: () => noted({ kind: 'INT64' }),
  };
  const value = item.resolve({ ...plain(env, scope, 'SELECT list'), aggregates, windows, onWindow: note });
  return computed.length === 0 && !value.literal;
}

/** SELECT AS STRUCT: each row is one struct of the list's columns. */
function structRows(rows: Relation, env: Env, shape: Shape): Relation {
  const alias = env.compilation.newAlias('s');
  const value = makeStruct(
    rows.columns.map(({ name, type }, index) => ({ name, value: { sql: `${alias}.c${index + 1}`, type } })),
  );
  const columns: RelationColumn[] = [{ name: '', type: value.type }];
  const [name = 'c1'] = shape.names?.(columns) ?? [];
  const sql = (kept: readonly string[]): string =>
    `SELECT ${[`${value.sql} AS ${quoteIdentifier(name)}`, ...kept].join(', ')} FROM (${rows.sql}) AS ${alias}`;
  const base = { columns, isValueTable: true, isOrdered: rows.isOrdered };
  const { order } = rows;
  if (!order) return { ...base, sql: sql([]) };
  // The columns that the order is made of go along under other names.
  const names = new Set<string>();
  order((column) => {
    names.add(column);
    return column;
  });
  const kept = [...names].map((column) => `${alias}.${column} AS o_${column}`);
  return { ...base, sql: sql(kept), order: (qualify) => order((column) => qualify(`o_${column}`)) };
}
