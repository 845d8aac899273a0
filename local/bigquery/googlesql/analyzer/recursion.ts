import type { CommonTable, Query, QueryBody, TableExpression } from '../ast.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import type { CommonTableEntry, Env } from './compilation.ts';
import { compileBody, withClause } from './query.ts';
import type { Relation } from './relation.ts';
import { combine, converted } from './set-operations.ts';
import { NO_TAIL } from './tail.ts';

/**
 * A common table that reads itself: the terms that do not are the start, the last adds rows until there are none.
 * https://cloud.google.com/bigquery/docs/recursive-ctes
 */
export function recursiveTable(table: CommonTable, alias: string, env: Env): Relation {
  const { query, name } = table;
  const { body, position } = query;
  const key = name.name.toLowerCase();
  const hasTail = query.orderBy.length > 0 || query.limit !== undefined || query.pipes.length > 0;
  if (body.kind !== 'set_operation' || body.operator !== 'UNION' || hasTail || body.match) {
    throw notSupported('a recursive common table that is not <query> UNION ALL <query>', position);
  }
  const { commonTables } = query.with ? withClause(query.with, env) : env;
  if (query.with) throw notSupported('WITH inside a recursive common table', query.with.position);
  const inner = { ...env, commonTables };
  const start = body.inputs.slice(0, -1);
  const step = body.inputs.at(-1);
  if (!step || start.some((input) => bodyRefers(input, key))) {
    throw notSupported('a recursive common table whose first term refers to itself', position);
  }
  const base = combine(
    body,
    start.map((input) => compileBody(input, inner, {}, NO_TAIL)),
    start.map((input) => input.position),
    env,
    {},
  );
  const columns = base.columns.map(({ name: column, type }) => ({ name: column, type }));
  const entry: CommonTableEntry = { alias, relation: { ...base, columns } };
  const withSelf: Env = { ...inner, commonTables: new Map([...commonTables, [key, entry]]) };
  const next = compileBody(step, withSelf, {}, NO_TAIL);
  if (next.columns.length !== columns.length) {
    throw new GoogleSqlError(
      `The terms of the recursive common table ${name.name} have mismatched column count`,
      step.position,
    );
  }
  const mismatch = (index: number, from: string, to: string): string =>
    `Cannot coerce column ${index + 1} of the recursive term from type ${from} to ${to}`;
  const text = converted(next, columns, env, step.position, mismatch);
  return {
    ...base,
    columns,
    sql: `(${converted(base, columns, env, position)}) UNION ${body.distinct ? '' : 'ALL '}(${text})`,
  };
}

/** Whether the query reads the common table of that lower-case name. */
export const refersTo = (query: Query, key: string): boolean =>
  bodyRefers(query.body, key) || (query.with?.tables ?? []).some((table) => refersTo(table.query, key));

function bodyRefers(body: QueryBody, key: string): boolean {
  switch (body.kind) {
    case 'select':
      return body.from !== undefined && fromRefers(body.from, key);
    case 'set_operation':
      return body.inputs.some((input) => bodyRefers(input, key));
    case 'query':
      return refersTo(body, key);
    case 'from_query':
      return fromRefers(body.from, key);
  }
}

function fromRefers(node: TableExpression, key: string): boolean {
  switch (node.kind) {
    case 'table':
      return node.path.length === 1 && node.path[0]?.name.toLowerCase() === key;
    case 'table_subquery':
      return refersTo(node.query, key);
    case 'join':
      return fromRefers(node.left, key) || fromRefers(node.right, key);
    case 'pivot':
    case 'unpivot':
    case 'table_sample':
      return fromRefers(node.input, key);
    case 'unnest':
    case 'table_function':
      return false;
  }
}
