import type { Assignment, GroupExpression, Identifier, OrderItem, PipeOperator, Position, Query } from '../ast.ts';
import { notSupported } from '../errors.ts';
import { parseArgument } from './calls.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './expressions.ts';
import { parseJoinedTable } from './from.ts';
import { parseAlias, parseIdentifier, parsePath } from './names.ts';
import { parsePivotClause, parseSampleClause, parseUnpivotClause } from './pivots.ts';
import { parseLimit, parseParenthesizedQuery, parseWith } from './queries.ts';
import { parseGroupBy, parseSelectHead, parseSelectItems } from './select.ts';
import { atSetOperator, parseSetOperator } from './set-operators.ts';
import { parseDirection, parseNamedWindows, parseOrderBy } from './windows.ts';

type Extent = { readonly position: Position; readonly end: number };
/** Reads an operator from its first word on, all but its extent. */
type Reader = (cursor: Cursor) => Body<PipeOperator>;
type Body<Operator> = Operator extends PipeOperator ? Omit<Operator, keyof Extent> : never;

/** `|> operator …`, as many as there are. https://cloud.google.com/bigquery/docs/reference/standard-sql/pipe-syntax */
export function parsePipes(cursor: Cursor): PipeOperator[] {
  const pipes: PipeOperator[] = [];
  while (cursor.at('|>')) {
    cursor.checkChain(pipes.length);
    pipes.push(parsePipe(cursor));
  }
  return pipes;
}

function parsePipe(cursor: Cursor): PipeOperator {
  const { position } = cursor;
  cursor.expect('|>');
  const read = atSetOperator(cursor) ? parseSetPipe : readers.get(cursor.token.text);
  if (read) return { ...read(cursor), position, end: cursor.end };
  if (refused.has(cursor.token.text)) throw notSupported(`|> ${cursor.token.text}`, position);
  throw cursor.unexpected();
}

const refused: ReadonlySet<string> = new Set([
  'MATCH_RECOGNIZE',
  'STATIC_DESCRIBE',
  'LOG',
  'IF',
  'FORK',
  'TEE',
  'RECURSIVE',
  'EXPORT',
  'CREATE',
  'INSERT',
  'DESCRIBE',
]);

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['SELECT', parseSelectPipe],
  ['EXTEND', parseExtendPipe],
  ['WINDOW', parseExtendPipe],
  ['SET', parseSetColumns],
  ['DROP', (cursor) => ({ kind: 'pipe_drop', columns: after(cursor).list(parseIdentifier) })],
  ['RENAME', (cursor) => ({ kind: 'pipe_rename', columns: after(cursor).list(parseRenaming) })],
  ['AS', (cursor) => ({ kind: 'pipe_as', alias: parseIdentifier(after(cursor)) })],
  ['WHERE', (cursor) => ({ kind: 'pipe_where', condition: parseExpression(after(cursor)) })],
  ['LIMIT', parseLimitPipe],
  ['AGGREGATE', parseAggregatePipe],
  ['DISTINCT', (cursor) => (after(cursor), { kind: 'pipe_distinct' })],
  ['ORDER', (cursor) => ({ kind: 'pipe_order_by', orderBy: parseOrderBy(cursor) })],
  ['JOIN', parseJoinPipe],
  ['INNER', parseJoinPipe],
  ['CROSS', parseJoinPipe],
  ['LEFT', parseJoinPipe],
  ['RIGHT', parseJoinPipe],
  ['FULL', parseJoinPipe],
  ['CALL', parseCallPipe],
  ['TABLESAMPLE', (cursor) => ({ kind: 'pipe_table_sample', ...parseSampleClause(cursor) })],
  ['PIVOT', (cursor) => ({ kind: 'pipe_pivot', ...parsePivotClause(cursor), alias: parseAlias(cursor) })],
  ['UNPIVOT', (cursor) => ({ kind: 'pipe_unpivot', ...parseUnpivotClause(cursor), alias: parseAlias(cursor) })],
  ['WITH', (cursor) => ({ kind: 'pipe_with', with: parseWith(cursor) })],
  ['ASSERT', parseAssertPipe],
]);

function after(cursor: Cursor): Cursor {
  cursor.next();
  return cursor;
}

function parseSelectPipe(cursor: Cursor): Body<PipeOperator> {
  const head = parseSelectHead(after(cursor));
  return { kind: 'pipe_select', ...head, windows: parseNamedWindows(cursor) };
}

function parseExtendPipe(cursor: Cursor): Body<PipeOperator> {
  const items = parseSelectItems(after(cursor));
  return { kind: 'pipe_extend', items, windows: parseNamedWindows(cursor) };
}

function parseSetColumns(cursor: Cursor): Body<PipeOperator> {
  return { kind: 'pipe_set', assignments: after(cursor).list(parseColumnAssignment) };
}

function parseColumnAssignment(cursor: Cursor): Assignment {
  const { position } = cursor;
  const target = [parseIdentifier(cursor)];
  cursor.expect('=');
  return { kind: 'assignment', target, value: parseExpression(cursor), position, end: cursor.end };
}

function parseRenaming(cursor: Cursor): { from: Identifier; to: Identifier } {
  const from = parseIdentifier(cursor);
  cursor.accept('AS');
  return { from, to: parseIdentifier(cursor) };
}

function parseLimitPipe(cursor: Cursor): Body<PipeOperator> {
  const { limit, offset } = parseLimit(cursor);
  if (!limit) throw cursor.unexpected();
  return { kind: 'pipe_limit', limit, offset };
}

function parseAggregatePipe(cursor: Cursor): Body<PipeOperator> {
  cursor.next();
  const items: GroupExpression[] = [];
  while (!cursor.at('GROUP') && !cursor.at('|>') && !cursor.at(')') && !cursor.at(';') && cursor.token.type !== 'end') {
    items.push(parseNamedExpression(cursor));
    if (!cursor.accept(',')) break;
  }
  const groupBy = cursor.at('GROUP') ? parseGroupBy(cursor, parseNamedExpression) : undefined;
  return { kind: 'pipe_aggregate', items, groupBy };
}

/** `expression [[AS] name] [ASC | DESC [NULLS …]]`, the name before the order or after it. */
function parseNamedExpression(cursor: Cursor): GroupExpression {
  const { position } = cursor;
  const expression = parseExpression(cursor);
  const first = parseItemOrder(cursor, expression, position);
  const alias = parseAlias(cursor);
  const order = first ?? parseItemOrder(cursor, expression, position);
  return { kind: 'group_expression', expression, alias, order, position, end: cursor.end };
}

function parseItemOrder(
  cursor: Cursor,
  expression: OrderItem['expression'],
  position: Position,
): OrderItem | undefined {
  if (!cursor.at('ASC') && !cursor.at('DESC')) return undefined;
  const direction = parseDirection(cursor);
  return { kind: 'order_item', expression, ...direction, collation: undefined, position, end: cursor.end };
}

function parseJoinPipe(cursor: Cursor): Body<PipeOperator> {
  const join = parseJoinedTable(cursor);
  if (!join) throw cursor.unexpected();
  return { kind: 'pipe_join', ...join };
}

function parseCallPipe(cursor: Cursor): Body<PipeOperator> {
  const name = parsePath(after(cursor));
  const args = cursor.parenthesizedList(parseArgument, true);
  return { kind: 'pipe_call', name, arguments: args, alias: parseAlias(cursor) };
}

function parseSetPipe(cursor: Cursor): Body<PipeOperator> {
  const operator = parseSetOperator(cursor);
  const inputs: Query[] = cursor.list(parseParenthesizedQuery);
  return { kind: 'pipe_set_operation', ...operator, inputs };
}

function parseAssertPipe(cursor: Cursor): Body<PipeOperator> {
  const condition = parseExpression(after(cursor));
  const messages = cursor.accept(',') ? cursor.list(parseExpression) : [];
  return { kind: 'pipe_assert', condition, messages };
}
