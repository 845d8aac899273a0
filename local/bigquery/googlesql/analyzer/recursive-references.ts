import type { Expression, Identifier, Position, Query, QueryBody, Select, TableExpression } from '../ast.ts';
import { GoogleSqlError } from '../errors.ts';
import { findFunction } from '../signatures/resolve.ts';
import { nameOf } from './calls.ts';

type AnyNode = { readonly kind: string } & Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is AnyNode =>
  typeof value === 'object' && value !== null && typeof (value as { kind?: unknown }).kind === 'string';

/** Calls `visit` for every node below `value`; where it answers false, what is inside is left out. */
function walk(value: unknown, visit: (node: AnyNode) => boolean): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, visit);
  } else if (typeof value === 'object' && value !== null) {
    if (isNode(value) && !visit(value)) return;
    for (const part of Object.values(value)) walk(part, visit);
  }
}

/** Where a query, or a part of one, reads the common table of that lower-case name. */
export function references(value: unknown, key: string): readonly Position[] {
  const found: Position[] = [];
  walk(value, (node) => {
    if (node.kind === 'table') {
      const { path, position } = node as unknown as Extract<TableExpression, { kind: 'table' }>;
      if (path.length === 1 && path[0]?.name.toLowerCase() === key) found.push(position);
    }
    return node.kind !== 'query' || !hides(node as unknown as Query, key);
  });
  return found;
}

/** Whether the query gives the name to a common table of its own. */
const hides = (query: Query, key: string): boolean =>
  (query.with?.tables ?? []).some(({ name }) => name.name.toLowerCase() === key);

/** Whether a query, or a part of one, reads the common table of that lower-case name. */
export const refersTo = (value: unknown, key: string): boolean => references(value, key).length > 0;

/**
 * Refuses what a recursive term may not do with the rows it starts from.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#recursive_cte_rules
 */
export function checkStep(step: QueryBody, name: Identifier): void {
  const key = name.name.toLowerCase();
  const [, second] = references(step, key);
  if (second) throw refusal(`Multiple recursive references to table '${name.name}' are not allowed`, second);
  checkBody(step, name.name, key);
}

const refusal = (message: string, position: Position): GoogleSqlError => new GoogleSqlError(message, position);

function checkBody(body: QueryBody, name: string, key: string): void {
  const [at] = references(body, key);
  if (!at) return;
  switch (body.kind) {
    case 'select':
      checkSelect(body, name, key, at);
      return;
    case 'query':
      checkQuery(body, name, key, at);
      return;
    case 'from_query':
      checkFrom(body.from, name, key);
      return;
    case 'set_operation':
      for (const input of body.inputs) checkBody(input, name, key);
  }
}

function checkQuery(query: Query, name: string, key: string, at: Position): void {
  const [inner] = references(query.with, key);
  if (inner) throw refusal(`table '${name}' may not be recursively referenced from inside an inner WITH entry`, inner);
  const uses = (clause: string): GoogleSqlError =>
    refusal(`A query containing a recursive reference may not use ${clause}`, at);
  if (query.orderBy.length > 0) throw uses('an ORDER BY clause');
  if (query.limit) throw uses('a LIMIT clause');
  checkBody(query.body, name, key);
}

function checkSelect(select: Select, name: string, key: string, at: Position): void {
  const { from, ...clauses } = select;
  const [inExpression] = references(clauses, key);
  if (inExpression) {
    throw refusal('A recursive reference from inside an expression subquery is not allowed', inExpression);
  }
  if (select.distinct || select.groupBy || holdsCall(clauses, false)) {
    const what = 'DISTINCT, GROUP BY, or any aggregate function';
    throw refusal(`A subquery containing a recursive reference may not use ${what}`, at);
  }
  if (holdsCall(clauses, true)) {
    throw refusal('A subquery containing a recursive reference may not use an analytic function', at);
  }
  if (from) checkFrom(from, name, key);
}

function checkFrom(node: TableExpression, name: string, key: string): void {
  const [at] = references(node, key);
  if (!at) return;
  const operand = (what: string): GoogleSqlError =>
    refusal(`A query containing a recursive reference may not be used as ${what}`, at);
  switch (node.kind) {
    case 'join': {
      const isLeft = refersTo(node.left, key);
      if (node.type === 'FULL') throw operand('an operand of a FULL OUTER JOIN');
      if (node.type === 'LEFT' && !isLeft) throw operand('the right operand of a LEFT JOIN');
      if (node.type === 'RIGHT' && isLeft) throw operand('the left operand of a RIGHT JOIN');
      if (refersTo(node.condition, key)) {
        throw refusal('A recursive reference from inside an expression subquery is not allowed', at);
      }
      checkFrom(isLeft ? node.left : node.right, name, key);
      return;
    }
    case 'table_subquery':
      checkBody(node.query, name, key);
      return;
    case 'table_sample':
      throw operand('an operand of TABLESAMPLE');
    case 'pivot':
    case 'unpivot':
      checkFrom(node.input, name, key);
      return;
    case 'unnest':
      throw refusal('A recursive reference from inside an expression subquery is not allowed', at);
    case 'table':
    case 'table_function':
  }
}

/** Whether an aggregate or an analytic call stands in the clauses themselves, not in a subquery of theirs. */
function holdsCall(clauses: unknown, isAnalytic: boolean): boolean {
  let isFound = false;
  walk(clauses, (node) => {
    if (node.kind === 'call') {
      const { name, over } = node as unknown as Extract<Expression, { kind: 'call' }>;
      const isAggregate = over === undefined && findFunction(nameOf(name))?.[0]?.kind === 'aggregate';
      isFound ||= isAnalytic ? over !== undefined : isAggregate;
    }
    return node.kind !== 'query';
  });
  return isFound;
}
