import type { Expression } from '../ast.ts';
import { notSupported } from '../errors.ts';
import { arrayConstructor, subscript } from './arrays.ts';
import { parameterValue, systemVariableValue } from './bindings.ts';
import { functionCall } from './calls.ts';
import { castExpression, extractExpression, intervalExpression } from './casts.ts';
import type { Env } from './compilation.ts';
import { caseExpression, inExpression, quantifiedLike } from './conditions.ts';
import { literalValue, typedLiteral } from './literals.ts';
import { between, binary, isDistinctFrom, isTest, like, logical, unary } from './operators.ts';
import { fieldAccess, resolvePath } from './paths.ts';
import { structConstructor } from './structs.ts';
import { subqueryExpression } from './subqueries.ts';
import type { Typed } from './typed.ts';
import { withExpression } from './with-expression.ts';

type Handlers = {
  readonly [Kind in Expression['kind']]: (node: Extract<Expression, { kind: Kind }>, env: Env) => Typed;
};

const literal = (node: Parameters<typeof literalValue>[0]): Typed => literalValue(node);

/** Every kind of expression; one that is not here is refused. */
const HANDLERS: Handlers = {
  null: literal,
  boolean: literal,
  integer: literal,
  float: literal,
  string: literal,
  bytes: literal,
  typed_literal: typedLiteral,
  interval: intervalExpression,
  parameter: parameterValue,
  positional_parameter: parameterValue,
  system_variable: systemVariableValue,
  path: resolvePath,
  field: fieldAccess,
  subscript,
  unary,
  binary,
  logical,
  is: isTest,
  is_distinct_from: isDistinctFrom,
  between,
  like,
  quantified_like: quantifiedLike,
  in: inExpression,
  case: caseExpression,
  cast: castExpression,
  extract: extractExpression,
  call: functionCall,
  struct: structConstructor,
  array: arrayConstructor,
  subquery: subqueryExpression,
  with_expression: withExpression,
};

/** Resolves an expression's names, gives it its type, and prints it. An expression that is a group's key is its column. */
export function expression(node: Expression, env: Env): Typed {
  const key = env.groupKey?.(node);
  if (key) return key;
  const handler = HANDLERS[node.kind] as ((node: Expression, env: Env) => Typed) | undefined;
  if (!handler) throw notSupported(node.kind, node.position);
  return handler(node, env);
}
