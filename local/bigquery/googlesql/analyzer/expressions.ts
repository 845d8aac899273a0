import type { Expression } from '../ast.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import { printType } from '../types.ts';
import { arrayConstructor, subscript } from './arrays.ts';
import { parameterValue, systemVariableValue } from './bindings.ts';
import { functionCall } from './calls.ts';
import { castExpression } from './casts.ts';
import type { Env } from './compilation.ts';
import { caseExpression, inExpression, quantifiedLike } from './conditions.ts';
import { call, word } from './functions.ts';
import { literalValue, typedLiteral } from './literals.ts';
import { accessField, resolvePath } from './paths.ts';
import { structConstructor } from './structs.ts';
import { subqueryExpression } from './subqueries.ts';
import { at, type Typed } from './typed.ts';
import { withExpression } from './with-expression.ts';

const BINARY = {
  '||': '$concat',
  '*': '$multiply',
  '/': '$divide',
  '+': '$add',
  '-': '$subtract',
  '<<': '$shift_left',
  '>>': '$shift_right',
  '&': '$bitwise_and',
  '^': '$bitwise_xor',
  '|': '$bitwise_or',
  '=': '$equal',
  '!=': '$not_equal',
  '<': '$less',
  '<=': '$less_or_equal',
  '>': '$greater',
  '>=': '$greater_or_equal',
} as const;

/** Resolves an expression's names, gives it its type, and prints it. An expression that is a group's key is its column. */
export function expression(node: Expression, env: Env): Typed {
  return env.groupKey?.(node) ?? plainExpression(node, env);
}

function plainExpression(node: Expression, env: Env): Typed {
  const { position } = node;
  switch (node.kind) {
    case 'null':
    case 'boolean':
    case 'integer':
    case 'float':
    case 'string':
    case 'bytes':
      return literalValue(node);
    case 'typed_literal':
      return typedLiteral(node);
    case 'interval':
      if (node.toPart) {
        return call(
          '$interval',
          [expression(node.value, env), word(`${node.part.name} TO ${node.toPart.name}`)],
          position,
        );
      }
      return call('$interval', [expression(node.value, env), word(node.part.name)], position);
    case 'parameter':
    case 'positional_parameter':
      return parameterValue(node, env);
    case 'system_variable':
      return systemVariableValue(node, env);
    case 'path':
      return resolvePath(node, env);
    case 'field':
      return accessField(expression(node.base, env), node.name.name, node.name.position);
    case 'subscript':
      return subscript(node, env);
    case 'unary':
      return unary(node, env);
    case 'binary':
      return call(BINARY[node.operator], [expression(node.left, env), expression(node.right, env)], position);
    case 'logical':
      return call(
        node.operator === 'AND' ? '$and' : '$or',
        node.operands.map((operand) => expression(operand, env)),
        position,
      );
    case 'is':
      return isTest(node, env);
    case 'is_distinct_from':
      return negated(
        node.negated,
        call('$is_distinct_from', [expression(node.left, env), expression(node.right, env)], position),
        node,
      );
    case 'between':
      return negated(
        node.negated,
        call(
          '$between',
          [node.operand, node.low, node.high].map((part) => expression(part, env)),
          position,
        ),
        node,
      );
    case 'like':
      return negated(
        node.negated,
        call('$like', [expression(node.operand, env), expression(node.pattern, env)], position),
        node,
      );
    case 'quantified_like':
      return quantifiedLike(node, env);
    case 'in':
      return inExpression(node, env);
    case 'case':
      return caseExpression(node, env);
    case 'cast':
      return castExpression(node, env);
    case 'extract': {
      const part = node.part.weekday === undefined ? node.part.name : `${node.part.name}(${node.part.weekday})`;
      const zone = node.timeZone ? [expression(node.timeZone, env)] : [];
      return call('$extract', [word(part), expression(node.operand, env), ...zone], position);
    }
    case 'call':
      return functionCall(node, env);
    case 'struct':
      return structConstructor(node, env);
    case 'array':
      return arrayConstructor(node, env);
    case 'subquery':
      return subqueryExpression(node, env);
    case 'with_expression':
      return withExpression(node, env);
    default:
      throw notSupported((node as { kind: string }).kind, position);
  }
}

/** `value`, or NOT of it. */
export const negated = (isNegated: boolean, value: Typed, node: Expression): Typed =>
  isNegated ? call('$not', [value], node.position) : value;

function unary(node: Extract<Expression, { kind: 'unary' }>, env: Env): Typed {
  const { operator, operand, position } = node;
  // The sign belongs to the literal: 2^63 has no positive form.
  if (operator === '-' && (operand.kind === 'integer' || operand.kind === 'float')) {
    return at(position, () => literalValue(operand, true));
  }
  const name = ({ '-': '$unary_minus', '+': '$unary_plus', '~': '$bitwise_not', NOT: '$not' } as const)[operator];
  return call(name, [expression(operand, env)], position);
}

function isTest(node: Extract<Expression, { kind: 'is' }>, env: Env): Typed {
  const operand = expression(node.operand, env);
  if (node.test === 'UNKNOWN') {
    if (operand.type.kind !== 'BOOL' && operand.literal?.value !== null) {
      throw new GoogleSqlError(
        `No matching signature for operator IS UNKNOWN for argument types: ${printType(operand.type)}`,
        node.position,
      );
    }
    return negated(node.negated, call('$is_null', [operand], node.position), node);
  }
  const name = ({ NULL: '$is_null', TRUE: '$is_true', FALSE: '$is_false' } as const)[node.test];
  return negated(node.negated, call(name, [operand], node.position), node);
}
