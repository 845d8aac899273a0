import type { FunctionCall, OrderItem } from '../ast.ts';
import { GoogleSqlError } from '../errors.ts';
import type { CallModifiers } from '../signatures/signature.ts';
import { callArguments, modifiers } from './calls.ts';
import type { AggregateSink, Env } from './compilation.ts';
import { expression } from './expressions.ts';
import { call, type CallArgument } from './functions.ts';
import { orderText } from './ordering.ts';
import type { Typed } from './typed.ts';

const KEEPS_ORDER = new Set(['ARRAY_AGG', 'STRING_AGG', 'ARRAY_CONCAT_AGG']);

/** An aggregate over the rows of its group. It becomes a column of the grouped rows. */
export function aggregateCall(name: string, node: FunctionCall, env: Env): Typed {
  const sink = env.aggregates;
  const [first] = node.arguments;
  const isStar = name === 'COUNT' && first?.kind === 'star' && node.arguments.length === 1;
  if (isStar && node.distinct) throw new GoogleSqlError('COUNT(*) cannot be used with DISTINCT', node.position);
  if (!sink) {
    const message =
      env.clause === 'an aggregate function'
        ? 'Aggregations of aggregations are not allowed'
        : `Aggregate function ${isStar ? 'COUNT(*)' : name} not allowed in ${env.clause}`;
    throw new GoogleSqlError(message, node.position);
  }
  const { input } = sink;
  const given = isStar ? [] : callArguments(name, node.arguments, input);
  const args = given.map((argument) => ('sql' in argument ? { ...argument, ...sink.owned(argument) } : argument));
  const order = node.orderBy.map((item) => ({ item, value: expression(item.expression, input) }));
  if (node.distinct) checkDistinctOrder(order, args);
  const rest = modifiers(node, input);
  if (rest.having && name !== 'ANY_VALUE') return extremeRows(name, { node, args, order, ...rest }, sink, env);
  const keys = order.map(({ item, value }) => orderText(value, item));
  const isWrittenOrder = keys.length === 0 && KEEPS_ORDER.has(name);
  if (isWrittenOrder) keys.push(...(sink.rowOrder ?? []));
  const { sql, type } = call(isStar ? '$count_star' : name, args, node.position, {
    ...rest,
    orderBy: keys.length > 0 ? keys.join(', ') : undefined,
    isWrittenOrder,
  });
  return sink.add(sql, type);
}

interface Key {
  readonly item: OrderItem;
  readonly value: Typed;
}

/** After DISTINCT only the arguments themselves are left to order by. */
function checkDistinctOrder(order: readonly Key[], args: readonly CallArgument[]): void {
  const other = order.find(({ value }) => !args.some((arg) => 'sql' in arg && arg.sql === value.sql));
  if (!other) return;
  const message =
    'An aggregate function that has both DISTINCT and ORDER BY arguments can only ORDER BY expressions that are arguments to the function';
  throw new GoogleSqlError(message, other.item.position);
}

interface Extreme extends CallModifiers {
  readonly node: FunctionCall;
  readonly args: readonly CallArgument[];
  readonly order: readonly Key[];
}

/**
 * HAVING MAX or MIN: what the call is made of is gathered where the other expression is greatest or least, and aggregated
 * once the rows are grouped.
 */
function extremeRows(name: string, extreme: Extreme, sink: AggregateSink, env: Env): Typed {
  const { node, args, order, having, ...rest } = extreme;
  const alias = env.compilation.newAlias('h');
  const fields: string[] = [];
  const field = <T extends Typed>(value: T): T => {
    if (value.literal) return value;
    fields.push(`f${fields.length + 1}: ${value.sql}`);
    return { ...value, sql: `${alias}.e.f${fields.length}`, parts: undefined };
  };
  const inner = args.map((arg) => ('sql' in arg ? field(arg) : arg));
  const keys = order.map(({ item, value }) => orderText(field(value), item));
  const key = having?.sql ?? '';
  const rows = `{l: list({${[`k: ${key}`, ...fields].join(', ')}}), m: ${having?.extreme ?? 'MAX'}(${key})}`;
  const kept = `list_transform([${rows}], lambda "p~": list_filter("p~".l, lambda "e~": "e~".k = "p~".m))[1]`;
  const gathered = sink.add(kept, { kind: 'ARRAY', element: { kind: 'STRUCT', fields: [] } });
  const { sql, type } = call(name, inner, node.position, {
    ...rest,
    orderBy: keys.length > 0 ? keys.join(', ') : undefined,
  });
  return { sql: `(SELECT ${sql} FROM (SELECT unnest(${gathered.sql}) AS e) AS ${alias})`, type };
}
