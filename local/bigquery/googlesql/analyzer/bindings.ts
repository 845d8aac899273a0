import type { Parameter, PositionalParameter, SystemVariable } from '../ast.ts';
import type { Binding } from '../compiled.ts';
import { GoogleSqlError } from '../errors.ts';
import { duckType, type SqlType } from '../types.ts';
import type { Env } from './compilation.ts';
import { quoteString } from '../signatures/template.ts';
import type { Typed } from './typed.ts';

// A DuckDB variable that was never set, or is NULL, has no type of its own.
const valueOf = ({ slot, type }: { slot: string; type: SqlType }): string =>
  `CAST(getvariable(${quoteString(slot)}) AS ${duckType(type)})`;

/** A script's variable. */
export const bindingValue = (binding: Binding | undefined): Typed | undefined =>
  binding && { sql: valueOf(binding), type: binding.type };

/** `@name` or `?`. */
export function parameterValue(node: Parameter | PositionalParameter, env: Env): Typed {
  const { parameters } = env.compilation.context;
  const isPositional = (all: NonNullable<typeof parameters>): all is readonly Binding[] => Array.isArray(all);
  const binding =
    parameters === undefined || env.arguments !== undefined
      ? undefined
      : isPositional(parameters)
        ? node.kind === 'positional_parameter'
          ? parameters[node.index]
          : undefined
        : node.kind === 'parameter'
          ? parameters.get(node.name)
          : undefined;
  if (binding) return { sql: valueOf(binding), type: binding.type, isParameter: true };
  const what = node.kind === 'parameter' ? `Query parameter '${node.name}' not found` : 'Too few positional parameters';
  throw new GoogleSqlError(what, node.position);
}

/** `@@row_count`. */
export function systemVariableValue(node: SystemVariable, env: Env): Typed {
  const value = bindingValue(env.compilation.context.systemVariables?.get(node.name));
  if (!value) throw new GoogleSqlError(`Unrecognized name: @@${node.name}`, node.position);
  return value;
}
