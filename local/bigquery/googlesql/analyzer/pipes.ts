import type { Expression, PipeOperator, Query } from '../ast.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import { isGroupable, printType, STRING } from '../types.ts';
import { condition } from './coerce.ts';
import { plain, type Env } from './compilation.ts';
import { expression } from './expressions.ts';
import { fromItem, sampleText } from './from.ts';
import { castTo } from './functions.ts';
import { join } from './joins.ts';
import { orderText } from './ordering.ts';
import { aggregated } from './pipe-aggregate.ts';
import { assigned, computed, extended, renamed, without } from './pipe-columns.ts';
import { bareSelect, rowsOf, type Flow } from './pipe-flow.ts';
import { pivotItem } from './pivot.ts';
import { compileBody, compileQuery, withClause } from './query.ts';
import type { Relation, Shape } from './relation.ts';
import { rangesOf } from './relation-item.ts';
import { Scope, type FromItem } from './scope.ts';
import { selectFrom } from './select.ts';
import { combine } from './set-operations.ts';
import { finish, limitText, NO_TAIL } from './tail.ts';
import { unpivotItem } from './unpivot.ts';
import { namedWindows } from './windows.ts';
import { wrapped } from './wrapped.ts';

/**
 * A query with pipes: each operator takes the rows of the one before.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/pipe-syntax
 */
export function pipeline(query: Query, env: Env, shape: Shape): Relation {
  let flow: Flow = start(query, env);
  const texts: string[] = [];
  let keyword = 'WITH';
  for (const operator of query.pipes) {
    if (operator.kind === 'pipe_with') {
      const made = withClause(operator.with, flow.env);
      texts.push(...made.texts);
      if (operator.with.recursive) keyword = 'WITH RECURSIVE';
      flow = { ...flow, env: { ...flow.env, commonTables: made.commonTables } };
    } else flow = step(operator, flow);
  }
  const { item, order, isValueTable } = flow;
  const relation = finish({
    items: item.columns.map(({ name, value }) => ({ name, type: value.type, value })),
    build: (list) => `SELECT ${list.join(', ')} FROM ${item.sql}`,
    keys: order.map((key) => ({ kind: 'expression', ...key })),
    tail: NO_TAIL,
    env,
    shape,
    isValueTable,
    canHide: true,
  });
  if (texts.length === 0) return relation;
  return { ...relation, sql: `${keyword} ${texts.join(', ')} ${relation.sql}` };
}

function start(query: Query, env: Env): Flow {
  const { body, orderBy, limit, offset } = query;
  if (body.kind !== 'from_query') return rowsOf(compileBody(body, env, {}, { orderBy, limit, offset }), env);
  return { item: fromItem(body.from, env, undefined), env, order: [], isValueTable: false };
}

/** The rows with their order along, as hidden columns. */
const withOrder = ({ item, order }: Flow): FromItem => ({
  ...item,
  hidden: [...order.map(({ value }) => ({ name: '', value })), ...item.hidden],
});

/** Rows made of {@link withOrder}'s by renaming their columns, in the same order. */
const inOrder = (flow: Flow, rows: FromItem): Flow => ({
  ...flow,
  item: { ...rows, hidden: rows.hidden.slice(flow.order.length) },
  order: flow.order.map((key, index) => ({ ...key, value: rows.hidden[index]?.value ?? key.value })),
  isValueTable: false,
});

function step(node: PipeOperator, flow: Flow): Flow {
  const { item, env } = flow;
  const { position } = node;
  const unordered = (rows: FromItem): Flow => ({ ...flow, item: rows, order: [], isValueTable: false });
  const scope = Scope.of(item, env.scope);
  switch (node.kind) {
    case 'pipe_select':
      return selected(node, flow);
    case 'pipe_extend':
      return inOrder(flow, extended(node.items, namedWindows(node.windows), withOrder(flow), env));
    case 'pipe_set':
      return inOrder(flow, assigned(node.assignments, withOrder(flow), env));
    case 'pipe_drop':
      return inOrder(flow, without(node.columns, withOrder(flow), env));
    case 'pipe_rename':
      return inOrder(flow, renamed(node.columns, withOrder(flow), env));
    case 'pipe_as': {
      const rows = wrapped(withOrder(flow), env);
      return inOrder(flow, { ...rows, ranges: rangesOf(node.alias.name, rows.columns, [], undefined) });
    }
    case 'pipe_where':
      return inOrder(
        flow,
        wrapped(withOrder(flow), env, { suffix: filterText(node.condition, 'WHERE clause', scope, env, flow) }),
      );
    case 'pipe_assert':
      return inOrder(flow, wrapped(withOrder(flow), env, { suffix: assertionText(node, scope, env) }));
    case 'pipe_limit': {
      const keys = flow.order.map((key) => orderText(key.value, key.node));
      const order = keys.length > 0 ? ` ORDER BY ${keys.join(', ')}` : '';
      return inOrder(flow, wrapped(withOrder(flow), env, { suffix: order + limitText(node, env) }));
    }
    case 'pipe_order_by': {
      const inner: Env = { ...plain(env, scope, 'ORDER BY clause'), windows: new Map() };
      return { ...flow, order: node.orderBy.map((key) => ({ node: key, value: expression(key.expression, inner) })) };
    }
    case 'pipe_aggregate':
      return aggregated(node.items, node.groupBy, flow, position);
    case 'pipe_distinct':
      return unordered(distinct(item, node, env));
    case 'pipe_set_operation': {
      const left = selectFrom({ ...bareSelect(node), items: [star(node)] }, item, env, {}, NO_TAIL);
      const inputs = [left, ...node.inputs.map((query) => compileQuery(query, env, {}))];
      return rowsOf(combine(node, inputs, [position, ...node.inputs.map((query) => query.position)], env, {}), env);
    }
    case 'pipe_join': {
      const right = fromItem(node.right, env, scope);
      const rightSql = node.right.kind === 'join' ? `(${right.sql})` : right.sql;
      return unordered(join(item, { ...right, sql: rightSql }, node, env));
    }
    case 'pipe_table_sample': {
      const rows = wrapped(item, env);
      return unordered({ ...rows, sql: `${rows.sql} ${sampleText(node, env)}` });
    }
    case 'pipe_pivot':
      return unordered(pivotItem(item, node, node.alias?.name, env));
    case 'pipe_unpivot':
      return unordered(unpivotItem(item, node, node.alias?.name, env));
    default:
      throw notSupported(node.kind.replace('_', ' ').toUpperCase(), position);
  }
}

/** ` WHERE …`, or QUALIFY where analytic functions are compared: WHERE stands for both in pipes. */
function filterText(node: Expression, clause: string, scope: Scope, env: Env, { item }: Flow): string {
  let word = 'WHERE';
  const onWindow = (): void => {
    word = 'QUALIFY';
  };
  const windowOrder = (): FromItem['rowOrder'] => item.rowOrder;
  const test = condition(
    expression(node, { ...plain(env, scope, clause), windows: new Map(), onWindow, windowOrder }),
    clause,
    node.position,
  );
  return ` ${word} ${test}`;
}

/** ASSERT: a row for which the condition is not true fails the query, with the values that are to tell why. */
function assertionText(node: Extract<PipeOperator, { kind: 'pipe_assert' }>, scope: Scope, env: Env): string {
  const inner = plain(env, scope, 'ASSERT');
  const test = condition(expression(node.condition, inner), 'ASSERT expression', node.condition.position);
  const parts = node.messages.map((message) => {
    const value = expression(message, inner);
    return value.type.kind === 'STRING' ? value : castTo(value, STRING, false, message.position);
  });
  const payload =
    parts.length > 0 ? `': ' || ${parts.map(({ sql }) => `coalesce(${sql}, 'NULL')`).join(` || ' ' || `)}` : `''`;
  return ` WHERE CASE WHEN ${test} THEN true ELSE error('Assertion failed' || ${payload}) END`;
}

/** SELECT: nothing is left but its columns. */
function selected(node: Extract<PipeOperator, { kind: 'pipe_select' }>, flow: Flow): Flow {
  const { item, env } = flow;
  if (node.as) return rowsOf(selectFrom({ ...bareSelect(node), ...node, kind: 'select' }, item, env, {}, NO_TAIL), env);
  const columns = computed(node.items, namedWindows(node.windows), item, env);
  if (!node.distinct) return inOrder(flow, wrapped({ ...withOrder(flow), columns, ranges: [] }, env));
  return { ...flow, item: distinct({ ...item, columns }, node, env), order: [], isValueTable: false };
}

function distinct(item: FromItem, { position }: PipeOperator, env: Env): FromItem {
  for (const { name, value } of item.columns) {
    if (isGroupable(value.type)) continue;
    throw new GoogleSqlError(`Column ${name} of type ${printType(value.type)} cannot be used in DISTINCT`, position);
  }
  return wrapped(item, env, { distinct: true });
}

const star = ({ position, end }: PipeOperator) =>
  ({ kind: 'select_star', base: undefined, except: [], replace: [], position, end }) as const;
