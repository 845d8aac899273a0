import type { CaseExpression, InExpression, QuantifiedLike } from '../ast.ts';
import { GoogleSqlError } from '../errors.ts';
import { BOOL, isGroupable, printType } from '../types.ts';
import { coerce, supertype } from './coerce.ts';
import type { Env } from './compilation.ts';
import { expression } from './expressions.ts';
import { call } from './functions.ts';
import { negated } from './operators.ts';
import { subqueryExpression, valueSubquery } from './subqueries.ts';
import type { Typed } from './typed.ts';

/** `x [NOT] IN (…)`, of a list, a subquery or an UNNEST. */
export function inExpression(node: InExpression, env: Env): Typed {
  const operand = expression(node.operand, env);
  const { values, position } = node;
  switch (values.kind) {
    case 'value_list': {
      const list = values.values.map((value) => expression(value, env));
      return negated(node.negated, call('$in', [operand, ...list], position), node);
    }
    case 'value_unnest':
      if (values.array.kind === 'null') {
        throw new GoogleSqlError('Second argument of IN UNNEST must be an array but was NULL', values.array.position);
      }
      return negated(node.negated, call('$in_unnest', [operand, expression(values.array, env)], position), node);
    case 'value_subquery': {
      const { relation, column } = valueSubquery(values.query, env, 'IN', values.query.body.position);
      const type = supertype([operand, column]);
      const mismatch = (): string =>
        `Cannot execute IN subquery with uncomparable types ${printType(operand.type)} and ${printType(column.type)}`;
      if (!type || !isGroupable(type)) throw new GoogleSqlError(mismatch(), position);
      const needle = coerce(operand, type, node.operand.position, mismatch).sql;
      const alias = env.compilation.newAlias();
      const element = coerce({ ...column, sql: `${alias}.c1` }, type, values.position, mismatch).sql;
      const from = `FROM (${relation.sql}) AS ${alias}`;
      const sql = env.isOuterCondition
        ? countedIn(needle, element, from)
        : `(${needle} IN (SELECT ${element} ${from}))`;
      return negated(node.negated, { sql, type: BOOL }, node);
    }
  }
}

/** IN as a scalar subquery: DuckDB 1.5 fails on the other form where a LATERAL join names the row outside. */
const countedIn = (needle: string, element: string, from: string): string =>
  `(SELECT CASE WHEN count(*) = 0 THEN false WHEN ${needle} IS NULL THEN NULL WHEN bool_or(${needle} = ${element}) ` +
  `THEN true WHEN count(${element}) < count(*) THEN NULL ELSE false END ${from})`;

/**
 * `x [NOT] LIKE ANY|ALL (…)`, of a list, a subquery or an UNNEST. NOT belongs to each pattern.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/operators#like_operator_quantified
 */
export function quantifiedLike(node: QuantifiedLike, env: Env): Typed {
  const { patterns, position } = node;
  const operand = expression(node.operand, env);
  const isAny = (node.quantifier === 'ANY') !== node.negated;
  const name = isAny ? '$like_any' : '$like_all';
  const like = (): Typed => {
    if (patterns.kind === 'value_list') {
      return call(name, [operand, ...patterns.values.map((value) => expression(value, env))], position);
    }
    const array =
      patterns.kind === 'value_unnest'
        ? expression(patterns.array, env)
        : subqueryExpression({ ...patterns, kind: 'subquery', of: 'ARRAY' }, env);
    return call(`${name}_array`, [operand, array], position);
  };
  return negated(node.negated, like(), node);
}

/** CASE in both forms. */
export function caseExpression(node: CaseExpression, env: Env): Typed {
  const parts = node.branches.flatMap(({ when, then }) => [when, then]);
  const all = [...(node.operand ? [node.operand] : []), ...parts, ...(node.otherwise ? [node.otherwise] : [])];
  const values = all.map((part) => expression(part, env));
  return call(node.operand ? '$case_with_value' : '$case_no_value', values, node.position);
}
