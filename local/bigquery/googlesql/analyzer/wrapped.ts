import { INT64 } from '../types.ts';
import type { Env } from './compilation.ts';
import type { Column, FromItem, RangeVariable } from './scope.ts';
import type { Typed } from './typed.ts';

/** What is put between a FROM and the names that come out of it. */
export interface Wrapping {
  /** ` WHERE …`, ` ORDER BY …`: text after FROM. */
  readonly suffix?: string;
  readonly distinct?: boolean;
}

/** Rows whose columns are `alias.c1` and so on. */
export interface WrappedItem extends FromItem {
  readonly alias: string;
}

/**
 * The rows of `item` as a subquery: every column is renamed `c1`, `c2` … under a new alias, and every name of the item
 * finds its column there.
 */
export function wrapped(item: FromItem, env: Env, { suffix = '', distinct = false }: Wrapping = {}): WrappedItem {
  const alias = env.compilation.newAlias();
  const texts: string[] = [];
  const moved = new Map<string, Typed>();
  const move = (value: Typed): Typed => {
    const known = moved.get(value.sql);
    if (known) return known;
    texts.push(`${value.sql} AS c${texts.length + 1}`);
    const result = { sql: `${alias}.c${texts.length}`, type: value.type };
    moved.set(value.sql, result);
    return result;
  };
  const columns = item.columns.map((column): Column => ({ ...column, value: move(column.value) }));
  // After DISTINCT nothing is left but the columns themselves.
  const hidden = distinct ? [] : item.hidden.map((column): Column => ({ ...column, value: move(column.value) }));
  const ranges = distinct
    ? []
    : item.ranges.map((range): RangeVariable => ({
        name: range.name,
        columns: range.columns.map((column) => ({ ...column, value: move(column.value) })),
        hidden: range.hidden.map((column) => ({ ...column, value: move(column.value) })),
        value: range.value && move(range.value),
      }));
  const rowOrder = distinct ? undefined : item.rowOrder?.map((sql) => move({ sql, type: INT64 }).sql);
  const list = texts.length > 0 ? texts.join(', ') : '1 AS one';
  return {
    sql: `(SELECT ${distinct ? 'DISTINCT ' : ''}${list} FROM ${item.sql}${suffix}) AS ${alias}`,
    columns,
    hidden,
    ranges,
    rowOrder,
    alias,
  };
}
