import type { CastExpression, ExtractExpression, IntervalExpression } from '../ast.ts';
import type { Env } from './compilation.ts';
import { expression } from './expressions.ts';
import { call, castTo, word } from './functions.ts';
import { constrainedText } from '../printer/constrained.ts';
import { parametersOf, resolveType, typeNamed } from './type-names.ts';
import type { Typed } from './typed.ts';

/** CAST and SAFE_CAST, with FORMAT and AT TIME ZONE as functions of their own. */
export function castExpression(node: CastExpression, env: Env): Typed {
  const operand = expression(node.operand, env);
  const type = node.format ? resolveType(node.type) : typeNamed(node.type);
  const parameters = parametersOf(node.type);
  if (!node.format) {
    const value = castTo(operand, type, node.safe, node.operand.position);
    return parameters === undefined
      ? value
      : { sql: constrainedText(value.sql, type, parameters), type, isVolatile: value.isVolatile };
  }
  const rest = [node.format, ...(node.timeZone ? [node.timeZone] : [])].map((part) => expression(part, env));
  return call(`$cast_format_${type.kind.toLowerCase()}`, [operand, ...rest], node.position, { safe: node.safe });
}

/** `EXTRACT(WEEK(MONDAY) FROM x AT TIME ZONE z)`. */
export function extractExpression(node: ExtractExpression, env: Env): Typed {
  const { name, weekday } = node.part;
  const part = word(weekday === undefined ? name : `${name}(${weekday})`);
  const zone = node.timeZone ? [expression(node.timeZone, env)] : [];
  return call('$extract', [part, expression(node.operand, env), ...zone], node.position);
}

/** `INTERVAL 5 DAY`, `INTERVAL '1-2' YEAR TO MONTH`. */
export function intervalExpression({ value, part, toPart, position }: IntervalExpression, env: Env): Typed {
  const parts = word(toPart ? `${part.name} TO ${toPart.name}` : part.name);
  return call('$interval', [expression(value, env), parts], position);
}
