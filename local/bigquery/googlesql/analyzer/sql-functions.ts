import type { Argument, Expression, FunctionCall, Position } from '../ast.ts';
import type { RoutineEntry } from '../catalog.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import { parseExpression } from '../parser/index.ts';
import { canCoerce } from '../coercion.ts';
import { printType, type SqlType } from '../types.ts';
import { argumentOf, coerce } from './coerce.ts';
import { checkExpansion, plain, type Env } from './compilation.ts';
import { expression } from './expressions.ts';
import { Scope } from './scope.ts';
import type { Typed } from './typed.ts';

/** A SQL function's body with the arguments in their places. */
export function inlineFunction(routine: RoutineEntry, node: FunctionCall, env: Env): Typed {
  const { position } = node;
  if (routine.kind !== 'function') {
    throw new GoogleSqlError(`${routine.name} is a table function and stands in FROM`, position);
  }
  const extras =
    node.distinct || node.orderBy.length > 0 || node.limit || node.over || node.having || node.nullHandling;
  if (extras) throw new GoogleSqlError(`${routine.name} is no aggregate function`, position);
  if (node.safe) throw notSupported('SAFE. before a SQL function', position);
  const args = bindArguments(routine, node, env);
  const body = {
    ...plain(env, new Scope(undefined), `the body of ${routine.name}`),
    commonTables: new Map(),
    arguments: args,
    isStored: true,
  };
  const value = env.compilation.expand(routine.name, 'Function', position, () => {
    try {
      return checkExpansion(expression(parseExpression(routine.body), body), routine.name, position);
    } catch (error) {
      if (!(error instanceof GoogleSqlError)) throw error;
      throw new GoogleSqlError(`Error in function ${routine.name}: ${error.message}`, position, error.reason);
    }
  });
  if (!routine.returns) return { sql: value.sql, type: value.type, isVolatile: value.isVolatile };
  const mismatch = (from: string, to: string): string =>
    `Function body of ${routine.name} has type ${from} which does not coerce to ${to}`;
  return coerce(value, routine.returns, position, mismatch);
}

/** The call's arguments under the parameters' names, in the parameters' types. */
export function bindArguments(
  routine: RoutineEntry,
  node: Pick<FunctionCall, 'arguments' | 'position'>,
  env: Env,
): ReadonlyMap<string, Typed> {
  const { position } = node;
  if (node.arguments.length !== routine.arguments.length) {
    const types = node.arguments.flatMap((argument) => (isPlain(argument) ? [expression(argument, env).type] : []));
    throw mismatched(routine, types, position);
  }
  const values = node.arguments.map((argument) => {
    if (!isPlain(argument)) throw notSupported(`this argument of ${routine.name}`, argument.position);
    const value = expression(argument, env);
    if (value.isVolatile) throw notSupported(`a random argument of ${routine.name}`, argument.position);
    return value;
  });
  return new Map(
    routine.arguments.flatMap(({ name, type }, index): [string, Typed][] => {
      const value = values[index];
      if (value === undefined) return [];
      if (type && !canCoerce(argumentOf(value), type)) {
        throw mismatched(
          routine,
          values.map((one) => one.type),
          position,
        );
      }
      return [[name.toLowerCase(), type ? coerce(value, type, position, () => '') : value]];
    }),
  );
}

const isPlain = (argument: Argument): argument is Expression =>
  !['star', 'named_argument', 'lambda', 'table_argument'].includes(argument.kind);

/** The error for arguments that a function does not take. */
function mismatched(
  { name, arguments: wanted }: RoutineEntry,
  types: readonly SqlType[],
  position: Position,
): GoogleSqlError {
  const given = types.length === 0 ? 'with no arguments' : `for argument types: ${types.map(printType).join(', ')}`;
  const signature = wanted.map(({ type }) => (type ? printType(type) : 'ANY')).join(', ');
  return new GoogleSqlError(
    `No matching signature for function ${name} ${given}. Supported signature: ${name}(${signature})`,
    position,
  );
}
