import type { Aliased, Expression, PivotClause, Position } from '../ast.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import { findFunction } from '../signatures/resolve.ts';
import { BOOL, isGroupable, printType } from '../types.ts';
import { callArguments, modifiers, nameOf } from './calls.ts';
import { coerce } from './coerce.ts';
import { plain, type Env } from './compilation.ts';
import { expression } from './expressions.ts';
import { call, type CallArgument } from './functions.ts';
import { rangesOf } from './relation-item.ts';
import { Scope, type Column, type FromItem } from './scope.ts';
import type { Typed } from './typed.ts';
import { wrapped } from './wrapped.ts';

/**
 * PIVOT: a column for each aggregate and value, a row for each group of the columns that neither of them uses.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#pivot_operator
 */
export function pivotItem(
  input: FromItem,
  node: PivotClause & { readonly position: Position },
  name: string | undefined,
  env: Env,
): FromItem {
  const rows = wrapped(input, env);
  const used = new Set<Column>();
  const scope = Scope.of(
    { ...rows, columns: rows.columns.map((column) => noting(column, used)), ranges: [] },
    env.scope,
  );
  const inner = plain(env, scope, 'PIVOT');
  const key = expression(node.for, inner);
  if (!isGroupable(key.type)) {
    throw new GoogleSqlError(`Type ${printType(key.type)} cannot be used in FOR of PIVOT`, node.for.position);
  }
  const columns = node.values.flatMap((value) =>
    node.aggregates.map((aggregate) => ({
      name: pivotName(aggregate, value, node.aggregates.length > 1),
      value: pivotAggregate(aggregate, condition(key, value, inner), { ...inner, clause: 'an aggregate function' }),
    })),
  );
  const groups = rows.columns.filter((column) => !used.has(column));
  for (const { name: column, value } of groups) {
    if (!isGroupable(value.type)) {
      throw new GoogleSqlError(
        `PIVOT cannot group by column ${column} of type ${printType(value.type)}`,
        node.position,
      );
    }
  }
  const alias = env.compilation.newAlias();
  const all = [...groups, ...columns];
  const list = all.map(({ value }, index) => `${value.sql} AS c${index + 1}`);
  const groupBy = groups.length > 0 ? ` GROUP BY ${groups.map((_, index) => index + 1).join(', ')}` : '';
  const out = all.map(({ name: column, value }, index) => ({
    name: column,
    value: { sql: `${alias}.c${index + 1}`, type: value.type },
  }));
  const sql = `(SELECT ${list.join(', ')} FROM ${rows.sql}${groupBy}) AS ${alias}`;
  return { sql, columns: out, hidden: [], ranges: rangesOf(name, out, [], undefined) };
}

/** The column, which tells when it is used. */
const noting = (column: Column, used: Set<Column>): Column => ({
  name: column.name,
  get value() {
    used.add(column);
    return column.value;
  },
});

function condition(key: Typed, value: Aliased, env: Env): string {
  const typed = expression(value.expression, env);
  const mismatch = (from: string, to: string): string =>
    `PIVOT IN list item must be type ${to} to match the PIVOT FOR expression; found ${from}`;
  const sql = coerce(typed, key.type, value.position, mismatch).sql;
  return `(${key.sql} IS NOT DISTINCT FROM ${sql})`;
}

/** The aggregate over the rows of one value: of the others it sees NULL, which it must leave out. */
function pivotAggregate({ expression: node, position }: Aliased, test: string, env: Env): Typed {
  const name = node.kind === 'call' ? nameOf(node.name) : '';
  if (node.kind !== 'call' || findFunction(name)?.[0]?.kind !== 'aggregate') {
    throw new GoogleSqlError('PIVOT expression must be an aggregate function call', position);
  }
  if (node.orderBy.length > 0 || (name.startsWith('ARRAY_') && node.nullHandling !== 'IGNORE')) {
    throw notSupported(`${name} of this form in PIVOT`, position);
  }
  if (name === 'COUNT' && node.arguments[0]?.kind === 'star') {
    return call('COUNTIF', [{ sql: test, type: BOOL }], position);
  }
  const [first, ...rest] = callArguments(name, node.arguments, env);
  if (!first || 'kind' in first) throw notSupported(`${name} in PIVOT`, position);
  const value: CallArgument = {
    ...first,
    sql: `CASE WHEN ${test} THEN ${first.sql} END`,
    literal: undefined,
    parts: undefined,
  };
  return call(name, [value, ...rest], position, modifiers(node, env));
}

function pivotName(aggregate: Aliased, value: Aliased, needsAlias: boolean): string {
  const label = value.alias?.name ?? labelOf(value.expression);
  if (!aggregate.alias) {
    if (!needsAlias) return value.alias || value.expression.kind === 'string' ? label : label.replace(/^\d/u, '_$&');
    const message = 'PIVOT expression must specify an alias unless it is the only pivot expression in the PIVOT clause';
    throw new GoogleSqlError(message, aggregate.position);
  }
  return `${aggregate.alias.name}_${label}`;
}

/**
 * The name BigQuery makes of a value; without an aggregate's name before it, one that starts with a digit gets a `_`.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#pivot_operator
 */
function labelOf(node: Expression): string {
  switch (node.kind) {
    case 'string':
      if (node.value !== '') return node.value;
      break;
    case 'integer':
      return String(node.value);
    case 'boolean':
      return String(node.value);
    case 'null':
      return 'NULL';
    case 'typed_literal':
      return typedLabel(node);
    case 'unary':
      if (node.operator === '-' && node.operand.kind === 'integer') return `minus_${node.operand.value}`;
      break;
    case 'float':
      throw needsAlias('FLOAT64', node.position);
  }
  throw notSupported('a PIVOT value of this kind without an alias', node.position);
}

function typedLabel({ type, value, position }: Extract<Expression, { kind: 'typed_literal' }>): string {
  const [, year, month, day] = /^(\d+)-(\d+)-(\d+)$/u.exec(value) ?? [];
  if (type === 'DATE' && year && month && day) {
    return [String(Number(year)), month.padStart(2, '0'), day.padStart(2, '0')].join('_');
  }
  const isPlain = /^-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/u.test(value);
  if ((type === 'NUMERIC' || type === 'BIGNUMERIC') && isPlain) {
    return value.replace('-', 'minus_').replace('.', '_point_');
  }
  throw needsAlias(type, position);
}

const needsAlias = (type: string, position: Position): GoogleSqlError =>
  new GoogleSqlError(`PIVOT values of type ${type} must specify an alias`, position);
