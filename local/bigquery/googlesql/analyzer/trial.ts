import { plain, type AggregateSink, type Env } from './compilation.ts';
import type { Scope } from './scope.ts';
import type { ListItem } from './select-list.ts';
import type { Typed } from './typed.ts';

/** In GROUP BY ALL every item is a key that holds no aggregate or analytic function, and is no literal. */
export function isKeyOfAll(item: ListItem, env: Env, scope: Scope, windows: NonNullable<Env['windows']>): boolean {
  const computed: string[] = [];
  const value = item.resolve(trialEnv(env, scope, windows, () => computed.push(item.name)));
  return computed.length === 0 && !value.literal;
}

/** Surroundings in which an item of the list can be tried for its type: `note` is called for aggregates and windows. */
export function trialEnv(env: Env, scope: Scope, windows: NonNullable<Env['windows']>, note: () => void): Env {
  const noted = (type: Typed['type']): Typed => {
    note();
    return { sql: 'NULL', type };
  };
  const aggregates: AggregateSink = {
    input: plain(env, scope, 'an aggregate function'),
    rowOrder: undefined,
    owned: (argument) => argument,
    add: (_sql, type) => noted(type),
    addGrouping: () => noted({ kind: 'INT64' }),
  };
  return { ...plain(env, scope, 'SELECT list'), aggregates, windows, onWindow: note };
}
