import type { CommonTable, Expression, OrderItem, Query, QueryBody, SetOperation, WithClause } from '../ast.ts';
import { notSupported, syntaxError } from '../errors.ts';
import type { Cursor } from './cursor.ts';
import { parseOperand } from './expressions.ts';
import { parseFrom } from './from.ts';
import { parseIdentifier } from './names.ts';
import { parsePipes } from './pipes.ts';
import { parseSelect, withoutFrom } from './select.ts';
import { atSetOperator, readSameOperator, parseSetOperator } from './set-operators.ts';
import { parseOrderBy } from './windows.ts';

/** A query with all that may go with it: WITH, set operations, ORDER BY, LIMIT, pipes. */
export function parseQuery(cursor: Cursor): Query {
  return cursor.nested(parseQueryHere);
}

/** `(query)`; the query's position is the parenthesis's. */
export function parseParenthesizedQuery(cursor: Cursor): Query {
  cursor.expect('(');
  const query = parseQuery(cursor);
  cursor.expect(')');
  return query;
}

function parseQueryHere(cursor: Cursor): Query {
  const { position } = cursor;
  if (!startsQuery(cursor)) throw cursor.expected('"(" or keyword SELECT or keyword WITH');
  const withClause = cursor.at('WITH') ? parseWith(cursor) : undefined;
  if (withClause && !cursor.at('SELECT') && !cursor.at('FROM') && !cursor.at('(')) {
    throw cursor.expected('"(" or "," or keyword SELECT');
  }
  const body = cursor.at('FROM') ? parseFromQuery(cursor) : parseSetOperation(cursor);
  if (body.kind === 'select' && !body.from && cursor.at('ORDER')) throw withoutFrom('an ORDER BY', cursor.position);
  const orderBy: OrderItem[] = body.kind === 'from_query' ? [] : parseOrderBy(cursor);
  const { limit, offset } = body.kind === 'from_query' ? { limit: undefined, offset: undefined } : parseLimit(cursor);
  refuseLocks(cursor);
  const pipes = parsePipes(cursor);
  return { kind: 'query', with: withClause, body, orderBy, limit, offset, pipes, position, end: cursor.end };
}

function startsQuery(cursor: Cursor): boolean {
  return cursor.at('SELECT') || cursor.at('WITH') || cursor.at('FROM') || cursor.at('(') || cursor.at('TABLE');
}

function refuseLocks(cursor: Cursor): void {
  if (cursor.at('FOR', 'UPDATE')) throw notSupported('FOR UPDATE', cursor.position);
}

const trailingComma = 'Trailing comma after the WITH clause before the SELECT clause is not allowed';

/** `WITH [RECURSIVE] name AS (query), …` */
export function parseWith(cursor: Cursor): WithClause {
  const { position } = cursor;
  cursor.expect('WITH');
  const recursive = cursor.accept('RECURSIVE');
  const tables = [parseCommonTable(cursor)];
  while (cursor.accept(',')) {
    if (cursor.at('SELECT')) throw syntaxError(trailingComma, cursor.position);
    tables.push(parseCommonTable(cursor));
  }
  return { kind: 'with', recursive, tables, position, end: cursor.end };
}

function parseCommonTable(cursor: Cursor): CommonTable {
  const { position } = cursor;
  const name = parseIdentifier(cursor);
  cursor.expect('AS');
  return { kind: 'common_table', name, query: parseParenthesizedQuery(cursor), position, end: cursor.end };
}

function parseFromQuery(cursor: Cursor): QueryBody {
  const { position } = cursor;
  cursor.expect('FROM');
  return { kind: 'from_query', from: parseFrom(cursor), position, end: cursor.end };
}

/** Selects and queries in parentheses, joined by one set operator. */
function parseSetOperation(cursor: Cursor): QueryBody {
  const { position } = cursor;
  const first = parseQueryPrimary(cursor);
  if (!atSetOperator(cursor)) return first;
  const inputs = [first];
  const operator = parseSetOperator(cursor);
  inputs.push(parseQueryPrimary(cursor));
  while (atSetOperator(cursor)) {
    readSameOperator(operator, cursor);
    inputs.push(parseQueryPrimary(cursor));
  }
  const operation: SetOperation = { kind: 'set_operation', ...operator, inputs, position, end: cursor.end };
  return operation;
}

/** A select or a query in parentheses. */
export function parseQueryPrimary(cursor: Cursor): QueryBody {
  if (cursor.at('SELECT')) return parseSelect(cursor);
  if (cursor.at('(')) return parseParenthesizedQuery(cursor);
  if (cursor.at('TABLE')) throw notSupported('TABLE as a query', cursor.position);
  throw cursor.expected('"(" or keyword SELECT');
}

/** What may follow LIMIT and OFFSET: a number, a parameter or a cast of one. */
const counts: ReadonlySet<string> = new Set(['@', '@@', '?', 'CAST', 'SAFE_CAST']);

export function parseCount(cursor: Cursor): Expression {
  if (cursor.token.type !== 'integer' && !cursor.atAny(counts)) throw cursor.unexpected();
  return parseOperand(cursor);
}

/** `LIMIT count [OFFSET skip]`, if it is there. */
export function parseLimit(cursor: Cursor): { limit: Expression | undefined; offset: Expression | undefined } {
  if (!cursor.accept('LIMIT')) return { limit: undefined, offset: undefined };
  const limit = parseCount(cursor);
  return { limit, offset: cursor.accept('OFFSET') ? parseCount(cursor) : undefined };
}
