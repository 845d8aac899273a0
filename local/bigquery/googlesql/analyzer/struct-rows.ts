import { quoteIdentifier } from '../types.ts';
import type { Env } from './compilation.ts';
import type { Relation, RelationColumn, Shape } from './relation.ts';
import { makeStruct } from './structs.ts';

/** SELECT AS STRUCT: each row is one struct of the list's columns. */
export function structRows(rows: Relation, env: Env, shape: Shape): Relation {
  const alias = env.compilation.newAlias('s');
  const value = makeStruct(
    rows.columns.map(({ name, type }, index) => ({ name, value: { sql: `${alias}.c${index + 1}`, type } })),
  );
  const columns: RelationColumn[] = [{ name: '', type: value.type }];
  const [name = 'c1'] = shape.names?.(columns) ?? [];
  const sql = (kept: readonly string[]): string =>
    `SELECT ${[`${value.sql} AS ${quoteIdentifier(name)}`, ...kept].join(', ')} FROM (${rows.sql}) AS ${alias}`;
  const base = { columns, isValueTable: true, isOrdered: rows.isOrdered };
  const { order, rowOrder } = rows;
  if (!order) {
    return { ...base, sql: sql((rowOrder ?? []).map((column) => `${alias}.${column}`)), rowOrder };
  }
  // The columns that the order is made of go along under other names.
  const names = new Set<string>();
  order((column) => {
    names.add(column);
    return column;
  });
  const kept = [...names].map((column) => `${alias}.${column} AS o_${column}`);
  return { ...base, sql: sql(kept), order: (qualify) => order((column) => qualify(`o_${column}`)) };
}
