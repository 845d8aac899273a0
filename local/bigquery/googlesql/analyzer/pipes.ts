import type {
  Assignment,
  GroupBy,
  GroupExpression,
  Identifier,
  OrderItem,
  PipeOperator,
  Position,
  Query,
  SelectItem,
} from '../ast.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import { isGroupable, printType } from '../types.ts';
import { condition } from './coerce.ts';
import { plain, type Env } from './compilation.ts';
import { expression } from './expressions.ts';
import { fromItem, sampleText } from './from.ts';
import { join } from './joins.ts';
import { orderText } from './ordering.ts';
import { pivotItem } from './pivot.ts';
import { compileBody, compileQuery } from './query.ts';
import type { Relation, Shape } from './relation.ts';
import { rangesOf, relationItem } from './relation-item.ts';
import { Scope, type Column, type FromItem } from './scope.ts';
import { selectFrom } from './select.ts';
import { combine } from './set-operations.ts';
import { finish, limitText, NO_TAIL } from './tail.ts';
import type { Typed } from './typed.ts';
import { unpivotItem } from './unpivot.ts';
import { wrapped } from './wrapped.ts';

const NO_CLAUSES = { where: undefined, groupBy: undefined, having: undefined, qualify: undefined };

/** Rows between two pipe operators. */
interface Flow {
  readonly item: FromItem;
  readonly env: Env;
  /** The order the rows have, which lasts until an operator that has none. */
  readonly order: readonly { readonly value: Typed; readonly node: OrderItem }[];
  readonly isValueTable: boolean;
}

/** A query with pipes: each operator takes the rows of the one before. */
export function pipeline(query: Query, env: Env, shape: Shape): Relation {
  let flow: Flow = start(query, env);
  for (const operator of query.pipes) flow = step(operator, flow);
  const items = flow.item.columns.map(({ name, value }) => ({ name, type: value.type, value }));
  return finish({
    items,
    build: (list) => `SELECT ${list.join(', ')} FROM ${flow.item.sql}`,
    keys: flow.order.map((key) => ({ kind: 'expression', ...key })),
    tail: NO_TAIL,
    env: flow.env,
    shape,
    isValueTable: flow.isValueTable,
    canHide: true,
  });
}

function start(query: Query, env: Env): Flow {
  const { body } = query;
  if (body.kind === 'from_query') {
    return { item: fromItem(body.from, env, undefined), env, order: [], isValueTable: false };
  }
  const tail = { orderBy: query.orderBy, limit: query.limit, offset: query.offset };
  return rowsOf(compileBody(body, env, {}, tail), env);
}

const rowsOf = (relation: Relation, env: Env): Flow => ({
  item: relationItem(relation, env.compilation.newAlias(), undefined),
  env,
  order: [],
  isValueTable: relation.isValueTable,
});

function step(node: PipeOperator, flow: Flow): Flow {
  const { item, env } = flow;
  const scope = Scope.of(item, env.scope);
  const clause = (name: string): Env => plain(env, scope, name);
  const next = (rows: FromItem): Flow => ({ ...flow, item: rows, order: [], isValueTable: false });
  const { position } = node;
  switch (node.kind) {
    case 'pipe_select':
      return rowsOf(selectFrom({ ...NO_CLAUSES, ...node, kind: 'select' }, item, env, {}, NO_TAIL), env);
    case 'pipe_extend':
      return next(extended(node.items, node.windows, item, env, position));
    case 'pipe_set':
      return next(assigned(node.assignments, item, env));
    case 'pipe_drop':
      return next(without(item, node.columns, env));
    case 'pipe_rename':
      return next(renamed(node.columns, item, env));
    case 'pipe_as': {
      const rows = wrapped(item, env);
      return next({ ...rows, ranges: rangesOf(node.alias.name, rows.columns, [], undefined) });
    }
    case 'pipe_where': {
      const test = condition(
        expression(node.condition, clause('WHERE clause')),
        'WHERE clause',
        node.condition.position,
      );
      return next(wrapped(item, env, { suffix: ` WHERE ${test}` }));
    }
    case 'pipe_limit': {
      const keys = flow.order.map(({ value }) => ({ name: '', value }));
      const order = flow.order.length > 0 ? ` ORDER BY ${orderBy(flow.order)}` : '';
      const rows = wrapped({ ...item, hidden: [...keys, ...item.hidden] }, env, {
        suffix: order + limitText(node, env),
      });
      const kept = flow.order.map((key, index) => ({ ...key, value: rows.hidden[index]?.value ?? key.value }));
      return { ...next(rows), order: kept };
    }
    case 'pipe_aggregate':
      return aggregated(node.items, node.groupBy, flow, position);
    case 'pipe_distinct':
      return next(distinct(item, env, position));
    case 'pipe_order_by': {
      const withWindows = { ...clause('ORDER BY clause'), windows: new Map() };
      return {
        ...flow,
        order: node.orderBy.map((key) => ({ node: key, value: expression(key.expression, withWindows) })),
      };
    }
    case 'pipe_set_operation': {
      const left = selectFrom(
        {
          ...NO_CLAUSES,
          kind: 'select',
          distinct: false,
          as: undefined,
          windows: [],
          position,
          end: node.end,
          items: [star(node)],
        },
        item,
        env,
        {},
        NO_TAIL,
      );
      const inputs = node.inputs.map((query) => compileQuery(query, env, {}));
      return rowsOf(
        combine(node, [left, ...inputs], [position, ...node.inputs.map((query) => query.position)], env, {}),
        env,
      );
    }
    case 'pipe_join': {
      if (node.hints.length > 0) throw notSupported('hints', position);
      const right = fromItem(node.right, env, scope);
      const rightSql = node.right.kind === 'join' ? `(${right.sql})` : right.sql;
      return next(join(item, { ...right, sql: rightSql }, node, env));
    }
    case 'pipe_call':
      throw notSupported('pipe CALL', position);
    case 'pipe_table_sample': {
      const rows = wrapped(item, env);
      return next({ ...rows, sql: `${rows.sql} ${sampleText(node, env)}` });
    }
    case 'pipe_pivot':
      return next(pivotItem(item, node, node.alias?.name, env));
    case 'pipe_unpivot':
      return next(unpivotItem(item, node, node.alias?.name, env));
    case 'pipe_with':
      throw notSupported('pipe WITH', position);
    case 'pipe_assert':
      throw notSupported('pipe ASSERT', position);
  }
}

const star = ({ position, end }: Pick<PipeOperator, 'position' | 'end'>): SelectItem => ({
  kind: 'select_star',
  base: undefined,
  except: [],
  replace: [],
  position,
  end,
});

const orderBy = (keys: Flow['order']): string => keys.map(({ value, node }) => orderText(value, node)).join(', ');

const isNamed = (column: Column, name: string): boolean => column.name.toLowerCase() === name.toLowerCase();

/** EXTEND: all columns there are, then the new ones; tables' aliases stay. */
function extended(
  items: readonly SelectItem[],
  windows: Extract<PipeOperator, { kind: 'pipe_extend' }>['windows'],
  item: FromItem,
  env: Env,
  position: Position,
): FromItem {
  // The rows are computed first, so that windows and what follows see columns only.
  const rows = wrapped(item, env);
  const select = {
    ...NO_CLAUSES,
    kind: 'select',
    distinct: false,
    as: undefined,
    windows,
    position,
    end: position.offset,
  } as const;
  const all = selectFrom(
    { ...select, items: [star({ position, end: position.offset }), ...items] },
    rows,
    env,
    {},
    NO_TAIL,
  );
  const out = relationItem(all, env.compilation.newAlias(), undefined);
  // Aliases of tables stand for the columns as they were.
  const place = new Map(rows.columns.map((column, index) => [column.value.sql, out.columns[index]?.value]));
  const ranges = rows.ranges.map((range) => ({
    ...range,
    hidden: [],
    columns: range.columns.flatMap((column) => {
      const value = place.get(column.value.sql);
      return value ? [{ ...column, value }] : [];
    }),
    value: range.value && place.get(range.value.sql),
  }));
  return { ...out, ranges };
}

/** SET: columns of the same name with new values. */
function assigned(nodes: readonly Assignment[], item: FromItem, env: Env): FromItem {
  const inner = plain(env, Scope.of(item, env.scope), 'SET');
  const change = (column: Column): Column | undefined => {
    const assignment = nodes.find(({ target }) => isNamed(column, target[0]?.name ?? ''));
    if (!assignment) return undefined;
    const { target, value } = assignment;
    if (target.length !== 1 || value.kind === 'default') throw notSupported('SET of a field', assignment.position);
    return { ...column, value: expression(value, inner) };
  };
  return replaced(
    item,
    env,
    change,
    nodes.flatMap(({ target }) => target[0] ?? []),
  );
}

function renamed(nodes: Extract<PipeOperator, { kind: 'pipe_rename' }>['columns'], item: FromItem, env: Env): FromItem {
  const change = (column: Column): Column | undefined => {
    const rename = nodes.find(({ from }) => isNamed(column, from.name));
    return rename && { ...column, name: rename.to.name };
  };
  return replaced(
    item,
    env,
    change,
    nodes.map(({ from }) => from),
  );
}

function distinct(item: FromItem, env: Env, position: Position): FromItem {
  for (const { name, value } of item.columns) {
    if (isGroupable(value.type)) continue;
    throw new GoogleSqlError(`Column ${name} of type ${printType(value.type)} cannot be used in DISTINCT`, position);
  }
  return wrapped(item, env, { distinct: true });
}

/** The rows with some columns in other form; the names must all be there. */
function replaced(
  item: FromItem,
  env: Env,
  change: (column: Column) => Column | undefined,
  names: readonly Identifier[],
): FromItem {
  checkNames(item, names);
  return wrapped({ ...item, columns: item.columns.map((column) => change(column) ?? column) }, env);
}

function without(item: FromItem, names: Extract<PipeOperator, { kind: 'pipe_drop' }>['columns'], env: Env): FromItem {
  checkNames(item, names);
  const columns = item.columns.filter((column) => !names.some(({ name }) => isNamed(column, name)));
  return wrapped({ ...item, columns }, env);
}

function checkNames(item: FromItem, names: readonly Identifier[]): void {
  for (const name of names) {
    if (!item.columns.some((column) => isNamed(column, name.name))) {
      throw new GoogleSqlError(`Column ${name.name} does not exist in the input of the pipe operator`, name.position);
    }
  }
}

/** AGGREGATE … GROUP BY: the keys, then the aggregates. */
function aggregated(
  items: readonly GroupExpression[],
  groupBy: GroupBy | undefined,
  { item, env }: Flow,
  position: Position,
): Flow {
  if (groupBy?.all) throw notSupported('GROUP BY ALL in a pipe', groupBy.position);
  const keys = (groupBy?.items ?? []).map((key) => {
    if (key.kind !== 'group_expression') throw notSupported('grouping sets in a pipe', key.position);
    return key;
  });
  const all = [...keys, ...items];
  const list = all.map((one): SelectItem => ({
    kind: 'select_expression',
    expression: one.expression,
    alias: one.alias,
    position: one.position,
    end: one.end,
  }));
  const orderBy = all.flatMap((one, index): OrderItem[] => {
    const order = one.order ?? (groupBy?.andOrder === true && index < keys.length ? plainOrder(one) : undefined);
    const place = { kind: 'integer', value: BigInt(index + 1), position: one.position, end: one.end } as const;
    return order ? [{ ...order, expression: place }] : [];
  });
  const select = {
    ...NO_CLAUSES,
    kind: 'select',
    distinct: false,
    as: undefined,
    windows: [],
    position,
    end: position.offset,
  } as const;
  const plainKeys = groupBy && {
    ...groupBy,
    items: keys.map((key) => ({ ...key, alias: undefined, order: undefined })),
  };
  const relation = selectFrom(
    { ...select, items: list, groupBy: plainKeys ?? emptyGroup(position) },
    item,
    env,
    {},
    NO_TAIL,
  );
  const flow = rowsOf(relation, env);
  if (orderBy.length === 0) return flow;
  const order = orderBy.map((key, index) => {
    const place = Number(key.expression.kind === 'integer' ? key.expression.value : index + 1);
    const column = flow.item.columns[place - 1];
    if (!column) throw new GoogleSqlError('ORDER BY key missing', key.position);
    return { value: column.value, node: key };
  });
  return { ...flow, order };
}

const plainOrder = (one: GroupExpression): OrderItem => ({
  kind: 'order_item',
  expression: one.expression,
  descending: false,
  nulls: undefined,
  collation: undefined,
  position: one.position,
  end: one.end,
});

/** Without GROUP BY all rows are one group. */
const emptyGroup = (position: Position): GroupBy => ({
  kind: 'group_by',
  all: false,
  andOrder: false,
  items: [],
  hints: [],
  position,
  end: position.offset,
});
