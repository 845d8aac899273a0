import type { Position, UnpivotClause } from '../ast.ts';
import { GoogleSqlError } from '../errors.ts';
import { quoteString } from '../signatures/template.ts';
import { INT64, printType, sameType, STRING } from '../types.ts';
import type { Env } from './compilation.ts';
import { rangesOf } from './relation-item.ts';
import type { Column, FromItem } from './scope.ts';
import { wrapped } from './wrapped.ts';

/**
 * UNPIVOT: a row for each listed column, with its name and value.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#unpivot_operator
 */
export function unpivotItem(
  input: FromItem,
  node: UnpivotClause & { readonly position: Position },
  name: string | undefined,
  env: Env,
): FromItem {
  const rows = wrapped(input, env);
  const groups = node.columns.map((group) => ({
    ...group,
    columns: group.names.map((one) => columnNamed(rows, one.name, one.position)),
  }));
  const [first] = groups;
  if (!first) throw new GoogleSqlError('UNPIVOT without columns', node.position);
  for (const { columns, names } of groups) {
    if (columns.length !== node.valueColumns.length) {
      throw new GoogleSqlError(
        'The number of columns of each UNPIVOT group must be that of the value columns',
        node.position,
      );
    }
    columns.forEach(({ value }, index) => {
      const expected = first.columns[index]?.value.type ?? value.type;
      if (sameType(value.type, expected)) return;
      const message = `The datatype of column does not match with other datatypes in the IN clause. Expected ${printType(expected)}, Found ${printType(value.type)}`;
      throw new GoogleSqlError(message, names[index]?.position);
    });
  }
  const isNumbered = groups.every(({ label }) => label?.kind === 'integer');
  const used = new Set(groups.flatMap(({ columns }) => columns));
  const { alias } = rows;
  const structs = groups.map(({ columns, label, names }, place) => {
    const text = label ? String(label.value) : names.map((one) => one.name).join('_');
    const values = columns.map(({ value }, index) => `v${index + 1}: ${value.sql}`);
    return `{n: ${isNumbered ? `${text}::BIGINT` : quoteString(text)}, ${values.join(', ')}, o: ${place}}`;
  });
  const values = node.valueColumns.map((column, index): Column => ({
    name: column.name,
    value: { sql: `struct_extract(${alias}.e, 'v${index + 1}')`, type: first.columns[index]?.value.type ?? STRING },
  }));
  const label: Column = {
    name: node.nameColumn.name,
    value: { sql: `struct_extract(${alias}.e, 'n')`, type: isNumbered ? INT64 : STRING },
  };
  const sql = `(SELECT ${alias}.*, unnest([${structs.join(', ')}]) AS e FROM ${rows.sql}) AS ${alias}`;
  const columns = [...rows.columns.filter((column) => !used.has(column)), ...values, label];
  const some = values.map(({ value }) => `${value.sql} IS NOT NULL`).join(' OR ');
  const rowOrder = rows.rowOrder && [...rows.rowOrder, `struct_extract(${alias}.e, 'o')`];
  const all: FromItem = { sql, columns, hidden: [], ranges: rangesOf(name, columns, [], undefined), rowOrder };
  return wrapped(all, env, { suffix: node.includeNulls ? '' : ` WHERE ${some}` });
}

function columnNamed(rows: FromItem, name: string, position: Position): Column {
  const column = rows.columns.find((known) => known.name.toLowerCase() === name.toLowerCase());
  if (!column) throw new GoogleSqlError(`Unrecognized name: ${name}`, position);
  return column;
}
