import type { Identifier, Join, JoinCondition, JoinType, Position } from '../ast.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import { isComparable, printType } from '../types.ts';
import { plain, type Env } from './compilation.ts';
import { condition, supertype } from './coerce.ts';
import { expression } from './expressions.ts';
import { call } from './functions.ts';
import { fromItem } from './from.ts';
import { mergeRanges, Scope, type Column, type FromItem } from './scope.ts';
import type { Typed } from './typed.ts';
import { wrapped } from './wrapped.ts';

/** Two parts of FROM joined. */
export function joinItem(node: Join, env: Env, lateral: Scope | undefined): FromItem {
  const left = fromItem(node.left, env, lateral);
  // An array on the right is one of the row to its left, which an outer join that keeps all arrays can't have.
  const keepsRight = node.type === 'RIGHT' || node.type === 'FULL';
  const right = fromItem(node.right, env, keepsRight ? lateral : Scope.of(left, lateral ?? env.scope));
  const rightSql = node.right.kind === 'join' ? `(${right.sql})` : right.sql;
  return join(left, { ...right, sql: rightSql }, node, env);
}

/** What a join gives: columns of both sides, those of USING once and first. */
export function join(
  left: FromItem,
  right: FromItem,
  node: { readonly type: JoinType; readonly condition: JoinCondition | undefined; readonly position: Position },
  env: Env,
): FromItem {
  const ranges = mergeRanges(left.ranges, right.ranges, node.position);
  const isLeftFirst = node.type !== 'RIGHT' && node.type !== 'FULL';
  const both: FromItem = {
    sql: '',
    columns: [...left.columns, ...right.columns],
    hidden: [...left.hidden, ...right.hidden],
    ranges,
    rowOrder: isLeftFirst && left.rowOrder && right.rowOrder ? [...left.rowOrder, ...right.rowOrder] : undefined,
  };
  const { condition: on, type } = node;
  if (!on) {
    // An array beside its own row needs no condition.
    if (type === 'LEFT' && right.offsetSql !== undefined)
      return { ...both, sql: `${left.sql} LEFT JOIN ${right.sql} ON true` };
    if (type !== 'CROSS' && (type !== 'INNER' || right.offsetSql === undefined)) {
      throw new GoogleSqlError(`${type} JOIN must have an immediately following ON or USING clause`, node.position);
    }
    return { ...both, sql: `${left.sql} CROSS JOIN ${right.sql}` };
  }
  if (type === 'CROSS')
    throw new GoogleSqlError(`${on.kind.toUpperCase()} clause cannot be used with CROSS JOIN`, on.position);
  const text = (test: string): string => `${left.sql} ${type} JOIN ${right.sql} ON ${test}`;
  if (on.kind === 'on') {
    const isOuterCondition = type !== 'INNER';
    const inner = { ...plain(env, Scope.of(both, env.scope), 'JOIN ON clause'), isOuterCondition };
    const test = condition(expression(on.expression, inner), 'JOIN ON clause', on.expression.position);
    if (isOuterCondition && test.includes('(SELECT ')) return outerOfSubquery(left, right, node, test, env);
    return { ...both, sql: text(test) };
  }
  const keys = on.columns.map((name) => usingKey(name, left, right, type));
  const test = keys.map((key) => key.test).join(' AND ');
  const isKey = (column: Column): boolean => keys.some((key) => key.left === column || key.right === column);
  const rest = both.columns.filter((column) => !isKey(column));
  return { ...both, sql: text(test), columns: [...keys.map((key) => key.merged), ...rest] };
}

/** DuckDB takes subqueries in the condition of an outer join only where the other side's rows are found row by row. */
function outerOfSubquery(
  left: FromItem,
  right: FromItem,
  { type, position }: { readonly type: JoinType; readonly position: Position },
  test: string,
  env: Env,
): FromItem {
  if (type === 'FULL') throw notSupported('a subquery in the condition of a FULL JOIN', position);
  const [kept, other] = type === 'LEFT' ? [left, right] : [right, left];
  const found = wrapped(other, env, { suffix: ` WHERE ${test}` });
  const [first, second] = type === 'LEFT' ? [left, found] : [found, right];
  return {
    sql: `${kept.sql} LEFT JOIN LATERAL ${found.sql} ON true`,
    columns: [...first.columns, ...second.columns],
    hidden: [...first.hidden, ...second.hidden],
    ranges: [...first.ranges, ...second.ranges],
  };
}

function usingKey(name: Identifier, left: FromItem, right: FromItem, type: JoinType) {
  const ofLeft = sideColumn(name, left, 'left');
  const ofRight = sideColumn(name, right, 'right');
  const { position } = name;
  checkUsing(name, [ofLeft.value, ofRight.value]);
  const test = call('$equal', [ofLeft.value, ofRight.value], position).sql;
  const value =
    type === 'FULL'
      ? call('COALESCE', [ofLeft.value, ofRight.value], position)
      : type === 'RIGHT'
        ? ofRight.value
        : ofLeft.value;
  return { test, left: ofLeft, right: ofRight, merged: { name: ofLeft.name, value } };
}

function checkUsing({ name, position }: Identifier, sides: readonly [Typed, Typed]): void {
  const types = sides.map(({ type }) => printType(type));
  const uncomparable = sides.findIndex(({ type }) => !isComparable(type));
  if (uncomparable >= 0) {
    const what = `types that do not support equality comparison: ${types[uncomparable] ?? ''}`;
    throw new GoogleSqlError(`Column '${name}' in USING has ${what}`, position);
  }
  if (supertype(sides)) return;
  const what = 'incompatible types that cannot be directly compared using equality on either side of the join';
  throw new GoogleSqlError(`Column '${name}' in USING has ${what}: ${types.join(' and ')}`, position);
}

function sideColumn(name: Identifier, side: FromItem, where: 'left' | 'right'): Column {
  const key = name.name.toLowerCase();
  const [column, second] = [...side.columns, ...side.hidden].filter((known) => known.name.toLowerCase() === key);
  const suffix = `in USING clause`;
  if (!column) {
    throw new GoogleSqlError(`Column ${name.name} ${suffix} not found on ${where} side of join`, name.position);
  }
  if (second) {
    throw new GoogleSqlError(`Column ${name.name} ${suffix} is ambiguous on ${where} side of join`, name.position);
  }
  return column;
}
