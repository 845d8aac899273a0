import type { DefaultValue, Expression, Identifier, Path } from '../ast.ts';
import type { CatalogColumn, TableEntry } from '../catalog.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import { parseExpression } from '../parser/index.ts';
import { constrainedText } from '../printer/constrained.ts';
import { storedText } from '../printer/stored.ts';
import { duckType, quoteIdentifier } from '../types.ts';
import { findTable } from './catalog-paths.ts';
import { coerce } from './coerce.ts';
import { plain, type Env } from './compilation.ts';
import { expression } from './expressions.ts';
import { entryItem } from './tables.ts';
import { Scope, type FromItem } from './scope.ts';
import { didYouMean } from './suggestions.ts';

/** A table of the warehouse itself, as opposed to a view. */
export type StoredTable = Extract<TableEntry, { kind: 'table' }>;

/** The table a statement changes. */
export interface DmlTarget {
  readonly entry: StoredTable;
  /** The table under a generated alias: `"raw"."t" AS t1`. */
  readonly item: FromItem;
  readonly alias: string;
}

/** Finds the table to change; views and metadata are refused. */
export function dmlTarget(path: Path, alias: Identifier | undefined, env: Env, what: string): DmlTarget {
  const entry = findTable(path, env.compilation.context);
  const name = path.map((part) => part.name).join('.');
  const position = path[0]?.position;
  if (entry.kind === 'view') {
    throw new GoogleSqlError(`Cannot ${what} view ${name}; only tables can be changed`, position, 'invalid');
  }
  if (entry.isWritable === false) throw notSupported(`${what} of ${name}`, position);
  const from = position ?? { line: 1, column: 1, offset: 0 };
  const item = entryItem(entry, alias?.name ?? path.at(-1)?.name ?? '', env, from);
  return { entry, item, alias: item.sql.slice(entry.relation.length + ' AS '.length) };
}

/** The named column, or BigQuery's error for none. */
export function targetColumn(entry: StoredTable, { name, position }: Identifier): CatalogColumn {
  const column = entry.columns.find((known) => known.name.toLowerCase() === name.toLowerCase());
  if (column) return column;
  const { datasetId, tableId } = entry.reference;
  const known = entry.columns.map((other) => other.name);
  throw new GoogleSqlError(
    `Column ${name} is not present in table ${datasetId}.${tableId}${didYouMean(name, known)}`,
    position,
  );
}

/** The columns a list names, each once; all of the table's without a list. */
export function targetColumns(entry: StoredTable, names: readonly Identifier[] | undefined): readonly CatalogColumn[] {
  if (!names) return entry.columns;
  const seen = new Set<string>();
  return names.map((name) => {
    const key = name.name.toLowerCase();
    if (seen.has(key)) throw new GoogleSqlError(`INSERT has columns with duplicate name: ${name.name}`, name.position);
    seen.add(key);
    return targetColumn(entry, name);
  });
}

/** The value a column takes, in the form tables keep. */
export function columnValue(
  node: Expression | DefaultValue,
  column: CatalogColumn,
  env: Env,
  mismatch: (from: string, to: string) => string,
): string {
  if (node.kind === 'default') return defaultText(column, env);
  const value = coerce(expression(node, env), column.type, node.position, mismatch);
  return columnText(value.sql, column);
}

/** A value of the column's type in the form that tables keep, held to the type's parameters. */
export const columnText = (sql: string, { name, type, parameters }: CatalogColumn): string =>
  constrainedText(storedText(sql, type, name), type, parameters, name);

/** The column's DEFAULT, or NULL without one. */
export function defaultText(column: CatalogColumn, env: Env): string {
  const { defaultExpression, type } = column;
  if (defaultExpression === undefined) return storedText(`CAST(NULL AS ${duckType(type)})`, type, column.name);
  const inner = { ...plain(env, new Scope(undefined), 'DEFAULT'), arguments: new Map<string, never>() };
  const node = parseExpression(defaultExpression);
  return columnValue(node, column, inner, (from, to) => `DEFAULT of type ${from} cannot be assigned to type ${to}`);
}

/** Columns that a list leaves out and that have a DEFAULT (or must not be NULL inside, as arrays). */
export const omittedColumns = (entry: StoredTable, given: readonly CatalogColumn[]): readonly CatalogColumn[] =>
  entry.columns.filter(
    (column) => !given.includes(column) && (column.defaultExpression !== undefined || column.type.kind === 'ARRAY'),
  );

/** `("a", "b")`. */
export const columnList = (columns: readonly CatalogColumn[]): string =>
  `(${columns.map(({ name }) => quoteIdentifier(name)).join(', ')})`;
