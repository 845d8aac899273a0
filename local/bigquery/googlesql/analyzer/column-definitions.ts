import type { ColumnDefinition as ColumnNode, StructTypeField, TypeName } from '../ast.ts';
import type { ColumnDefinition, OutputColumn } from '../compiled.ts';
import { GoogleSqlError } from '../errors.ts';
import { plain, type Env } from './compilation.ts';
import { columnValue } from './dml-target.ts';
import { checkDefault } from './default-values.ts';
import { compileOptions } from './options.ts';
import { printType } from '../types.ts';
import { Scope } from './scope.ts';
import { parametersOf, typeNamed } from './type-names.ts';

/** A column that a table declares. */
export function columnDefinition(node: ColumnNode, env: Env): ColumnDefinition {
  const type = typeNamed(node.type);
  const parameters = parametersOf(node.type);
  const name = node.name.name;
  if (node.notNull && type.kind === 'ARRAY') {
    throw new GoogleSqlError(
      `NOT NULL cannot be set on column ${name}, which has type ${printType(type)}`,
      node.position,
    );
  }
  const base = {
    name,
    type,
    ...(parameters && { parameters }),
    isRequired: node.notNull,
    options: compileOptions(node.options, env),
    fields: fieldDefinitions(node.type, env),
  };
  if (!node.default || node.defaultText === undefined) return base;
  checkDefault(node.default);
  const inner = { ...plain(env, new Scope(undefined), 'DEFAULT'), arguments: new Map<string, never>() };
  const mismatch = (from: string, to: string): string =>
    `Column default expression has type ${from} which cannot be assigned to column type ${to}`;
  const defaultSql = columnValue(node.default, base, inner, mismatch);
  return { ...base, defaultExpression: node.defaultText, defaultSql };
}

/** What is said of the fields of a struct, or of an array of structs. */
function fieldDefinitions(node: TypeName, env: Env): readonly ColumnDefinition[] {
  if (node.kind === 'array_type') return fieldDefinitions(node.element, env);
  if (node.kind !== 'struct_type') return [];
  return node.fields.map((field) => fieldDefinition(field, env));
}

const fieldDefinition = (field: StructTypeField, env: Env): ColumnDefinition => {
  const parameters = parametersOf(field.type);
  return {
    name: field.name?.name ?? '',
    type: typeNamed(field.type),
    ...(parameters && { parameters }),
    isRequired: field.notNull,
    options: compileOptions(field.options, env),
    fields: fieldDefinitions(field.type, env),
  };
};

/** The column of a query's answer as a table's. */
export const answerColumn = ({ name, type }: OutputColumn): ColumnDefinition => ({
  name,
  type,
  options: [],
  fields: [],
});

/** Refuses two columns of one name; `refusal` makes the error of the one at `index`. */
export function refuseTwins(
  columns: readonly { readonly name: string }[],
  refusal: (name: string, index: number) => GoogleSqlError,
): void {
  const seen = new Set<string>();
  for (const [index, { name }] of columns.entries()) {
    const key = name.toLowerCase();
    if (seen.has(key)) throw refusal(name, index);
    seen.add(key);
  }
}
