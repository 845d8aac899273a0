import type { CreateTableStatement, CreateViewStatement, Position, Query } from '../ast.ts';
import type { ColumnDefinition, CompiledAction, CompiledQuery } from '../compiled.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import { findTable, targetPath } from './catalog-paths.ts';
import { answerColumn, columnDefinition, refuseTwins } from './column-definitions.ts';
import { plain, type Env } from './compilation.ts';
import { constraintsOf } from './constraints.ts';
import { compileOptions } from './options.ts';
import { clustering, partitioning } from './partitioning.ts';
import { compileQuery } from './query.ts';
import { Scope } from './scope.ts';
import { answerOf } from './statements.ts';
import { converted, inserted } from './set-operations.ts';
import { constrainedText } from '../printer/constrained.ts';
import { quoteIdentifier } from '../types.ts';

/** CREATE TABLE: with columns, AS a query, or after another table. */
export function compileCreateTable(node: CreateTableStatement, env: Env): CompiledAction {
  if (node.defaultCollation !== undefined) throw notSupported('DEFAULT COLLATE', node.position);
  const declared = node.columns?.map((column) => columnDefinition(column, env));
  if (declared) {
    refuseTwins(declared, (name, index) => {
      return new GoogleSqlError(`Duplicate column name ${name} in CREATE TABLE`, node.columns?.[index]?.name.position);
    });
  }
  const from = node.from && {
    mode: ({ LIKE: 'like', COPY: 'copy', CLONE: 'clone' } as const)[node.from.how],
    table: findTable(node.from.path, env.compilation.context),
  };
  // LIKE gives the columns that a query after it fills.
  const model =
    from?.table.kind === 'table'
      ? from.table.columns.map((column) => ({ ...column, options: [], fields: [] }))
      : undefined;
  const source = node.query && tableSource(node.query, declared ?? model, env);
  const columns = declared ?? (model ? [] : source?.columns.map(answerColumn)) ?? [];
  if (node.from?.systemTime) throw notSupported('FOR SYSTEM_TIME AS OF', node.from.systemTime.position);
  if (from) env.compilation.noteTable(from.table.reference);
  const laidOut = model ?? columns;
  if (!node.from && columns.length === 0)
    throw new GoogleSqlError('CREATE TABLE needs columns or a query', node.position);
  return {
    kind: 'createTable',
    target: targetPath(node.target, env.compilation.context, node.temporary),
    orReplace: node.orReplace,
    ifNotExists: node.ifNotExists,
    isTemporary: node.temporary,
    source,
    columns,
    partitioning: node.partitionBy && partitioning(node.partitionBy, laidOut),
    clustering: clustering(node.clusterBy, laidOut),
    constraints: constraintsOf(node.columns ?? [], node.constraints, env),
    options: compileOptions(node.options, env),
    from,
  };
}

/** The query's rows in the form of the declared columns, which name them by place. */
function tableSource(query: Query, declared: readonly ColumnDefinition[] | undefined, env: Env): CompiledQuery {
  const relation = compileQuery(query, env, {});
  const { columns, isValueTable } = relation;
  const [only] = columns;
  const isStruct = isValueTable && only?.type.kind === 'STRUCT';
  if (!declared) {
    if (!isStruct) checkNames(columns, 'CREATE TABLE', query.position);
    return answerOf(relation, env, undefined);
  }
  if (isStruct) throw notSupported('SELECT AS STRUCT for a table with a column list', query.position);
  if (declared.length !== columns.length) {
    const message =
      'The number of columns in the column definition list does not match the number of columns produced by the query';
    throw new GoogleSqlError(message, query.position);
  }
  const mismatch = (index: number, from: string, to: string): string =>
    `Column '${declared[index]?.name ?? ''}' has type ${to} which cannot be coerced from query output type ${from}`;
  const sql = converted(inserted(relation), declared, env, query.position, mismatch);
  const given = declared.map(({ name, type }) => ({ name, type }));
  return constrained(answerOf({ ...relation, sql, columns: given }, env, undefined), declared, env);
}

/** The query with its values held to the parameters of the declared types. */
function constrained(query: CompiledQuery, declared: readonly ColumnDefinition[], env: Env): CompiledQuery {
  if (declared.every(({ parameters }) => parameters === undefined)) return query;
  const alias = env.compilation.newAlias();
  const list = declared.map(({ name, type, parameters }) => {
    const column = quoteIdentifier(name);
    return `${constrainedText(`${alias}.${column}`, type, parameters, name)} AS ${column}`;
  });
  return { ...query, sql: `SELECT ${list.join(', ')} FROM (${query.sql}) AS ${alias}` };
}

function checkNames(columns: readonly { readonly name: string }[], what: string, position: Position): void {
  const unnamed = columns.findIndex(({ name }) => name === '');
  if (unnamed >= 0) {
    throw new GoogleSqlError(`${what} columns must be named, but column ${unnamed + 1} has no name`, position);
  }
  refuseTwins(columns, (name) => new GoogleSqlError(`${what} has columns with duplicate name ${name}`, position));
}

/** CREATE VIEW: its query is checked now and analysed anew wherever the view is read. */
export function compileCreateView(node: CreateViewStatement, env: Env): CompiledAction {
  const inner: Env = { ...plain(env, new Scope(undefined), 'SELECT list'), arguments: new Map(), isStored: true };
  const relation = compileQuery(node.query, inner, {});
  const isStruct = relation.isValueTable && relation.columns[0]?.type.kind === 'STRUCT';
  const given =
    isStruct && relation.columns[0]?.type.kind === 'STRUCT' ? relation.columns[0].type.fields : relation.columns;
  const names = node.columns.length > 0 ? node.columns.map(({ name }) => name.name) : undefined;
  if (names && names.length !== given.length) {
    const message = `The number of view column names (${names.length}) must be equal to the number of columns from the view query (${given.length})`;
    throw new GoogleSqlError(message, node.position);
  }
  const columns = given.map(({ name, type }, index): ColumnDefinition => {
    const options = compileOptions(node.columns[index]?.options ?? [], env);
    return { name: names?.[index] ?? name, type, options, fields: [] };
  });
  checkNames(columns, 'CREATE VIEW', node.query.position);
  return {
    kind: 'createView',
    target: targetPath(node.target, env.compilation.context, false),
    orReplace: node.orReplace,
    ifNotExists: node.ifNotExists,
    isMaterialized: node.materialized,
    query: node.queryText,
    columnNames: names,
    columns,
    partitioning: node.partitionBy && partitioning(node.partitionBy, columns),
    clustering: clustering(node.clusterBy, columns),
    options: compileOptions(node.options, env),
  };
}
