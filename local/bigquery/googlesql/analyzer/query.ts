import type { Query, QueryBody, WithClause } from '../ast.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import { plain, type CommonTableEntry, type Env } from './compilation.ts';
import { pipeline } from './pipes.ts';
import { inOrderOfUse, recursiveTable } from './recursion.ts';
import { refersTo } from './recursive-references.ts';
import type { Relation, Shape } from './relation.ts';
import { Scope } from './scope.ts';
import { compileSelect } from './select.ts';
import { setOperation } from './set-operations.ts';
import { finish, type Tail } from './tail.ts';
import { orderKey } from './order-keys.ts';

/** A query: its WITH, its body, its order and limit, its pipes. `env.scope` is what surrounds it. */
export function compileQuery(query: Query, env: Env, shape: Shape): Relation {
  if (!query.with) return withoutWith(query, env, shape);
  const { commonTables, texts } = withClause(query.with, env);
  const relation = withoutWith(query, { ...env, commonTables }, shape);
  const keyword = query.with.recursive ? 'WITH RECURSIVE' : 'WITH';
  return { ...relation, sql: `${keyword} ${texts.join(', ')} ${relation.sql}` };
}

/** The common tables of a WITH: each sees those before it, and in WITH RECURSIVE itself. */
export function withClause(node: WithClause, env: Env) {
  const commonTables = new Map<string, CommonTableEntry>(env.commonTables);
  const texts: string[] = [];
  refuseTwins(node);
  for (const table of node.recursive ? inOrderOfUse(node) : node.tables) {
    const key = table.name.name.toLowerCase();
    // A common table does not see the rows of the query around it.
    const inner = plain({ ...env, commonTables }, new Scope(undefined), 'SELECT list');
    const alias = env.compilation.newAlias('q');
    const relation =
      node.recursive && refersTo(table.query, key)
        ? recursiveTable(table, alias, inner)
        : compileQuery(table.query, inner, { keepsRowOrder: true });
    commonTables.set(key, { alias, relation });
    const columns = [...relation.columns.map((_, index) => `c${index + 1}`), ...(relation.rowOrder ?? [])];
    texts.push(`${alias}(${columns.join(', ')}) AS (${relation.sql})`);
  }
  return { commonTables, texts };
}

function refuseTwins({ tables }: WithClause): void {
  const names = new Set<string>();
  for (const { name } of tables) {
    const key = name.name.toLowerCase();
    if (names.has(key)) throw new GoogleSqlError(`Duplicate alias ${name.name} for WITH subquery`, name.position);
    names.add(key);
  }
}

function withoutWith(query: Query, env: Env, shape: Shape): Relation {
  const tail: Tail = { orderBy: query.orderBy, limit: query.limit, offset: query.offset };
  if (query.pipes.length > 0 || query.body.kind === 'from_query') return pipeline(query, env, shape);
  return compileBody(query.body, env, shape, tail);
}

const isPlain = ({ orderBy, limit }: Tail): boolean => orderBy.length === 0 && limit === undefined;

/** A body with the ORDER BY and LIMIT that follow it. */
export function compileBody(body: QueryBody, env: Env, shape: Shape, tail: Tail): Relation {
  switch (body.kind) {
    case 'select':
      return compileSelect(body, env, shape, tail);
    case 'set_operation':
      return isPlain(tail) ? setOperation(body, env, shape) : ordered(setOperation(body, env, {}), env, shape, tail);
    case 'query':
      return isPlain(tail) ? compileQuery(body, env, shape) : ordered(compileQuery(body, env, {}), env, shape, tail);
    case 'from_query':
      throw notSupported('FROM at this place', body.position);
  }
}

/**
 * ORDER BY and LIMIT around a whole relation: its columns are all that can be named, and what `behind` makes of the
 * relation's alias.
 */
export function ordered(
  relation: Relation,
  env: Env,
  shape: Shape,
  tail: Tail,
  behind: (alias: string) => Scope = () => env.scope,
): Relation {
  const alias = env.compilation.newAlias();
  const scope = new Scope(behind(alias));
  const values = relation.columns.map((column, index) => {
    const value = { sql: `${alias}.c${index + 1}`, type: column.type };
    scope.addColumn({ name: column.name, value });
    return { ...column, value };
  });
  const inner = plain(env, scope, 'ORDER BY clause');
  const keys = tail.orderBy.map((node) => orderKey(node, values, inner));
  return finish({
    items: values,
    build: (items) => `SELECT ${items.join(', ')} FROM (${relation.sql}) AS ${alias}`,
    keys,
    tail,
    env,
    shape,
    isValueTable: relation.isValueTable,
    canHide: true,
  });
}
