import type { CommonTable, Identifier, Position, Query, QueryBody, WithClause } from '../ast.ts';
import { GoogleSqlError } from '../errors.ts';
import { quoteString } from '../signatures/template.ts';
import type { CommonTableEntry, Env } from './compilation.ts';
import { compileBody, withClause } from './query.ts';
import { checkStep, references, refersTo } from './recursive-references.ts';
import type { Relation } from './relation.ts';
import { combine, converted } from './set-operations.ts';
import { NO_TAIL } from './tail.ts';

/** How often a recursive term may add rows: https://cloud.google.com/bigquery/quotas#query_jobs */
const MAXIMUM_ITERATIONS = 500;

/** The tables of a WITH RECURSIVE, each after those it reads: names can be used before they are defined. */
export function inOrderOfUse({ tables, position }: WithClause): readonly CommonTable[] {
  const ordered: CommonTable[] = [];
  const visit = (table: CommonTable, path: readonly CommonTable[]): void => {
    if (ordered.includes(table)) return;
    const at = path.indexOf(table);
    if (at >= 0) {
      const names = [...path.slice(-1), ...path.slice(at)].map(({ name }) => name.name);
      throw new GoogleSqlError(`Unsupported WITH entry dependency cycle: ${names.join(' => ')}`, position);
    }
    for (const other of tables) {
      if (other !== table && refersTo(table.query, keyOf(other.name))) visit(other, [...path, table]);
    }
    ordered.push(table);
  };
  for (const table of tables) visit(table, []);
  return ordered;
}

const keyOf = (name: Identifier): string => name.name.toLowerCase();

/**
 * A common table that reads itself: the terms that do not are the start, the last adds rows until there are none.
 * https://cloud.google.com/bigquery/docs/recursive-ctes
 */
export function recursiveTable(table: CommonTable, alias: string, env: Env): Relation {
  const { query, name } = table;
  const { body, position } = query;
  const key = keyOf(name);
  refuseTail(query);
  if (body.kind !== 'set_operation' || body.operator !== 'UNION' || body.match) throw malformed(position);
  const inherited = query.with ? withClause(query.with, env) : { commonTables: env.commonTables, texts: [] };
  const inner = { ...env, commonTables: inherited.commonTables };
  const start = body.inputs.slice(0, -1);
  const step = body.inputs.at(-1);
  const [early] = start.flatMap((input) => references(input, key));
  if (early) throw new GoogleSqlError('Recursive reference is not allowed in non-recursive UNION term', early);
  if (!step) throw malformed(position);
  checkStep(step, name);
  const base = combine(
    body,
    start.map((input) => compileBody(input, inner, {}, NO_TAIL)),
    start.map((input) => input.position),
    env,
    {},
  );
  const columns = base.columns.map(({ name: column, type }) => ({ name: column, type }));
  const entry: CommonTableEntry = { alias, relation: { ...base, columns } };
  const withSelf: Env = { ...inner, commonTables: new Map([...inner.commonTables, [key, entry]]) };
  const next = compileBody(step, withSelf, {}, NO_TAIL);
  checkColumnCount(body.distinct, columns, next, step);
  const mismatch = (index: number, from: string, to: string): string =>
    `Cannot coerce column ${index + 1} of recursive term (${from}) to column type in non-recursive term ( ${to})`;
  const text = converted(next, columns, env, step.position, mismatch);
  const first = converted(base, columns, env, position);
  const own = inherited.texts.length > 0 ? `WITH ${inherited.texts.join(', ')} ` : '';
  // A count would tell apart the rows that DISTINCT is to find equal: there, only rows never seen before go on.
  if (body.distinct) return { ...base, columns, sql: `${own}(${first}) UNION (${text})` };
  return { ...base, columns, sql: `${own}${counted(first, text, alias, env)}`, rowOrder: ['i'] };
}

/** Base and step, with a last column that counts the iterations and refuses one too many. */
function counted(first: string, step: string, table: string, env: Env): string {
  const [start, next] = [env.compilation.newAlias(), env.compilation.newAlias()];
  const message = quoteString(`A recursive CTE has reached the maximum number of iterations: ${MAXIMUM_ITERATIONS}`);
  const done = `(SELECT max(r.i) FROM ${table} AS r)`;
  const count = `CASE WHEN ${done} >= ${MAXIMUM_ITERATIONS} THEN error(${message}) ELSE ${done} + 1 END`;
  return `(SELECT ${start}.*, 0 AS i FROM (${first}) AS ${start}) UNION ALL (SELECT ${next}.*, ${count} FROM (${step}) AS ${next})`;
}

const malformed = (position: Position): GoogleSqlError =>
  new GoogleSqlError(
    'Recursive query does not have the form <non-recursive-term> UNION [ALL|DISTINCT] <recursive-term>',
    position,
  );

function refuseTail(query: Query): void {
  const [key] = query.orderBy;
  if (key) throw new GoogleSqlError('A recursive query may not use ORDER BY', key.position);
  if (query.limit) throw new GoogleSqlError('A recursive query may not use LIMIT', query.limit.position);
  if (query.pipes.length > 0) throw malformed(query.position);
}

function checkColumnCount(isDistinct: boolean, columns: readonly unknown[], next: Relation, step: QueryBody): void {
  if (next.columns.length === columns.length) return;
  const counts = [columns.length, next.columns.length].map((count) => `${count} column${count === 1 ? '' : 's'}`);
  const what = `UNION ${isDistinct ? 'DISTINCT' : 'ALL'}`;
  throw new GoogleSqlError(
    `Queries in ${what} have mismatched column count; query 1 has ${counts[0] ?? ''}, query 2 has ${counts[1] ?? ''}`,
    step.position,
  );
}
