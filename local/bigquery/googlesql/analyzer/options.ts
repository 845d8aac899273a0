import type { Option } from '../ast.ts';
import type { CompiledOption } from '../compiled.ts';
import { plain, type Env } from './compilation.ts';
import { expression } from './expressions.ts';
import { Scope } from './scope.ts';

/** OPTIONS(…): names in lower case, values as constant expressions. */
export const compileOptions = (nodes: readonly Option[], env: Env): readonly CompiledOption[] =>
  nodes.map(({ name, value }) => {
    const { sql, type } = expression(value, plain(env, new Scope(undefined), 'OPTIONS'));
    return { name: name.toLowerCase(), sql, type };
  });
