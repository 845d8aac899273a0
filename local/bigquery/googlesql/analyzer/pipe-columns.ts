import type { Assignment, Identifier, SelectItem } from '../ast.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import { plain, type Env } from './compilation.ts';
import { expression } from './expressions.ts';
import { Scope, type Column, type FromItem } from './scope.ts';
import { listItems } from './select-list.ts';
import { wrapped } from './wrapped.ts';

const isNamed = (column: Column, { name }: Identifier): boolean => column.name.toLowerCase() === name.toLowerCase();

/** The columns of a list over the rows, which may hold analytic functions but no aggregates. */
export function computed(items: readonly SelectItem[], windows: Env['windows'], item: FromItem, env: Env): Column[] {
  const scope = Scope.of(item, env.scope);
  const inner: Env = { ...plain(env, scope, 'a pipe operator'), windows };
  return listItems(items, item, scope, inner).map(({ name, resolve }) => ({ name, value: resolve(inner) }));
}

/** EXTEND: all columns there are, then the new ones. */
export const extended = (items: readonly SelectItem[], windows: Env['windows'], item: FromItem, env: Env): FromItem =>
  wrapped({ ...item, columns: [...item.columns, ...computed(items, windows, item, env)] }, env);

/** SET: columns of the same name with new values; a table's alias still stands for the old ones. */
export function assigned(nodes: readonly Assignment[], item: FromItem, env: Env): FromItem {
  const inner: Env = { ...plain(env, Scope.of(item, env.scope), 'SET'), windows: new Map() };
  const changes = nodes.map(({ target, value, position }) => {
    const [name, field] = target;
    if (!name || field || value.kind === 'default') throw notSupported('SET of a field', position);
    return { name, value };
  });
  checkNames(
    item,
    changes.map(({ name }) => name),
  );
  const columns = item.columns.map((column): Column => {
    const change = changes.find(({ name }) => isNamed(column, name));
    return change ? { name: column.name, value: expression(change.value, inner) } : column;
  });
  return wrapped({ ...item, columns }, env);
}

/** RENAME. */
export function renamed(
  nodes: readonly { readonly from: Identifier; readonly to: Identifier }[],
  item: FromItem,
  env: Env,
): FromItem {
  checkNames(
    item,
    nodes.map(({ from }) => from),
  );
  const columns = item.columns.map((column) => {
    const rename = nodes.find(({ from }) => isNamed(column, from));
    return rename ? { ...column, name: rename.to.name } : column;
  });
  return wrapped({ ...item, columns }, env);
}

/** DROP. */
export function without(names: readonly Identifier[], item: FromItem, env: Env): FromItem {
  checkNames(item, names);
  const columns = item.columns.filter((column) => !names.some((name) => isNamed(column, name)));
  if (columns.length === 0) throw new GoogleSqlError('DROP leaves no columns', names[0]?.position);
  return wrapped({ ...item, columns }, env);
}

function checkNames(item: FromItem, names: readonly Identifier[]): void {
  const missing = names.find((name) => !item.columns.some((column) => isNamed(column, name)));
  if (!missing) return;
  throw new GoogleSqlError(`Column ${missing.name} does not exist in the input of the pipe operator`, missing.position);
}
