import { parametersOfField, typeOfField } from '../catalog/fields.ts';
import type { TableField } from '../catalog/records.ts';
import { quoteName } from '../engine/sql-text.ts';
import { constrainedText } from '../googlesql/printer/constrained.ts';
import { storedText } from '../googlesql/printer/stored.ts';

/** DuckDB text that selects the columns of `fields` by name in the form that tables keep, held to their types' parameters. */
export function storedColumns(fields: readonly TableField[]): string {
  return fields
    .map((field) => {
      const name = quoteName(field.name);
      const type = typeOfField(field);
      const value = constrainedText(storedText(name, type, field.name), type, parametersOfField(field), field.name);
      return value === name ? name : `${value} AS ${name}`;
    })
    .join(', ');
}
