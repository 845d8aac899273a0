import type { FieldAccess, Identifier, PathExpression, Position } from '../ast.ts';
import { GoogleSqlError } from '../errors.ts';
import { duckFieldName, printType, STRING, type SqlType, type StructType } from '../types.ts';
import type { Env } from './compilation.ts';
import { expression } from './expressions.ts';
import { call } from './functions.ts';
import type { Column, RangeVariable, Scope, Target } from './scope.ts';
import { makeStruct } from './structs.ts';
import { quoteString } from '../signatures/template.ts';
import { didYouMean } from './suggestions.ts';
import type { Typed } from './typed.ts';
import { bindingValue } from './bindings.ts';

const NILADIC = new Set(['CURRENT_DATE', 'CURRENT_DATETIME', 'CURRENT_TIME', 'CURRENT_TIMESTAMP']);

/** Whether the path could be a function called without parentheses. */
export const isNiladic = ([first, ...rest]: readonly Identifier[]): boolean =>
  first !== undefined && rest.length === 0 && NILADIC.has(first.name.toUpperCase());

/** `a.b.c`: a column of some scope, an argument or variable, then its fields. Columns hide arguments and variables. */
export function resolvePath(node: PathExpression, env: Env): Typed {
  const [first, ...rest] = node.names;
  if (!first) throw new GoogleSqlError('Unrecognized name', node.position);
  const found = env.scope.find(first.name);
  if (found) return resolveTarget(found.target, found.scope, node.names);
  const key = first.name.toLowerCase();
  const { variables } = env.compilation.context;
  // A function's body and a view's query see no variables.
  const value = env.arguments ? env.arguments.get(key) : bindingValue(variables?.get(key));
  if (value) return accessFields(value, rest);
  if (isNiladic(node.names)) return call(first.name, [], first.position);
  const known = [...env.scope.visibleNames(), ...(env.arguments?.keys() ?? [])];
  throw new GoogleSqlError(`Unrecognized name: ${first.name}${didYouMean(first.name, known)}`, first.position);
}

/** Whether the first name of a path is a column or alias that can be seen: then FROM reads the path as an array. */
export const startsInScope = (names: readonly Identifier[], scope: Scope): boolean =>
  names[0] !== undefined && scope.find(names[0].name) !== undefined;

function resolveTarget(target: Target, scope: Scope, names: readonly Identifier[]): Typed {
  const [first, ...rest] = names;
  if (!first) throw new GoogleSqlError('Unrecognized name');
  if (target.kind === 'ambiguous') {
    throw new GoogleSqlError(`Column name ${first.name} is ambiguous`, first.position);
  }
  if (target.kind === 'column') return inGroup(target.column, rest, scope, first.name, first.position);
  const { range } = target;
  const [second, ...further] = rest;
  if (range.value) return inGroup({ name: range.name, value: range.value }, rest, scope, first.name, first.position);
  if (!second) {
    return inGroup({ name: range.name, value: rowOf(range) }, [], scope, first.name, first.position);
  }
  const column = columnOf(range, second);
  return inGroup(column, further, scope, `${first.name}.${second.name}`, first.position);
}

/** The row a table's alias stands for, as a struct. */
export const rowOf = (range: RangeVariable): Typed =>
  range.value ?? makeStruct(range.columns.map(({ name, value }) => ({ name, value })));

function columnOf(range: RangeVariable, name: Identifier): Column {
  const key = name.name.toLowerCase();
  const matches = [...range.columns, ...range.hidden].filter((column) => column.name.toLowerCase() === key);
  const [match] = matches;
  if (!match) throw new GoogleSqlError(`Name ${name.name} not found inside ${range.name}`, name.position);
  if (matches.length > 1) throw new GoogleSqlError(`Column name ${name.name} is ambiguous`, name.position);
  return match;
}

/**
 * The column, then its fields, as they are once the rows are grouped: the longest start of the path that is a key
 * counts; a path of which no start is a key is refused.
 */
export function inGroup(
  column: Column,
  fields: readonly Identifier[],
  scope: Scope,
  name: string,
  position: Position,
): Typed {
  const { grouping } = scope;
  let value = column.value;
  let grouped = grouping?.find(value.sql);
  for (const field of fields) {
    value = accessField(value, field.name, field.position);
    grouped = (grouped && accessField(grouped, field.name, field.position)) ?? grouping?.find(value.sql);
  }
  if (grouped) return grouped;
  grouping?.reject([name, ...fields.map((field) => field.name)].join('.'), position);
  return value;
}

/** `value.a.b`. */
export const accessFields = (value: Typed, names: readonly Identifier[]): Typed =>
  names.reduce((base, { name, position }) => accessField(base, name, position), value);

/** `(expression).name`. */
export const fieldAccess = ({ base, name }: FieldAccess, env: Env): Typed =>
  accessField(expression(base, env), name.name, name.position);

/** `base.name`, of a struct or JSON. */
export function accessField(base: Typed, name: string, position: Position): Typed {
  const { type } = base;
  if (type.kind === 'JSON') {
    return call('$subscript', [base, { sql: quoteString(name), type: STRING, literal: { value: name } }], position);
  }
  if (type.kind !== 'STRUCT') {
    throw new GoogleSqlError(`Cannot access field ${name} on a value with type ${printType(type)}`, position);
  }
  return structField(base, type, fieldIndex(type, name, position));
}

/** The place of the struct's field of that name, from 0. */
export function fieldIndex(type: StructType, name: string, position: Position): number {
  const matches = type.fields.flatMap((field, index) => (sameName(field.name, name) ? [index] : []));
  const [index] = matches;
  if (index === undefined) {
    throw new GoogleSqlError(`Field name ${name} does not exist in ${printType(type)}`, position);
  }
  if (matches.length > 1) {
    throw new GoogleSqlError(`Struct field name ${name} is ambiguous`, position);
  }
  return index;
}

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** The struct's field at `index`. */
export function structField(base: Typed, type: StructType, index: number): Typed {
  const field: SqlType | undefined = type.fields[index]?.type;
  if (!field) throw new GoogleSqlError(`no field ${index} in ${printType(type)}`);
  return {
    sql: `struct_extract(${base.sql}, ${quoteString(duckFieldName(type, index))})`,
    type: field,
    isVolatile: base.isVolatile,
  };
}
