import type { Expression, Identifier, Position, SelectItem, SelectStar } from '../ast.ts';
import { GoogleSqlError } from '../errors.ts';
import { printType } from '../types.ts';
import type { Env } from './compilation.ts';
import { expression } from './expressions.ts';
import { inGroup, isNiladic, structField } from './paths.ts';
import type { Column, FromItem, Scope } from './scope.ts';
import { impliedName } from './structs.ts';
import type { Typed } from './typed.ts';

/** One column of a SELECT list, stars taken apart: resolved when the names it may use are known. */
export interface ListItem {
  readonly name: string;
  readonly position: Position;
  /** The expression as written; undefined for a star's column. */
  readonly node: Expression | undefined;
  readonly resolve: (env: Env) => Typed;
}

/** The columns of a SELECT list. `scope` is FROM's own level. */
export function listItems(nodes: readonly SelectItem[], from: FromItem, scope: Scope, env: Env): ListItem[] {
  return nodes.flatMap((node): ListItem[] => {
    if (node.kind === 'select_star') return starItems(node, from, scope, env);
    const name = node.alias?.name ?? (isCallOfName(node.expression, scope) ? '' : impliedName(node.expression));
    const resolve = (inner: Env): Typed => expression(node.expression, inner);
    return [{ name, position: node.expression.position, node: node.expression, resolve }];
  });
}

/** `CURRENT_DATE`, which gives no name where it is no column. */
const isCallOfName = (node: Expression, scope: Scope): boolean =>
  node.kind === 'path' && node.names[0] !== undefined && isNiladic(node.names) && !scope.find(node.names[0].name);

function starItems(node: SelectStar, from: FromItem, scope: Scope, env: Env): ListItem[] {
  const columns = node.base
    ? baseColumns(node.base, scope, env)
    : from.columns.map((column) => fromColumn(column, node));
  if (!node.base && from.sql === '') {
    throw new GoogleSqlError('SELECT * must have a FROM clause', node.position);
  }
  checkNames(node.except, columns, 'EXCEPT');
  checkNames(
    node.replace.map(({ name }) => name),
    columns,
    'REPLACE',
  );
  const except = new Set(node.except.map(({ name }) => name.toLowerCase()));
  const kept = columns.filter(({ name }) => !except.has(name.toLowerCase()));
  if (kept.length === 0)
    throw new GoogleSqlError('SELECT * expands to zero columns after applying EXCEPT', node.position);
  return kept.map((column) => {
    const replaced = node.replace.find(({ name }) => name.name.toLowerCase() === column.name.toLowerCase());
    if (!replaced) return column;
    const resolve = (inner: Env): Typed => expression(replaced.expression, inner);
    return { name: replaced.name.name, position: replaced.expression.position, node: replaced.expression, resolve };
  });
}

function checkNames(names: readonly Identifier[], columns: readonly ListItem[], what: string): void {
  const seen = new Set<string>();
  for (const { name, position } of names) {
    const key = name.toLowerCase();
    if (seen.has(key)) throw new GoogleSqlError(`Duplicate column ${name} in SELECT * ${what} list`, position);
    seen.add(key);
    if (!columns.some((column) => column.name.toLowerCase() === key)) {
      throw new GoogleSqlError(`Column ${name} in SELECT * ${what} list does not exist`, position);
    }
  }
}

const starClause = 'Star expansion';

const fromColumn = (column: Column, node: SelectStar): ListItem => ({
  name: column.name,
  position: node.position,
  node: undefined,
  // At its own level a star's column is looked at as a name is: it must be a key once rows are grouped.
  resolve: (env) => inGroup(column, [], env.scope, column.name || starClause, node.position),
});

/** `base.*`: a table's columns, or a struct's fields. */
function baseColumns(base: Expression, scope: Scope, env: Env): ListItem[] {
  const found =
    base.kind === 'path' && base.names.length === 1 && base.names[0] ? scope.find(base.names[0].name) : undefined;
  const { position } = base;
  if (found?.target.kind === 'range' && !found.target.range.value) {
    const isHere = scope.findHere(found.target.range.name) !== undefined;
    return found.target.range.columns.map((column) => ({
      name: column.name,
      position,
      node: undefined,
      resolve: (inner) => inGroup(column, [], isHere ? inner.scope : found.scope, column.name, position),
    }));
  }
  const { type } = expression(base, env);
  if (type.kind !== 'STRUCT') {
    throw new GoogleSqlError(`Dot-star is not supported for type ${printType(type)}`, position);
  }
  return type.fields.map((field, index) => ({
    name: field.name,
    position,
    node: undefined,
    resolve: (inner) => structField(expression(base, inner), type, index),
  }));
}
