/**
 * The syntax tree of GoogleSQL. Every node is told apart by `kind` and knows where it stands: `position` of its first
 * character, `end` just after its last (an offset into the parsed text). A field that a statement can leave out is
 * `undefined`, a list that it can leave out is empty. Words are normalised: operators and keywords upper case, names as
 * written. https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax
 */
import type { Position } from './errors.ts';

export type { Position } from './errors.ts';

type Node<Kind extends string, Fields = unknown> = Readonly<{ kind: Kind; position: Position; end: number } & Fields>;
type List<T> = readonly T[];

/** A name; `quoted` when written in backticks. */
export type Identifier = Node<'identifier', { name: string; quoted: boolean }>;
/** The parts of a table's, schema's or routine's name: backticks around several parts are already taken apart. */
export type Path = List<Identifier>;
/** `name = value` in OPTIONS(…) and in hints (`@{…}`, where the name may be qualified: `a.b`). */
export type Option = Node<'option', { name: string; value: Expression }>;

// Types

export type TypeName = NamedType | ArrayType | StructType | RangeType | TableType | AnyType;
/** `name` is upper case and an alias is kept as written (`INT`, `DECIMAL`); parameters as in `NUMERIC(10, 2)`, `STRING(MAX)`. */
export type NamedType = Node<
  'named_type',
  { name: string; parameters: List<IntegerLiteral | 'MAX'>; collation: string | undefined }
>;
export type ArrayType = Node<'array_type', { element: TypeName; elementNotNull: boolean }>;
export type StructType = Node<'struct_type', { fields: List<StructTypeField> }>;
/** `notNull` and `options` occur in column definitions only. */
export type StructTypeField = Node<
  'struct_type_field',
  { name: Identifier | undefined; type: TypeName; notNull: boolean; options: List<Option> }
>;
export type RangeType = Node<'range_type', { element: TypeName }>;
/** `TABLE<a INT64, …>`: what a table function returns or takes. */
export type TableType = Node<'table_type', { columns: List<{ readonly name: Identifier; readonly type: TypeName }> }>;
/** `ANY TYPE`, `ANY TABLE`: a templated parameter. */
export type AnyType = Node<'any_type', { of: 'TYPE' | 'TABLE' }>;

// Expressions

export type Expression =
  | NullLiteral
  | BooleanLiteral
  | IntegerLiteral
  | FloatLiteral
  | StringLiteral
  | BytesLiteral
  | TypedLiteral
  | IntervalExpression
  | Parameter
  | PositionalParameter
  | SystemVariable
  | PathExpression
  | FieldAccess
  | Subscript
  | UnaryExpression
  | BinaryExpression
  | LogicalExpression
  | IsExpression
  | IsDistinctFrom
  | BetweenExpression
  | LikeExpression
  | QuantifiedLike
  | InExpression
  | CaseExpression
  | CastExpression
  | ExtractExpression
  | FunctionCall
  | StructConstructor
  | ArrayConstructor
  | SubqueryExpression
  | WithExpression;

export type NullLiteral = Node<'null'>;
export type BooleanLiteral = Node<'boolean', { value: boolean }>;
/** The sign is a unary operator, except that `value` may be 2^63, which is legal only below a minus. */
export type IntegerLiteral = Node<'integer', { value: bigint }>;
export type FloatLiteral = Node<'float', { text: string }>;
export type StringLiteral = Node<'string', { value: string }>;
export type BytesLiteral = Node<'bytes', { value: Uint8Array }>;
/** `DATE '2024-01-01'`, `NUMERIC '1.5'` (also written `DECIMAL`), `RANGE<DATE> '[…)'`. The text is not checked yet. */
export type TypedLiteral = Node<
  'typed_literal',
  { type: TypedLiteralType; rangeOf: TypeName | undefined; value: string }
>;
export type TypedLiteralType = 'DATE' | 'DATETIME' | 'TIME' | 'TIMESTAMP' | 'NUMERIC' | 'BIGNUMERIC' | 'JSON' | 'RANGE';
/** `INTERVAL 5 DAY`, `INTERVAL x MONTH`, `INTERVAL '1-2' YEAR TO MONTH`. */
export type IntervalExpression = Node<
  'interval',
  { value: Expression; part: Identifier; toPart: Identifier | undefined }
>;
/** `@name`, lower case. */
export type Parameter = Node<'parameter', { name: string }>;
/** `?`; `index` from 0 in order of appearance in the whole text. */
export type PositionalParameter = Node<'positional_parameter', { index: number }>;
/** `@@error.message` has the name `error.message`, lower case. */
export type SystemVariable = Node<'system_variable', { name: string }>;
/** `a.b.c`: a column, a field of a column, a variable, a date part: names decide what it is. */
export type PathExpression = Node<'path', { names: List<Identifier> }>;
/** `.name` on anything that is not a plain path. */
export type FieldAccess = Node<'field', { base: Expression; name: Identifier }>;
export type SubscriptMode = 'OFFSET' | 'SAFE_OFFSET' | 'ORDINAL' | 'SAFE_ORDINAL' | 'KEY' | 'SAFE_KEY';
/** `base[OFFSET(index)]`; without a word, `mode` is undefined. */
export type Subscript = Node<'subscript', { base: Expression; mode: SubscriptMode | undefined; index: Expression }>;
export type UnaryExpression = Node<'unary', { operator: '-' | '+' | '~' | 'NOT'; operand: Expression }>;
export type BinaryOperator =
  '||' | '*' | '/' | '+' | '-' | '<<' | '>>' | '&' | '^' | '|' | '=' | '!=' | '<' | '<=' | '>' | '>=';
export type BinaryExpression = Node<'binary', { operator: BinaryOperator; left: Expression; right: Expression }>;
/** Two operands or more: a chain of one operator is one node, so it nests no deeper than it looks. */
export type LogicalExpression = Node<'logical', { operator: 'AND' | 'OR'; operands: List<Expression> }>;
export type IsExpression = Node<
  'is',
  { operand: Expression; negated: boolean; test: 'NULL' | 'TRUE' | 'FALSE' | 'UNKNOWN' }
>;
export type IsDistinctFrom = Node<'is_distinct_from', { left: Expression; right: Expression; negated: boolean }>;
export type BetweenExpression = Node<
  'between',
  { operand: Expression; low: Expression; high: Expression; negated: boolean }
>;
export type LikeExpression = Node<'like', { operand: Expression; pattern: Expression; negated: boolean }>;
/** `SOME` is read as `ANY`. */
export type QuantifiedLike = Node<
  'quantified_like',
  { operand: Expression; quantifier: 'ANY' | 'ALL'; patterns: ValueSource; negated: boolean }
>;
export type InExpression = Node<'in', { operand: Expression; values: ValueSource; negated: boolean }>;
export type ValueSource =
  | Node<'value_list', { values: List<Expression> }>
  | Node<'value_subquery', { query: Query }>
  | Node<'value_unnest', { array: Expression }>;
export type CaseExpression = Node<
  'case',
  {
    operand: Expression | undefined;
    branches: List<{ readonly when: Expression; readonly then: Expression }>;
    otherwise: Expression | undefined;
  }
>;
export type CastExpression = Node<
  'cast',
  {
    safe: boolean;
    operand: Expression;
    type: TypeName;
    format: Expression | undefined;
    timeZone: Expression | undefined;
  }
>;
/** A date part is upper case; `weekday` is set in `WEEK(MONDAY)`. */
export type DatePart = Node<'date_part', { name: string; weekday: string | undefined }>;
export type ExtractExpression = Node<
  'extract',
  { part: DatePart; operand: Expression; timeZone: Expression | undefined }
>;
/** `safe` when written `SAFE.name(…)`, which `name` leaves out. A date part is a `path`, `WEEK(MONDAY)` a call. */
export type FunctionCall = Node<
  'call',
  {
    name: Path;
    safe: boolean;
    distinct: boolean;
    arguments: List<Argument>;
    nullHandling: 'IGNORE' | 'RESPECT' | undefined;
    having: { readonly extreme: 'MAX' | 'MIN'; readonly expression: Expression } | undefined;
    orderBy: List<OrderItem>;
    limit: Expression | undefined;
    over: WindowSpecification | undefined;
    hints: List<Option>;
  }
>;
export type Argument = Expression | StarArgument | NamedArgument | Lambda | TableArgument;
/** `COUNT(*)`. */
export type StarArgument = Node<'star'>;
export type NamedArgument = Node<'named_argument', { name: Identifier; value: Expression | Lambda | TableArgument }>;
export type Lambda = Node<'lambda', { parameters: List<Identifier>; body: Expression }>;
/** `TABLE t`, `MODEL m`, handed to a table function. */
export type TableArgument = Node<'table_argument', { of: 'TABLE' | 'MODEL'; path: Path }>;
/** `tuple` when written `(a, b)`: its fields have no names, where `STRUCT(a, b)` takes them from paths. */
export type StructConstructor = Node<
  'struct',
  {
    type: StructType | undefined;
    tuple: boolean;
    fields: List<{ readonly value: Expression; readonly alias: Identifier | undefined }>;
  }
>;
export type ArrayConstructor = Node<'array', { elementType: TypeName | undefined; elements: List<Expression> }>;
export type SubqueryExpression = Node<
  'subquery',
  { of: 'SCALAR' | 'ARRAY' | 'EXISTS'; query: Query; hints: List<Option> }
>;
export type WithExpression = Node<
  'with_expression',
  { bindings: List<{ readonly name: Identifier; readonly value: Expression }>; body: Expression }
>;
export type OrderItem = Node<
  'order_item',
  {
    expression: Expression;
    descending: boolean;
    nulls: 'FIRST' | 'LAST' | undefined;
    collation: Expression | undefined;
  }
>;
/** `OVER name` has a `base` and nothing else. */
export type WindowSpecification = Node<
  'window',
  {
    base: Identifier | undefined;
    partitionBy: List<Expression>;
    orderBy: List<OrderItem>;
    frame: WindowFrame | undefined;
  }
>;
/** `to` is undefined in the short form, which ends at the current row. */
export type WindowFrame = Node<'frame', { unit: 'ROWS' | 'RANGE'; from: FrameBound; to: FrameBound | undefined }>;
export type FrameBound =
  | Node<'unbounded', { direction: 'PRECEDING' | 'FOLLOWING' }>
  | Node<'current_row'>
  | Node<'offset', { direction: 'PRECEDING' | 'FOLLOWING'; distance: Expression }>;

// Queries

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
    hints: List<Option>;
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
export type GroupBy = Node<
  'group_by',
  { all: boolean; andOrder: boolean; items: List<GroupItem>; hints: List<Option> }
>;
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
    hints: List<Option>;
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
    hints: List<Option>;
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

// Pipes: https://cloud.google.com/bigquery/docs/reference/standard-sql/pipe-syntax

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
  | Node<
      'pipe_join',
      { type: JoinType; right: TableExpression; condition: JoinCondition | undefined; hints: List<Option> }
    >
  | Node<'pipe_call', { name: Path; arguments: List<Argument>; alias: Identifier | undefined }>
  | Node<'pipe_table_sample', SampleClause>
  | Node<'pipe_pivot', PivotClause & { alias: Identifier | undefined }>
  | Node<'pipe_unpivot', UnpivotClause & { alias: Identifier | undefined }>
  | Node<'pipe_with', { with: WithClause }>
  | Node<'pipe_assert', { condition: Expression; messages: List<Expression> }>;

// Statements

export type Script = Node<'script', { statements: List<Statement>; text: string }>;
export type Statement =
  QueryStatement | DmlStatement | DdlStatement | AssertStatement | ExportDataStatement | ProceduralStatement;
export type QueryStatement = Node<'query_statement', { query: Query }>;
export type AssertStatement = Node<'assert', { condition: Expression; description: string | undefined }>;
export type ExportDataStatement = Node<'export_data', { options: List<Option>; query: Query }>;

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

// Procedural statements: https://cloud.google.com/bigquery/docs/reference/standard-sql/procedural-language

export type ProceduralStatement =
  | DeclareStatement
  | SetStatement
  | IfStatement
  | CaseStatement
  | LoopStatement
  | WhileStatement
  | RepeatStatement
  | ForStatement
  | LeaveStatement
  | ReturnStatement
  | BlockStatement
  | RaiseStatement
  | ExecuteImmediateStatement
  | CallStatement
  | TransactionStatement;
type Statements = List<Statement>;
/** At least one of `type` and `default` is set. */
export type DeclareStatement = Node<
  'declare',
  { names: List<Identifier>; type: TypeName | undefined; default: Expression | undefined }
>;
/** `tuple` when written `SET (a, b) = …`. */
export type SetStatement = Node<
  'set',
  { targets: List<Identifier | SystemVariable>; tuple: boolean; value: Expression }
>;
export type IfStatement = Node<
  'if',
  {
    branches: List<{ readonly condition: Expression; readonly statements: Statements }>;
    otherwise: Statements;
  }
>;
export type CaseStatement = Node<
  'case_statement',
  {
    operand: Expression | undefined;
    branches: List<{ readonly when: Expression; readonly statements: Statements }>;
    /** Undefined without ELSE. */
    otherwise: Statements | undefined;
  }
>;
export type LoopStatement = Node<'loop', { label: string | undefined; statements: Statements }>;
export type WhileStatement = Node<
  'while',
  { label: string | undefined; condition: Expression; statements: Statements }
>;
export type RepeatStatement = Node<'repeat', { label: string | undefined; statements: Statements; until: Expression }>;
export type ForStatement = Node<
  'for',
  { label: string | undefined; variable: Identifier; query: Query; statements: Statements }
>;
/** BREAK and LEAVE are one, CONTINUE and ITERATE are one. Labels are lower case. */
export type LeaveStatement = Node<'leave', { again: boolean; label: string | undefined }>;
export type ReturnStatement = Node<'return'>;
/** `handler` is what follows EXCEPTION WHEN ERROR THEN; undefined without. */
export type BlockStatement = Node<
  'block',
  { label: string | undefined; statements: Statements; handler: Statements | undefined }
>;
export type RaiseStatement = Node<'raise', { message: Expression | undefined }>;
export type ExecuteImmediateStatement = Node<
  'execute_immediate',
  { sql: Expression; into: List<Identifier>; using: List<Aliased> }
>;
export type CallStatement = Node<'call_statement', { name: Path; arguments: List<Argument> }>;
export type TransactionStatement = Node<'transaction', { action: 'BEGIN' | 'COMMIT' | 'ROLLBACK' }>;
