import type { Argument, Expression, FunctionCall, Path } from '../ast.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import { argumentShape, findFunction } from '../signatures/resolve.ts';
import type { CallModifiers } from '../signatures/signature.ts';
import { quoteString } from '../signatures/template.ts';
import { INT64, STRING } from '../types.ts';
import { aggregateCall } from './aggregates.ts';
import { findRoutine } from './catalog-paths.ts';
import { coerce } from './coerce.ts';
import { contextOf, type Env } from './compilation.ts';
import { expression } from './expressions.ts';
import { call, word, type CallArgument } from './functions.ts';
import { inlineFunction } from './sql-functions.ts';
import type { Typed } from './typed.ts';
import { steadyWindow, windowText } from './windows.ts';

/** A call: of a SQL function, an aggregate, an analytic function or a plain one. */
export function functionCall(node: FunctionCall, env: Env): Typed {
  const name = nameOf(node.name);
  if (name === 'SESSION_USER' && node.arguments.length === 0) {
    const value = env.compilation.context.sessionUser ?? '';
    return { sql: quoteString(value), type: STRING };
  }
  const kind = findFunction(name)?.[0]?.kind;
  if (kind === undefined) {
    const routine = findRoutine(node.name, contextOf(env));
    if (routine) return inlineFunction(routine, node, env);
  }
  if (name === 'GROUPING') return groupingCall(node, env);
  if (node.over) return analyticCall(name, node, env, node.over);
  if (kind === 'window') {
    throw new GoogleSqlError(`Analytic function ${name} cannot be called without an OVER clause`, node.position);
  }
  if (kind === 'aggregate') return aggregateCall(name, node, env);
  if (kind === 'scalar') refuseModifiers(name, node);
  // An unknown function is named as it is written.
  const written = kind === undefined ? node.name.map((part) => part.name).join('.') : name;
  return call(written, callArguments(name, node.arguments, env), node.position, modifiers(node, env));
}

/** A built-in function's name as the table has it. */
export const nameOf = (path: Path): string => path.map((part) => part.name.toUpperCase()).join('.');

/** The arguments as the function takes them: values, words and intervals. */
export function callArguments(name: string, nodes: readonly Argument[], env: Env): CallArgument[] {
  return nodes.flatMap((node, index): CallArgument[] => {
    if (node.kind === 'star') throw new GoogleSqlError('Argument * can only be used in COUNT(*)', node.position);
    if (node.kind === 'lambda') throw notSupported('lambda arguments', node.position);
    if (node.kind === 'table_argument') throw notSupported(`argument ${node.of}`, node.position);
    if (node.kind === 'named_argument') {
      if (node.value.kind === 'lambda' || node.value.kind === 'table_argument') {
        throw notSupported(`argument ${node.name.name}`, node.position);
      }
      return [{ ...expression(node.value, env), name: node.name.name.toLowerCase() }];
    }
    const shape = argumentShape(name, index);
    const text = shape === 'word' ? wordText(node) : undefined;
    if (text !== undefined) return [word(text)];
    if (shape === 'interval' && node.kind === 'interval' && !node.toPart) {
      return [expression(node.value, env), word(node.part.name)];
    }
    return [expression(node, env)];
  });
}

/** `DAY`, `WEEK(MONDAY)`; undefined for anything else. */
function wordText(node: Expression): string | undefined {
  if (node.kind === 'path' && node.names.length === 1) return node.names[0]?.name;
  if (node.kind !== 'call' || node.name.length !== 1 || node.arguments.length !== 1) return undefined;
  const [argument] = node.arguments;
  const inner = argument && argument.kind === 'path' ? wordText(argument) : undefined;
  return inner === undefined ? undefined : `${node.name[0]?.name ?? ''}(${inner})`;
}

/** What stands inside the parentheses beside the arguments. */
export function modifiers(node: FunctionCall, env: Env): CallModifiers {
  if (node.limit && !['integer', 'parameter', 'positional_parameter', 'path'].includes(node.limit.kind)) {
    throw new GoogleSqlError('LIMIT expects an integer literal or parameter', node.limit.position);
  }
  const limit = node.limit && expression(node.limit, env);
  return {
    safe: node.safe,
    distinct: node.distinct,
    nulls: node.nullHandling,
    having: node.having && { extreme: node.having.extreme, sql: expression(node.having.expression, env).sql },
    limit: limit && coerce(limit, INT64, node.position, (from) => `LIMIT expects INT64, got ${from}`).sql,
  };
}

function refuseModifiers(name: string, { distinct, orderBy: [key], position }: FunctionCall): void {
  if (distinct) throw new GoogleSqlError(`Non-aggregate function ${name} cannot be called with DISTINCT`, position);
  if (key) throw new GoogleSqlError('ORDER BY in arguments is not supported on scalar functions', key.position);
}

function analyticCall(name: string, node: FunctionCall, env: Env, over: NonNullable<FunctionCall['over']>): Typed {
  if (!env.windows) {
    throw new GoogleSqlError(`Analytic function not allowed in ${env.clause}`, node.position);
  }
  if (node.orderBy.length > 0) {
    throw new GoogleSqlError(`ORDER BY inside the arguments of ${name} is not allowed with OVER`, node.position);
  }
  // The window's own parts may hold aggregates, not further windows.
  const inner: Env = { ...env, windows: undefined, clause: 'an analytic function' };
  const window = windowText(over, { ...inner, windows: env.windows });
  const isBare = window.sql === '()';
  env.onWindow?.(!isBare);
  const [first] = node.arguments;
  const isStar = name === 'COUNT' && first?.kind === 'star';
  const args = isStar ? [] : callArguments(name, node.arguments, inner);
  return call(isStar ? '$count_star' : name, args, node.position, {
    ...modifiers(node, inner),
    // DuckDB's race is one of aggregates.
    over: name === 'ROW_NUMBER' ? window.sql : steadyWindow(window.sql, env),
    window,
  });
}

function groupingCall(node: FunctionCall, env: Env): Typed {
  if (!env.aggregates || node.arguments.length !== 1) {
    throw new GoogleSqlError('GROUPING must have one argument, a key of GROUP BY', node.position);
  }
  const [value] = callArguments('GROUPING', node.arguments, env.aggregates.input);
  if (!value || 'kind' in value) throw notSupported('this argument of GROUPING', node.position);
  return env.aggregates.addGrouping(value, node.position);
}
