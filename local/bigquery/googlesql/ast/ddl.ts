/** What defines tables, views and routines: https://cloud.google.com/bigquery/docs/reference/standard-sql/data-definition-language */
import type { Expression } from './expressions.ts';
import type { Identifier, List, Node, Option, Path } from './node.ts';
import type { BlockStatement } from './procedural.ts';
import type { Query } from './queries.ts';
import type { TableType, TypeName } from './types.ts';

export type DdlStatement =
  | CreateTableStatement
  | CreateViewStatement
  | CreateSchemaStatement
  | CreateFunctionStatement
  | CreateTableFunctionStatement
  | CreateProcedureStatement
  | AlterTableStatement
  | AlterOptionsStatement
  | DropStatement;
type Creation = { target: Path; orReplace: boolean; ifNotExists: boolean; options: List<Option> };
type TableLayout = { partitionBy: Expression | undefined; clusterBy: List<Expression> };
/** `defaultText` is the source of `default`, as REST shows it. */
export type ColumnDefinition = Node<
  'column',
  {
    name: Identifier;
    type: TypeName;
    notNull: boolean;
    default: Expression | undefined;
    defaultText: string | undefined;
    primaryKey: boolean;
    references: ForeignReference | undefined;
    options: List<Option>;
  }
>;
export type ForeignReference = Node<'references', { table: Path; columns: List<Identifier> }>;
/** BigQuery enforces neither. */
export type TableConstraint =
  | Node<'primary_key', { name: Identifier | undefined; columns: List<Identifier> }>
  | Node<'foreign_key', { name: Identifier | undefined; columns: List<Identifier>; references: ForeignReference }>;
export type CreateTableStatement = Node<
  'create_table',
  Creation &
    TableLayout & {
      temporary: boolean;
      /** Undefined without a column list. */
      columns: List<ColumnDefinition> | undefined;
      constraints: List<TableConstraint>;
      defaultCollation: string | undefined;
      from:
        | Node<'table_source', { how: 'LIKE' | 'COPY' | 'CLONE'; path: Path; systemTime: Expression | undefined }>
        | undefined;
      query: Query | undefined;
    }
>;
/** `queryText` is the query as written. */
export type CreateViewStatement = Node<
  'create_view',
  Creation &
    TableLayout & {
      materialized: boolean;
      columns: List<{ readonly name: Identifier; readonly options: List<Option> }>;
      query: Query;
      queryText: string;
    }
>;
export type CreateSchemaStatement = Node<'create_schema', Creation & { defaultCollation: string | undefined }>;
/** `code` is a body in another language; else `body` is set, and `bodyText` is it as written. */
export type CreateFunctionStatement = Node<
  'create_function',
  Creation & {
    temporary: boolean;
    aggregate: boolean;
    parameters: List<{ readonly name: Identifier; readonly type: TypeName; readonly notAggregate: boolean }>;
    returns: TypeName | undefined;
    language: string | undefined;
    body: Expression | undefined;
    bodyText: string | undefined;
    code: string | undefined;
  }
>;
export type CreateTableFunctionStatement = Node<
  'create_table_function',
  Creation & {
    parameters: List<{ readonly name: Identifier; readonly type: TypeName }>;
    returns: TableType | undefined;
    query: Query;
    queryText: string;
  }
>;
/** `bodyText` runs from BEGIN to END. */
export type CreateProcedureStatement = Node<
  'create_procedure',
  Creation & {
    parameters: List<{ readonly mode: 'IN' | 'OUT' | 'INOUT'; readonly name: Identifier; readonly type: TypeName }>;
    body: BlockStatement;
    bodyText: string;
  }
>;
export type AlterTableStatement = Node<
  'alter_table',
  { target: Path; ifExists: boolean; actions: List<AlterTableAction> }
>;
export type AlterTableAction =
  | Node<'add_column', { ifNotExists: boolean; column: ColumnDefinition }>
  | Node<'drop_column', { ifExists: boolean; column: Identifier }>
  | Node<'rename_column', { ifExists: boolean; column: Identifier; to: Identifier }>
  | Node<'rename_table', { to: Path }>
  | Node<'set_options', { options: List<Option> }>
  | Node<'set_default_collation', { collation: string }>
  | Node<'add_constraint', { ifNotExists: boolean; constraint: TableConstraint }>
  | Node<'drop_constraint', { ifExists: boolean; name: Identifier | undefined }>
  | Node<'alter_column', { ifExists: boolean; column: Identifier; action: AlterColumnAction }>;
export type AlterColumnAction =
  | Node<'set_options', { options: List<Option> }>
  | Node<'set_data_type', { type: TypeName }>
  | Node<'set_default', { value: Expression; text: string }>
  | Node<'drop_default'>
  | Node<'drop_not_null'>;
/** ALTER VIEW, MATERIALIZED VIEW, SCHEMA: options, or a schema's default collation. */
export type AlterOptionsStatement = Node<
  'alter_options',
  {
    object: 'VIEW' | 'MATERIALIZED VIEW' | 'SCHEMA';
    target: Path;
    ifExists: boolean;
    options: List<Option>;
    defaultCollation: string | undefined;
  }
>;
export type DroppedObject =
  'TABLE' | 'VIEW' | 'MATERIALIZED VIEW' | 'SCHEMA' | 'FUNCTION' | 'TABLE FUNCTION' | 'PROCEDURE';
export type DropStatement = Node<
  'drop',
  { object: DroppedObject; ifExists: boolean; target: Path; behaviour: 'CASCADE' | 'RESTRICT' | undefined }
>;
