import type { Expression } from '../ast.ts';
import { GoogleSqlError } from '../errors.ts';
import { printType } from '../types.ts';
import type { Env } from './compilation.ts';
import { expression } from './expressions.ts';
import { call } from './functions.ts';
import { literalValue } from './literals.ts';
import type { Typed } from './typed.ts';

type Node<Kind extends Expression['kind']> = Extract<Expression, { kind: Kind }>;

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
const UNARY = { '-': '$unary_minus', '+': '$unary_plus', '~': '$bitwise_not', NOT: '$not' } as const;
const TESTS = { NULL: '$is_null', TRUE: '$is_true', FALSE: '$is_false' } as const;

const values = (nodes: readonly Expression[], env: Env): Typed[] => nodes.map((node) => expression(node, env));

/** `value`, or NOT of it. */
export const negated = (isNegated: boolean, value: Typed, node: Expression): Typed =>
  isNegated ? call('$not', [value], node.position) : value;

/** Operators that take a literal NULL; beside the others it is an error. */
const TAKE_NULL = new Set<string>(['<<', '>>']);

function refuseNull(operator: string, operands: readonly Expression[]): void {
  const literal = operands.find(({ kind }) => kind === 'null');
  if (literal) throw new GoogleSqlError(`Operands of ${operator} cannot be literal NULL`, literal.position);
}

export function binary({ operator, left, right, position }: Node<'binary'>, env: Env): Typed {
  if (!TAKE_NULL.has(operator)) refuseNull(operator, [left, right]);
  return call(BINARY[operator], values([left, right], env), position);
}

export const logical = (node: Node<'logical'>, env: Env): Typed =>
  call(node.operator === 'AND' ? '$and' : '$or', values(node.operands, env), node.position);

export const between = (node: Node<'between'>, env: Env): Typed =>
  negated(node.negated, call('$between', values([node.operand, node.low, node.high], env), node.position), node);

export function like(node: Node<'like'>, env: Env): Typed {
  refuseNull('LIKE', [node.operand, node.pattern]);
  return negated(node.negated, call('$like', values([node.operand, node.pattern], env), node.position), node);
}

export const isDistinctFrom = (node: Node<'is_distinct_from'>, env: Env): Typed =>
  negated(node.negated, call('$is_distinct_from', values([node.left, node.right], env), node.position), node);

export function unary(node: Node<'unary'>, env: Env): Typed {
  const { operator, operand, position } = node;
  refuseNull(operator, [operand]);
  // The sign belongs to the literal: 2^63 has no positive form.
  if (operator === '-' && (operand.kind === 'integer' || operand.kind === 'float')) return literalValue(operand, true);
  return call(UNARY[operator], [expression(operand, env)], position);
}

export function isTest(node: Node<'is'>, env: Env): Typed {
  const operand = expression(node.operand, env);
  const { test, negated: isNegated, position } = node;
  if (test === 'UNKNOWN' && operand.type.kind !== 'BOOL' && operand.literal?.value !== null) {
    const message = `No matching signature for operator IS UNKNOWN for argument types: ${printType(operand.type)}`;
    throw new GoogleSqlError(message, position);
  }
  return negated(isNegated, call(TESTS[test === 'UNKNOWN' ? 'NULL' : test], [operand], position), node);
}
