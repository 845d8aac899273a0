/** What changes rows: https://cloud.google.com/bigquery/docs/reference/standard-sql/dml-syntax */
import type { Expression } from './expressions.ts';
import type { Identifier, List, Node, Path } from './node.ts';
import type { Query, TableExpression } from './queries.ts';

export type DmlStatement = InsertStatement | UpdateStatement | DeleteStatement | MergeStatement | TruncateStatement;
export type DefaultValue = Node<'default'>;
export type Assignment = Node<'assignment', { target: List<Identifier>; value: Expression | DefaultValue }>;
export type InsertRow = List<Expression | DefaultValue>;
/** Without `columns`, all of the table's in order. */
export type InsertStatement = Node<
  'insert',
  { target: Path; columns: List<Identifier> | undefined; source: Query | Node<'values', { rows: List<InsertRow> }> }
>;
export type UpdateStatement = Node<
  'update',
  {
    target: Path;
    alias: Identifier | undefined;
    assignments: List<Assignment>;
    from: TableExpression | undefined;
    where: Expression;
  }
>;
export type DeleteStatement = Node<'delete', { target: Path; alias: Identifier | undefined; where: Expression }>;
export type MergeStatement = Node<
  'merge',
  {
    target: Path;
    alias: Identifier | undefined;
    source: TableExpression;
    on: Expression;
    clauses: List<MergeClause>;
  }
>;
export type MergeClause = Node<
  'merge_clause',
  {
    match: 'MATCHED' | 'NOT_MATCHED_BY_TARGET' | 'NOT_MATCHED_BY_SOURCE';
    condition: Expression | undefined;
    action: MergeAction;
  }
>;
/** `values` is undefined in INSERT ROW. */
export type MergeAction =
  | Node<'merge_insert', { columns: List<Identifier> | undefined; values: InsertRow | undefined }>
  | Node<'merge_update', { assignments: List<Assignment> }>
  | Node<'merge_delete'>;
export type TruncateStatement = Node<'truncate', { target: Path }>;
