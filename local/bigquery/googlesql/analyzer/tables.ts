import type { Expression, TableReference } from '../ast.ts';
import type { TableEntry } from '../catalog.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import { parseQuery } from '../parser/index.ts';
import { nameOf } from './calls.ts';
import { findTable } from './catalog-paths.ts';
import { contextOf, plain, type Compilation, type Env } from './compilation.ts';
import { startsInScope } from './paths.ts';
import { compileQuery } from './query.ts';
import type { Relation } from './relation.ts';
import { namedColumn, rangesOf, relationItem } from './relation-item.ts';
import { Scope, type FromItem } from './scope.ts';
import { unnestItem } from './unnest.ts';

/** A name in FROM: a common table, an array of what stands to its left, a table or a view. */
export function tableItem(node: TableReference, env: Env, lateral: Scope | undefined): FromItem {
  const { path, position } = node;
  const last = path.at(-1);
  const [first] = path;
  if (!first || !last) throw new GoogleSqlError('Table name missing', position);
  if (node.systemTime && !isNow(node.systemTime)) throw notSupported('FOR SYSTEM_TIME AS OF', node.systemTime.position);
  if (path.length > 1 && startsInScope(path, lateral ?? env.scope)) {
    const array = { kind: 'path', names: path, position, end: node.end } as const;
    const alias = node.alias ?? last;
    const unnest = { kind: 'unnest', array, alias, offset: node.offset, position, end: node.end } as const;
    return unnestItem(unnest, env, lateral, path.map(({ name }) => name).join('.'));
  }
  if (node.offset) throw new GoogleSqlError('WITH OFFSET can only be used with array scans', node.offset.position);
  const name = node.alias?.name ?? last.name;
  const { compilation } = env;
  const common = path.length === 1 ? env.commonTables.get(first.name.toLowerCase()) : undefined;
  if (common) return relationItem(common.relation, compilation.newAlias(), name, common.alias);
  return entryItem(findTable(path, contextOf(env)), name, env, position);
}

/** `CURRENT_TIMESTAMP()`, as of which a table is what it is. */
const isNow = (time: Expression): boolean =>
  time.kind === 'call' && time.arguments.length === 0 && nameOf(time.name) === 'CURRENT_TIMESTAMP';

/** A table or view of the catalog. */
export function entryItem(entry: TableEntry, name: string, env: Env, position: TableReference['position']): FromItem {
  const { compilation } = env;
  const alias = compilation.newAlias();
  const onRead = compilation.noteTable(entry.reference);
  if (entry.kind === 'view') {
    const view = viewTable(entry, compilation, position);
    return relationItem(view.relation, alias, name, view.alias);
  }
  const columns = entry.columns.map((column) => namedColumn(alias, column.name, column.type, onRead));
  const hidden = (entry.pseudoColumns ?? []).map((column) => namedColumn(alias, column.name, column.type));
  return { sql: `${entry.relation} AS ${alias}`, columns, hidden, ranges: rangesOf(name, columns, hidden, undefined) };
}

/** The common table that stands for a view, made when the view is first met. */
function viewTable(
  entry: Extract<TableEntry, { kind: 'view' }>,
  compilation: Compilation,
  position: TableReference['position'],
) {
  const { projectId, datasetId, tableId } = entry.reference;
  const name = `${projectId}.${datasetId}.${tableId}`;
  const known = compilation.views.get(name);
  if (known) return known;
  const relation = compilation.expand(name, 'View', position, () => viewRelation(entry, name, compilation, position));
  const view = { alias: compilation.newAlias('v'), relation };
  compilation.views.set(name, view);
  compilation.commonTables.push(`${view.alias} AS (${relation.sql})`);
  return view;
}

function viewRelation(
  entry: Extract<TableEntry, { kind: 'view' }>,
  name: string,
  compilation: Compilation,
  position: TableReference['position'],
): Relation {
  const env: Env = {
    ...plain({ compilation } as Env, new Scope(undefined), 'SELECT list'),
    commonTables: new Map(),
    arguments: new Map(),
  };
  try {
    const relation = compileQuery(parseQuery(entry.query), env, {});
    const { columnNames } = entry;
    if (!columnNames) return relation;
    return {
      ...relation,
      columns: relation.columns.map((column, index) => ({ ...column, name: columnNames[index] ?? column.name })),
    };
  } catch (error) {
    if (!(error instanceof GoogleSqlError)) throw error;
    throw new GoogleSqlError(`Invalid view ${name}: ${error.message}`, position, error.reason);
  }
}
