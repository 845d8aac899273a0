import type { CastExpression } from '../ast.ts';
import type { Env } from './compilation.ts';
import { expression } from './expressions.ts';
import { call, castTo } from './functions.ts';
import { resolveBareType } from './type-names.ts';
import type { Typed } from './typed.ts';

/** CAST and SAFE_CAST, with FORMAT and AT TIME ZONE as functions of their own. */
export function castExpression(node: CastExpression, env: Env): Typed {
  const operand = expression(node.operand, env);
  const type = resolveBareType(node.type);
  if (!node.format) return castTo(operand, type, node.safe, node.position);
  const rest = [node.format, ...(node.timeZone ? [node.timeZone] : [])].map((part) => expression(part, env));
  return call(`$cast_format_${type.kind.toLowerCase()}`, [operand, ...rest], node.position, { safe: node.safe });
}
