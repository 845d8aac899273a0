/** Queries and tables: https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax */
import type {
  Argument,
  Expression,
  IntegerLiteral,
  OrderItem,
  StringLiteral,
  WindowSpecification,
} from './expressions.ts';
import type { Identifier, List, Node, Path } from './node.ts';
import type { PipeOperator } from './pipes.ts';

/** `body`, then ORDER BY, LIMIT and OFFSET, then the pipes in turn. */
export type Query = Node<
  'query',
  {
    with: WithClause | undefined;
    body: QueryBody;
    orderBy: List<OrderItem>;
    limit: Expression | undefined;
    offset: Expression | undefined;
    pipes: List<PipeOperator>;
  }
>;
/** A `Query` here stands in parentheses; `from_query` is a FROM that starts a query of pipes. */
export type QueryBody = Select | SetOperation | Query | FromQuery;
export type FromQuery = Node<'from_query', { from: TableExpression }>;
export type WithClause = Node<'with', { recursive: boolean; tables: List<CommonTable> }>;
export type CommonTable = Node<'common_table', { name: Identifier; query: Query }>;
/** One operator over two inputs or more, applied from the left. */
export type SetOperation = Node<
  'set_operation',
  { operator: SetOperator; distinct: boolean; match: ColumnMatch | undefined; inputs: List<QueryBody> }
>;
export type SetOperator = 'UNION' | 'INTERSECT' | 'EXCEPT';
/** BY NAME and CORRESPONDING; without either, columns match by position. `columns` as in `BY NAME ON (a, b)`. */
export type ColumnMatch = Node<
  'column_match',
  { mode: 'INNER' | 'STRICT' | 'FULL' | 'LEFT'; columns: List<Identifier> }
>;
export type Select = Node<
  'select',
  {
    distinct: boolean;
    as: 'STRUCT' | 'VALUE' | undefined;
    items: List<SelectItem>;
    from: TableExpression | undefined;
    where: Expression | undefined;
    groupBy: GroupBy | undefined;
    having: Expression | undefined;
    qualify: Expression | undefined;
    windows: List<NamedWindow>;
  }
>;
export type SelectItem = SelectExpression | SelectStar;
export type SelectExpression = Node<'select_expression', { expression: Expression; alias: Identifier | undefined }>;
/** `*` or `base.*`. */
export type SelectStar = Node<
  'select_star',
  {
    base: Expression | undefined;
    except: List<Identifier>;
    replace: List<{ readonly expression: Expression; readonly name: Identifier }>;
  }
>;
export type NamedWindow = Node<'named_window', { name: Identifier; window: WindowSpecification }>;
/** `andOrder` is the pipe's GROUP AND ORDER BY. */
export type GroupBy = Node<'group_by', { all: boolean; andOrder: boolean; items: List<GroupItem> }>;
export type GroupItem = GroupExpression | GroupSet;
/** `alias` and `order` occur in a pipe's AGGREGATE only. */
export type GroupExpression = Node<
  'group_expression',
  { expression: Expression; alias: Identifier | undefined; order: OrderItem | undefined }
>;
/** `group_set` is one set of a GROUPING SETS, or `()`, the grand total; each element of a rollup is such a list. */
export type GroupSet =
  | Node<'group_set', { expressions: List<Expression> }>
  | Node<'rollup', { elements: List<List<Expression>> }>
  | Node<'cube', { elements: List<List<Expression>> }>
  | Node<'grouping_sets', { sets: List<GroupSet> }>;

export type TableExpression =
  TableReference | UnnestTable | TableSubquery | TableFunctionCall | Join | Pivot | Unpivot | TableSample;
/** WITH OFFSET; the column is called `offset` unless `alias` says otherwise. */
export type WithOffset = Node<'with_offset', { alias: Identifier | undefined }>;
/** A table, a view, a CTE, or an array by its path from a table named before (`from t, t.items`). */
export type TableReference = Node<
  'table',
  {
    path: Path;
    alias: Identifier | undefined;
    offset: WithOffset | undefined;
    systemTime: Expression | undefined;
  }
>;
export type UnnestTable = Node<
  'unnest',
  { array: Expression; alias: Identifier | undefined; offset: WithOffset | undefined }
>;
export type TableSubquery = Node<'table_subquery', { query: Query; alias: Identifier | undefined }>;
export type TableFunctionCall = Node<
  'table_function',
  { name: Path; arguments: List<Argument>; alias: Identifier | undefined }
>;
export type JoinType = 'CROSS' | 'INNER' | 'LEFT' | 'RIGHT' | 'FULL';
/** `comma` marks a cross join written `a, b`. */
export type Join = Node<
  'join',
  {
    type: JoinType;
    comma: boolean;
    left: TableExpression;
    right: TableExpression;
    condition: JoinCondition | undefined;
  }
>;
export type JoinCondition = Node<'on', { expression: Expression }> | Node<'using', { columns: List<Identifier> }>;
export type Aliased = Node<'aliased', { expression: Expression; alias: Identifier | undefined }>;
export type PivotClause = { aggregates: List<Aliased>; for: Expression; values: List<Aliased> };
export type Pivot = Node<'pivot', PivotClause & { input: TableExpression; alias: Identifier | undefined }>;
export type UnpivotClause = {
  includeNulls: boolean;
  /** One column, or as many as each entry of `columns` has. */
  valueColumns: List<Identifier>;
  nameColumn: Identifier;
  columns: List<{ readonly names: List<Identifier>; readonly label: StringLiteral | IntegerLiteral | undefined }>;
};
export type Unpivot = Node<'unpivot', UnpivotClause & { input: TableExpression; alias: Identifier | undefined }>;
export type SampleClause = {
  method: string;
  size: Expression;
  unit: 'PERCENT' | 'ROWS';
  repeatable: Expression | undefined;
};
export type TableSample = Node<'table_sample', SampleClause & { input: TableExpression }>;
