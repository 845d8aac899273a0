import type { Position, Query, SubqueryExpression } from '../ast.ts';
import { GoogleSqlError } from '../errors.ts';
import { BOOL, duckType, printType } from '../types.ts';
import { plain, type Env } from './compilation.ts';
import { compileQuery } from './query.ts';
import type { Relation, RelationColumn, Shape } from './relation.ts';
import type { Typed } from './typed.ts';

/** A subquery's surroundings: names of the query around it can be seen, its aggregates and windows are its own. */
const compileInner = (query: Query, env: Env, shape: Shape, position: Position): Relation =>
  env.compilation.subquery(position, () => compileQuery(query, plain(env, env.scope, 'SELECT list'), shape));

/** `(SELECT …)`, `ARRAY(SELECT …)`, `EXISTS(SELECT …)`. */
export function subqueryExpression(node: SubqueryExpression, env: Env): Typed {
  switch (node.of) {
    case 'EXISTS': {
      const relation = compileInner(node.query, env, {}, node.position);
      return { sql: `(EXISTS (${relation.sql}))`, type: BOOL };
    }
    case 'SCALAR': {
      const { relation, column } = oneColumn(
        node.query,
        env,
        'Scalar subquery cannot have more than one column unless using SELECT AS STRUCT to build STRUCT values',
        node.position,
      );
      // A bare literal keeps its freedom to coerce in BigQuery too, but not its text: one row is not sure.
      return { sql: `(${relation.sql})`, type: column.type };
    }
    case 'ARRAY':
      return arraySubquery(node, env);
  }
}

function arraySubquery(node: SubqueryExpression, env: Env): Typed {
  const message =
    'ARRAY subquery cannot have more than one column unless using SELECT AS STRUCT to build STRUCT values';
  const { relation, column } = oneColumn(node.query, env, message, node.position, true);
  const { type } = column;
  if (type.kind === 'ARRAY') {
    throw new GoogleSqlError(
      `Cannot use array subquery with column of type ${printType(type)} because nested arrays are not supported`,
      node.position,
    );
  }
  const alias = env.compilation.newAlias();
  const order = relation.order?.((name) => `${alias}.${name}`);
  const list = `list(${alias}.c1${order === undefined ? '' : ` ORDER BY ${order}`})`;
  const empty = `CAST([] AS ${duckType(type)}[])`;
  return {
    sql: `(SELECT coalesce(${list}, ${empty}) FROM (${relation.sql}) AS ${alias})`,
    type: { kind: 'ARRAY', element: type },
  };
}

/** The query after IN: one column. */
export function valueSubquery(
  query: Query,
  env: Env,
  what: string,
  position: Position,
): { readonly relation: Relation; readonly column: RelationColumn } {
  return oneColumn(query, env, `Subquery of type ${what} must have only one output column`, position);
}

function oneColumn(query: Query, env: Env, message: string, position: Position, exposeOrder = false) {
  const relation = compileInner(query, env, { exposeOrder }, position);
  const [column, second] = relation.columns;
  if (!column || second) throw new GoogleSqlError(message, position);
  return { relation, column };
}
