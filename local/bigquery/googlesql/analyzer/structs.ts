import type { StructConstructor } from '../ast.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import { printStruct, type StructType } from '../types.ts';
import { coerce } from './coerce.ts';
import type { Env } from './compilation.ts';
import { expression } from './expressions.ts';
import { resolveType } from './type-names.ts';
import type { Typed } from './typed.ts';

/** A struct of the values; a name may be empty or occur twice. */
export function makeStruct(fields: readonly { readonly name: string; readonly value: Typed }[]): Typed {
  if (fields.length === 0) throw notSupported('a STRUCT without fields');
  const type: StructType = { kind: 'STRUCT', fields: fields.map(({ name, value }) => ({ name, type: value.type })) };
  const values = fields.map(({ value }) => value);
  const sql = printStruct(
    type,
    values.map((value) => value.sql),
  );
  return { sql, type, isVolatile: values.some((value) => value.isVolatile), parts: values };
}

/** `STRUCT(a, b AS c)`, `STRUCT<x INT64>(1)`, `(a, b)`. */
export function structConstructor(node: StructConstructor, env: Env): Typed {
  const values = node.fields.map(({ value }) => expression(value, env));
  if (!node.type) {
    const name = (index: number): string => {
      const field = node.fields[index];
      if (!field || node.tuple) return '';
      return field.alias?.name ?? impliedName(field.value);
    };
    return makeStruct(values.map((value, index) => ({ name: name(index), value })));
  }
  const type = resolveType(node.type) as StructType;
  if (type.fields.length !== values.length) {
    const message = `STRUCT type has ${type.fields.length} fields but constructor call has ${values.length} fields`;
    throw new GoogleSqlError(message, node.position);
  }
  const fields = type.fields.map((field, index) => {
    const given = node.fields[index];
    const value = values[index];
    if (!given || !value) throw new GoogleSqlError('STRUCT constructor lacks a field', node.position);
    if (given.alias) {
      const message = 'STRUCT constructors cannot specify both an explicit type and field names with AS';
      throw new GoogleSqlError(message, given.alias.position);
    }
    const mismatch = (from: string, to: string) =>
      `Struct field ${index + 1} has type ${from} which does not coerce to ${to}`;
    return { name: field.name, value: coerce(value, field.type, given.value.position, mismatch) };
  });
  return makeStruct(fields);
}

/** The name an expression gives its column: that of the last part of a path, or none. */
export function impliedName(node: StructConstructor['fields'][number]['value']): string {
  if (node.kind === 'path') return node.names.at(-1)?.name ?? '';
  return node.kind === 'field' ? node.name.name : '';
}
