import { quoteIdentifier } from '../types.ts';
import { structField } from './paths.ts';
import type { Relation } from './relation.ts';
import type { Column, FromItem, RangeVariable } from './scope.ts';
import type { Typed } from './typed.ts';

/** A subquery in FROM, or (`relationName`) a common table, under a generated alias and perhaps a name of its own. */
export function relationItem(
  relation: Relation,
  alias: string,
  name: string | undefined,
  relationName?: string,
): FromItem {
  const sql = `${relationName ?? `(${relation.sql})`} AS ${alias}`;
  const rowOrder = relation.rowOrder?.map((column) => `${alias}.${column}`);
  const [first] = relation.columns;
  if (relation.isValueTable && first) {
    return { sql, hidden: [], ...valueNames({ sql: `${alias}.c1`, type: first.type }, name), rowOrder };
  }
  const columns = relation.columns.map(({ name: column, type }, index): Column => ({
    name: column,
    value: { sql: `${alias}.c${index + 1}`, type },
  }));
  return { sql, columns, hidden: [], ranges: rangesOf(name, columns, [], undefined), rowOrder };
}

/** The names a table of values gives: the alias is the value, a struct's fields are columns. */
export function valueNames(value: Typed, name: string | undefined): Pick<FromItem, 'columns' | 'ranges'> {
  const { type } = value;
  const columns: Column[] =
    type.kind === 'STRUCT'
      ? type.fields.map((field, index) => ({
          name: field.name,
          value: structField(value, type, index),
          isImplicit: true,
        }))
      : [{ name: name ?? '', value }];
  return { columns, ranges: rangesOf(name, columns, [], value) };
}

/** The range variable of an item, where it has a name. */
export const rangesOf = (
  name: string | undefined,
  columns: readonly Column[],
  hidden: readonly Column[],
  value: Typed | undefined,
): readonly RangeVariable[] => (name === undefined ? [] : [{ name, columns, hidden, value }]);

/** A column of a relation that DuckDB knows by the name; `onRead` is told once its text is wanted. */
export const namedColumn = (
  alias: string,
  name: string,
  type: Typed['type'],
  onRead?: (column: string) => void,
): Column => ({
  name,
  value: {
    type,
    get sql() {
      onRead?.(name);
      return `${alias}.${quoteIdentifier(name)}`;
    },
  },
});
