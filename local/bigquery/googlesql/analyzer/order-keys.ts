import type { OrderItem } from '../ast.ts';
import { GoogleSqlError } from '../errors.ts';
import type { Env } from './compilation.ts';
import { expression } from './expressions.ts';
import { checkOrderable } from './ordering.ts';
import type { Typed } from './typed.ts';

/** A key of ORDER BY: a column of the answer by its place (from 0), or an expression beside them. */
export type OrderKey = { readonly node: OrderItem; readonly value: Typed } & (
  { readonly kind: 'item'; readonly index: number } | { readonly kind: 'expression' }
);

/** Resolves one item of ORDER BY against the columns of the answer. */
export function orderKey(node: OrderItem, items: readonly { readonly value: Typed }[], env: Env): OrderKey {
  const index = ordinal(node, items.length) ?? -1;
  const named = index < 0 ? expression(node.expression, env) : undefined;
  const place = named ? items.findIndex(({ value }) => value.sql === named.sql && !value.isVolatile) : index;
  const item = items[place];
  const value = item?.value ?? named;
  if (!value) throw new GoogleSqlError('ORDER BY key missing', node.position);
  checkOrderable(value, node);
  return item ? { kind: 'item', index: place, node, value } : { kind: 'expression', node, value };
}

function ordinal({ expression: node }: OrderItem, count: number): number | undefined {
  if (node.kind !== 'integer') return undefined;
  const place = Number(node.value);
  if (place < 1 || place > count) {
    const message =
      place < 1
        ? `ORDER BY column number item is out of range. Column numbers must be greater than or equal to one. Found : ${place}`
        : `ORDER BY is out of SELECT column number range: ${place}`;
    throw new GoogleSqlError(message, node.position);
  }
  return place - 1;
}
