import type { FunctionCall } from '../ast.ts';
import { GoogleSqlError } from '../errors.ts';
import { printType } from '../types.ts';
import { callArguments, modifiers } from './calls.ts';
import type { Env } from './compilation.ts';
import { expression } from './expressions.ts';
import { call } from './functions.ts';
import { orderText } from './ordering.ts';
import type { Typed } from './typed.ts';

const KEEPS_ORDER = new Set(['ARRAY_AGG', 'STRING_AGG', 'ARRAY_CONCAT_AGG']);

/** An aggregate over the rows of its group. It becomes a column of the grouped rows. */
export function aggregateCall(name: string, node: FunctionCall, env: Env): Typed {
  const sink = env.aggregates;
  if (!sink) {
    const message =
      env.clause === 'an aggregate function'
        ? 'Aggregations of aggregations are not allowed'
        : `Aggregate function ${name} not allowed in ${env.clause}`;
    throw new GoogleSqlError(message, node.position);
  }
  const { input } = sink;
  const [first] = node.arguments;
  const isStar = name === 'COUNT' && first?.kind === 'star' && node.arguments.length === 1;
  const given = isStar ? [] : callArguments(name, node.arguments, input);
  const args = given.map((argument) => ('sql' in argument ? { ...argument, ...sink.owned(argument) } : argument));
  const [value] = given;
  if (name === 'ARRAY_AGG' && value && 'sql' in value && value.type.kind === 'ARRAY') {
    const message = `The argument to ARRAY_AGG must not be an array type but was ${printType(value.type)}`;
    throw new GoogleSqlError(message, node.position);
  }
  const keys = node.orderBy.map((item) => orderText(expression(item.expression, input), item));
  const isWrittenOrder = keys.length === 0 && KEEPS_ORDER.has(name);
  if (isWrittenOrder) keys.push(...(sink.rowOrder ?? []));
  const { sql, type } = call(isStar ? '$count_star' : name, args, node.position, {
    ...modifiers(node, input),
    orderBy: keys.length > 0 ? keys.join(', ') : undefined,
    isWrittenOrder,
  });
  return sink.add(sql, type);
}
