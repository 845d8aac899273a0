import type { OrderItem, Position, Select } from '../ast.ts';
import type { Env } from './compilation.ts';
import type { Relation } from './relation.ts';
import { relationItem } from './relation-item.ts';
import type { FromItem } from './scope.ts';
import type { Typed } from './typed.ts';

/** Rows between two pipe operators. */
export interface Flow {
  readonly item: FromItem;
  readonly env: Env;
  /** The order the rows have, which lasts until an operator that has none. */
  readonly order: readonly { readonly value: Typed; readonly node: OrderItem }[];
  readonly isValueTable: boolean;
}

/** A query's rows as the start of what follows. */
export const rowsOf = (relation: Relation, env: Env): Flow => ({
  item: relationItem(relation, env.compilation.newAlias(), undefined),
  env,
  order: [],
  isValueTable: relation.isValueTable,
});

/** A SELECT of nothing yet, at the place of a pipe operator. */
export const bareSelect = ({ position, end }: { readonly position: Position; readonly end: number }) =>
  ({
    kind: 'select',
    distinct: false,
    as: undefined,
    items: [],
    where: undefined,
    groupBy: undefined,
    having: undefined,
    qualify: undefined,
    windows: [],
    position,
    end,
  }) satisfies Omit<Select, 'from'>;
