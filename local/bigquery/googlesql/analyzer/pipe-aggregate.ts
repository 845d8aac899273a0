import type { GroupBy, GroupExpression, OrderItem, Position, SelectItem } from '../ast.ts';
import { notSupported } from '../errors.ts';
import { bareSelect, rowsOf, type Flow } from './pipe-flow.ts';
import { selectFrom } from './select.ts';
import { NO_TAIL } from './tail.ts';

/** AGGREGATE … GROUP BY: a row for each group, its keys first, then its aggregates. */
export function aggregated(
  items: readonly GroupExpression[],
  groupBy: GroupBy | undefined,
  { item, env }: Flow,
  position: Position,
): Flow {
  if (groupBy?.all) throw notSupported('GROUP BY ALL in a pipe', groupBy.position);
  const keys = (groupBy?.items ?? []).map((key) => {
    if (key.kind !== 'group_expression') throw notSupported('grouping sets in a pipe', key.position);
    return key;
  });
  const all = [...keys, ...items];
  const list = all.map((one): SelectItem => ({ ...one, kind: 'select_expression' }));
  const select = { ...bareSelect({ position, end: position.offset }), items: list };
  const grouping: GroupBy = {
    ...(groupBy ?? { kind: 'group_by', andOrder: false, position, end: position.offset }),
    all: false,
    items: keys.map((key) => ({ ...key, alias: undefined, order: undefined })),
  };
  const flow = rowsOf(selectFrom({ ...select, groupBy: grouping }, item, env, {}, NO_TAIL), env);
  const order = all.flatMap((one, index) => {
    const isOrdered = groupBy?.andOrder === true && index < keys.length;
    const node = one.order ?? (isOrdered ? ascending(one) : undefined);
    const column = flow.item.columns[index];
    return node && column ? [{ value: column.value, node }] : [];
  });
  return { ...flow, order };
}

const ascending = (one: GroupExpression): OrderItem => ({
  ...one,
  kind: 'order_item',
  descending: false,
  nulls: undefined,
  collation: undefined,
});
