/** Expressions, calls and windows: https://cloud.google.com/bigquery/docs/reference/standard-sql/operators */
import type { Identifier, List, Node, Path } from './node.ts';
import type { Query } from './queries.ts';
import type { StructType, TypeName } from './types.ts';

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
export type SubqueryExpression = Node<'subquery', { of: 'SCALAR' | 'ARRAY' | 'EXISTS'; query: Query }>;
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
