import type { UnnestTable } from '../ast.ts';
import { GoogleSqlError } from '../errors.ts';
import { INT64, printType } from '../types.ts';
import { plain, type Env } from './compilation.ts';
import { expression } from './expressions.ts';
import { mergeRanges, type FromItem, type Scope } from './scope.ts';
import { valueNames } from './relation-item.ts';

/** `UNNEST(array) AS alias WITH OFFSET AS place`: a row for each element; also of an array named by its `path`. */
export function unnestItem(node: UnnestTable, env: Env, lateral: Scope | undefined, path?: string): FromItem {
  const inner = plain(env, lateral ?? env.scope, 'UNNEST');
  const array = expression(node.array, inner);
  const { type } = array;
  if (type.kind !== 'ARRAY') {
    const message =
      path === undefined
        ? `Values referenced in UNNEST must be arrays. UNNEST contains expression of type ${printType(type)}`
        : `Values referenced in FROM clause must be arrays. ${path} has type ${printType(type)}`;
    throw new GoogleSqlError(message, node.array.position);
  }
  const alias = env.compilation.newAlias();
  const sql = `LATERAL (${rowsText(array.sql)}) AS ${alias}`;
  const names = valueNames({ sql: `${alias}.e`, type: type.element }, node.alias?.name);
  const offsetSql = `${alias}.o`;
  const rowOrder = [offsetSql];
  if (!node.offset) return { sql, hidden: [], ...names, offsetSql, rowOrder };
  const offsetName = node.offset.alias?.name ?? 'offset';
  const offset = { name: offsetName, value: { sql: offsetSql, type: INT64 } };
  const ranges = mergeRanges(names.ranges, [], node.position);
  return { sql, hidden: [], columns: [...names.columns, offset], ranges, offsetSql, rowOrder };
}

/** Elements and their places. An array that is more than a column is named first, to be computed once. */
const rowsText = (array: string): string =>
  /^[\w."]+$/u.test(array)
    ? `SELECT unnest(${array}) AS e, generate_subscripts(${array}, 1) - 1 AS o`
    : `SELECT unnest(a) AS e, generate_subscripts(a, 1) - 1 AS o FROM (SELECT ${array} AS a)`;
