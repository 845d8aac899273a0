import { CatalogLookup } from '../catalog/lookup.ts';
import { typeOfField } from '../catalog/fields.ts';
import type { TableField } from '../catalog/records.ts';
import { printCast } from '../googlesql/casts.ts';
import { compileExpression } from '../googlesql/compile.ts';
import { parseExpression } from '../googlesql/parser/index.ts';
import { defaultLocation, sessionUser, type Warehouse } from '../warehouse.ts';

/**
 * DuckDB texts of the values that fields have where a row names none, by name.
 * https://cloud.google.com/bigquery/docs/default-values
 * @throws GoogleSqlError for an expression that is none
 */
export function defaultValues(
  warehouse: Warehouse,
  projectId: string,
  fields: readonly TableField[],
): ReadonlyMap<string, string> {
  const catalog = new CatalogLookup(warehouse.catalog, { tables: new Map(), functions: new Map() });
  const context = { catalog, defaultProject: projectId, location: defaultLocation, sessionUser };
  return new Map(
    fields.flatMap((field) => {
      if (field.defaultValueExpression === undefined) return [];
      const { sql, type } = compileExpression(parseExpression(field.defaultValueExpression), context);
      return [[field.name, printCast(sql, type, typeOfField(field))] as const];
    }),
  );
}
