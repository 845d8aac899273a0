import type { TableFunctionCall } from '../ast.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import { parseQuery } from '../parser/index.ts';
import { findRoutine } from './catalog-paths.ts';
import { plain, type Env } from './compilation.ts';
import { compileQuery } from './query.ts';
import { relationItem } from './relation-item.ts';
import { Scope, type FromItem } from './scope.ts';
import { bindArguments } from './sql-functions.ts';

/** A SQL table function's rows: its body with the arguments in their places. */
export function tableFunctionItem(node: TableFunctionCall, env: Env): FromItem {
  const { compilation } = env;
  const name = node.name.map((part) => part.name).join('.');
  const routine = findRoutine(node.name, compilation.context);
  if (!routine) throw new GoogleSqlError(`Table-valued function not found: ${name}`, node.position);
  if (routine.kind !== 'tableFunction') throw notSupported(`${name} in FROM`, node.position);
  const args = bindArguments(routine, node, plain(env, env.scope, 'a table function'));
  const inner: Env = {
    ...plain(env, new Scope(undefined), 'SELECT list'),
    commonTables: new Map(),
    arguments: args,
    isStored: true,
  };
  const relation = compilation.expand(routine.name, 'Table function', node.position, () => {
    try {
      return compileQuery(parseQuery(routine.body), inner, {});
    } catch (error) {
      if (!(error instanceof GoogleSqlError)) throw error;
      throw new GoogleSqlError(`Error in function ${routine.name}: ${error.message}`, node.position, error.reason);
    }
  });
  return relationItem(relation, compilation.newAlias(), node.alias?.name ?? node.name.at(-1)?.name);
}
