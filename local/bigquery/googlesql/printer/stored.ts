import { duckFieldName, duckType, quoteIdentifier, type SqlType } from '../types.ts';
import { quoteString } from '../signatures/template.ts';

/** Whether values of the type hold an array. */
const holdsArray = (type: SqlType): boolean =>
  type.kind === 'ARRAY' || (type.kind === 'STRUCT' && type.fields.some((field) => holdsArray(field.type)));

/**
 * A value as an answer or a table keeps it: a NULL array is empty, and an array with a NULL in it is refused.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#array_nulls
 */
export function storedText(sql: string, type: SqlType, column: string, depth = 1): string {
  if (!holdsArray(type)) return sql;
  if (type.kind === 'ARRAY' && sql.startsWith('CAST(NULL AS ')) return `CAST([] AS ${duckType(type)})`;
  const it = `x${depth}`;
  const bind = (body: string): string => `list_transform([${sql}], lambda ${it}: ${body})[1]`;
  if (type.kind === 'STRUCT') {
    const fields = type.fields.map((field, index) => {
      const name = duckFieldName(type, index);
      const value = storedText(`struct_extract(${it}, ${quoteString(name)})`, field.type, column, depth + 1);
      return `${quoteIdentifier(name)}: ${value}`;
    });
    return bind(`CASE WHEN ${it} IS NOT NULL THEN {${fields.join(', ')}} END`);
  }
  if (type.kind !== 'ARRAY') return sql;
  const message = quoteString(`Array cannot have a null element; error in writing field ${column}`);
  const element = `y${depth}`;
  const inside = storedText(element, type.element, column, depth + 1);
  const elements = inside === element ? it : `list_transform(${it}, lambda ${element}: ${inside})`;
  const empty = `CAST([] AS ${duckType(type)})`;
  return bind(
    `CASE WHEN ${it} IS NULL THEN ${empty} WHEN len(${it}) <> list_count(${it}) THEN error(${message}) ELSE ${elements} END`,
  );
}
