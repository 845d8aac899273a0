import type { InsertRow, InsertStatement, Position } from '../ast.ts';
import type { CatalogColumn } from '../catalog.ts';
import type { CompiledAction } from '../compiled.ts';
import { GoogleSqlError } from '../errors.ts';
import { plain, type Env } from './compilation.ts';
import {
  columnList,
  columnText,
  columnValue,
  defaultText,
  dmlTarget,
  omittedColumns,
  targetColumns,
} from './dml-target.ts';
import { compileQuery } from './query.ts';
import { converted, inserted } from './set-operations.ts';

/** INSERT of a query's rows or of VALUES; columns left out take their DEFAULT. */
export function compileInsert(node: InsertStatement, env: Env): CompiledAction {
  const { entry } = dmlTarget(node.target, undefined, env, 'INSERT into');
  const columns = targetColumns(entry, node.columns);
  const omitted = omittedColumns(entry, columns);
  const defaults = omitted.map((column) => defaultText(column, env));
  const into = `INSERT INTO ${entry.relation} ${columnList([...columns, ...omitted])}`;
  const dml = { kind: 'insert', target: entry, before: [], after: [] } as const;
  if (node.source.kind === 'values') {
    const inner = plain(env, env.scope, 'INSERT');
    const rows = node.source.rows.map((row) => {
      checkCount(row.length, columns.length, row[0]?.position ?? node.position);
      return `(${[...rowValues(row, columns, inner), ...defaults].join(', ')})`;
    });
    return { ...dml, sql: env.compilation.withViews(`${into} VALUES ${rows.join(', ')}`) };
  }
  const relation = compileQuery(node.source, env, {});
  checkCount(relation.columns.length, columns.length, node.source.position);
  const rows = converted(inserted(relation), columns, env, node.source.position, (index, from, to) => {
    const name = columns[index]?.name ?? '';
    return `Query column ${index + 1} has type ${from} which cannot be inserted into column ${name}, which has type ${to}`;
  });
  const alias = env.compilation.newAlias();
  const list = columns.map((column, index) => columnText(`${alias}.c${index + 1}`, column));
  const select = `SELECT ${[...list, ...defaults].join(', ')} FROM (${rows}) AS ${alias}`;
  const sql = env.compilation.withViews(`${into} ${select}`);
  return { ...dml, sql, insert: { into, rows: env.compilation.withViews(select) } };
}

/** The values of one row in their columns' types. */
export const rowValues = (row: InsertRow, columns: readonly CatalogColumn[], env: Env): string[] =>
  columns.flatMap((column, index) => {
    const node = row[index];
    if (!node) return [];
    const mismatch = (from: string, to: string): string =>
      `Value has type ${from} which cannot be inserted into column ${column.name}, which has type ${to}`;
    return [columnValue(node, column, env, mismatch)];
  });

export function checkCount(given: number, expected: number, position: Position): void {
  if (given === expected) return;
  throw new GoogleSqlError(`Inserted row has wrong column count; Has ${given}, expected ${expected}`, position);
}
