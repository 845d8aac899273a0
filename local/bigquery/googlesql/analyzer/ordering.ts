import type { OrderItem } from '../ast.ts';
import { orderKeys } from '../coercion.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import { isOrderable, printType } from '../types.ts';
import type { Typed } from './typed.ts';

type Direction = Pick<OrderItem, 'descending' | 'nulls'>;

/** The key of ORDER BY as printed: nulls come first when ascending, last when descending, unless said otherwise. */
export function orderText(value: Typed, item: OrderItem, isOneKey = false): string {
  checkOrderable(value, item);
  const keys = isOneKey ? [{ sql: oneKey(value), flip: false }] : orderKeys(value.sql, value.type);
  return keys.map(({ sql, flip }) => `${sql} ${directionText(item, flip)}`).join(', ');
}

/** A key beside which no other may stand: NaN goes where the least number is, as far from any other as that is. */
const oneKey = ({ sql, type }: Typed): string =>
  type.kind === 'FLOAT64' ? `CASE WHEN isnan(${sql}) THEN '-inf'::DOUBLE ELSE ${sql} END` : sql;

/** `DESC NULLS LAST`. */
export function directionText({ descending, nulls }: Direction, flip = false): string {
  const place = nulls ?? (descending ? 'LAST' : 'FIRST');
  return `${descending !== flip ? 'DESC' : 'ASC'} NULLS ${place}`;
}

/** Whether NaN has a place of its own, so that one key is printed as two. */
export const needsKeys = (value: Typed): boolean => orderKeys(value.sql, value.type).length > 1;

/** Refuses what has no order. */
export function checkOrderable({ type }: Typed, item: OrderItem): void {
  if (item.collation) throw notSupported('COLLATE', item.collation.position);
  if (!isOrderable(type)) {
    throw new GoogleSqlError(`ORDER BY does not support expressions of type ${printType(type)}`, item.position);
  }
}
