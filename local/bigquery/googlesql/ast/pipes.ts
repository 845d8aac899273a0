/** Pipes: https://cloud.google.com/bigquery/docs/reference/standard-sql/pipe-syntax */
import type { Assignment } from './dml.ts';
import type { Argument, Expression, OrderItem } from './expressions.ts';
import type { Identifier, List, Node, Path } from './node.ts';
import type {
  ColumnMatch,
  GroupBy,
  GroupExpression,
  JoinCondition,
  JoinType,
  NamedWindow,
  PivotClause,
  Query,
  SampleClause,
  SelectItem,
  SetOperator,
  TableExpression,
  UnpivotClause,
  WithClause,
} from './queries.ts';

export type PipeOperator =
  | Node<
      'pipe_select',
      { distinct: boolean; as: 'STRUCT' | 'VALUE' | undefined; items: List<SelectItem>; windows: List<NamedWindow> }
    >
  | Node<'pipe_extend', { items: List<SelectItem>; windows: List<NamedWindow> }>
  | Node<'pipe_set', { assignments: List<Assignment> }>
  | Node<'pipe_drop', { columns: List<Identifier> }>
  | Node<'pipe_rename', { columns: List<{ readonly from: Identifier; readonly to: Identifier }> }>
  | Node<'pipe_as', { alias: Identifier }>
  | Node<'pipe_where', { condition: Expression }>
  | Node<'pipe_limit', { limit: Expression; offset: Expression | undefined }>
  | Node<'pipe_aggregate', { items: List<GroupExpression>; groupBy: GroupBy | undefined }>
  | Node<'pipe_distinct'>
  | Node<'pipe_order_by', { orderBy: List<OrderItem> }>
  | Node<
      'pipe_set_operation',
      { operator: SetOperator; distinct: boolean; match: ColumnMatch | undefined; inputs: List<Query> }
    >
  | Node<'pipe_join', { type: JoinType; right: TableExpression; condition: JoinCondition | undefined }>
  | Node<'pipe_call', { name: Path; arguments: List<Argument>; alias: Identifier | undefined }>
  | Node<'pipe_table_sample', SampleClause>
  | Node<'pipe_pivot', PivotClause & { alias: Identifier | undefined }>
  | Node<'pipe_unpivot', UnpivotClause & { alias: Identifier | undefined }>
  | Node<'pipe_with', { with: WithClause }>
  | Node<'pipe_assert', { condition: Expression; messages: List<Expression> }>;
