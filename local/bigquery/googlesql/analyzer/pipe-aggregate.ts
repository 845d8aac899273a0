import type { Expression, GroupBy, GroupExpression, GroupItem, OrderItem, Position, SelectItem } from '../ast.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
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
  const keys = distinctKeys((groupBy?.items ?? []).flatMap(keysOf));
  const all = [...keys, ...items];
  if (all.length === 0) throw new GoogleSqlError('AGGREGATE must have at least one aggregate or key', position);
  const list = all.map((one): SelectItem => ({ ...one, kind: 'select_expression' }));
  const select = { ...bareSelect({ position, end: position.offset }), items: list };
  const grouping: GroupBy = {
    ...(groupBy ?? { kind: 'group_by', andOrder: false, position, end: position.offset }),
    all: false,
    items: groupBy?.items ?? [],
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

/** The keys that an item of GROUP BY makes columns of. */
function keysOf(item: GroupItem): readonly GroupExpression[] {
  const bare = (expression: Expression): GroupExpression => {
    const { position, end } = expression;
    return { kind: 'group_expression', expression, alias: undefined, order: undefined, position, end };
  };
  switch (item.kind) {
    case 'group_expression':
      return [item];
    case 'group_set':
      return item.expressions.map(bare);
    case 'rollup':
    case 'cube':
      return item.elements.flat().map(bare);
    case 'grouping_sets':
      return item.sets.flatMap(keysOf);
  }
}

/** A column that several grouping sets name is one key. */
function distinctKeys(keys: readonly GroupExpression[]): readonly GroupExpression[] {
  const names = keys.map(({ expression }, index) =>
    expression.kind === 'path' ? expression.names.map(({ name }) => name.toLowerCase()).join('.') : index,
  );
  return keys.filter((_, index) => names.indexOf(names[index] ?? '') === index);
}

const ascending = (one: GroupExpression): OrderItem => ({
  ...one,
  kind: 'order_item',
  descending: false,
  nulls: undefined,
  collation: undefined,
});
