import type { WithExpression } from '../ast.ts';
import type { Env } from './compilation.ts';
import { expression } from './expressions.ts';
import { Scope } from './scope.ts';
import type { Typed } from './typed.ts';

/** `WITH(a AS …, b AS a + 1, a * b)`: each name stands for its expression. */
export function withExpression(node: WithExpression, env: Env): Typed {
  let inner = env;
  for (const { name, value } of node.bindings) {
    const scope = new Scope(inner.scope);
    scope.addColumn({ name: name.name, value: expression(value, inner) });
    inner = { ...inner, scope };
  }
  return expression(node.body, inner);
}
