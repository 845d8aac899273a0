import { fieldOf, parameterFields } from '../catalog/fields.ts';
import type { TableField } from '../catalog/records.ts';
import type { Session } from '../engine/session.ts';
import type { ColumnDefinition } from '../googlesql/compile.ts';
import { evaluateOptions, optionText, refuseUnknownOptions } from './options.ts';

/** Options of columns that have an effect here or none on answers. */
export const columnOptions = ['description', 'rounding_mode', 'data_policies'];

/** The fields that column definitions describe, at every depth. */
export async function fieldsOfDefinitions(
  session: Session,
  columns: readonly ColumnDefinition[],
): Promise<readonly TableField[]> {
  const fields: TableField[] = [];
  for (const column of columns) fields.push(await fieldOfDefinition(session, column));
  return fields;
}

/** The field that a column definition describes. */
export async function fieldOfDefinition(session: Session, column: ColumnDefinition): Promise<TableField> {
  const options = await evaluateOptions(session, column.options);
  refuseUnknownOptions(options, columnOptions);
  const description = optionText(options, 'description');
  const inner = new Map<string, TableField>();
  for (const field of column.fields) inner.set(field.name.toLowerCase(), await fieldOfDefinition(session, field));
  const field = fieldOf(column.name, column.type, {
    ...parameterFields(column.parameters),
    ...(column.isRequired && { mode: 'REQUIRED' as const }),
    ...(description !== undefined && { description }),
    ...(column.defaultExpression !== undefined && { defaultValueExpression: column.defaultExpression }),
  });
  if (inner.size === 0 || field.fields === undefined) return field;
  return { ...field, fields: field.fields.map((f) => inner.get(f.name.toLowerCase()) ?? f) };
}

/** `fields` with the descriptions of `described` where names agree, at every depth. */
export function withDescriptions(
  fields: readonly TableField[],
  described: readonly TableField[],
): readonly TableField[] {
  const byName = new Map(described.map((field) => [field.name.toLowerCase(), field]));
  return fields.map((field) => {
    const other = byName.get(field.name.toLowerCase());
    if (other === undefined) return field;
    return {
      ...field,
      ...(other.description !== undefined && { description: other.description }),
      ...(other.policyTags !== undefined && { policyTags: other.policyTags }),
      ...(field.fields && { fields: withDescriptions(field.fields, other.fields ?? []) }),
    };
  });
}
