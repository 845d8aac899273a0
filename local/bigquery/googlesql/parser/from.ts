import type { Expression, Identifier, Join, JoinCondition, JoinType, TableExpression, WithOffset } from '../ast.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import { parseArgument } from './calls.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './expressions.ts';
import { parseAlias, parseColumnNames, parsePath, skipHints } from './names.ts';
import { startsSubquery } from './parentheses.ts';
import { parsePivotClause, parseSampleClause, parseUnpivotClause } from './pivots.ts';
import { parseParenthesizedQuery } from './queries.ts';
import { atSetOperator } from './set-operators.ts';

/** What follows FROM: tables joined by commas and JOINs, applied from the left. */
export function parseFrom(cursor: Cursor): TableExpression {
  const { position } = cursor;
  let left = parseTable(cursor);
  for (let links = 1; ; links++) {
    cursor.checkChain(links);
    const join = parseJoin(cursor, left, position);
    if (!join) return left;
    left = join;
  }
}

function parseJoin(cursor: Cursor, left: TableExpression, position: Join['position']): Join | undefined {
  if (cursor.accept(',')) {
    const right = parseTable(cursor);
    const rest = { comma: true, left, right, condition: undefined };
    return { kind: 'join', type: 'CROSS', ...rest, position, end: cursor.end };
  }
  const joined = parseJoinedTable(cursor);
  return joined && { kind: 'join', comma: false, left, ...joined, position, end: cursor.end };
}

type JoinedTable = { type: JoinType; right: TableExpression; condition: JoinCondition | undefined };

/** `[type] JOIN table [ON … | USING (…)]`, if it is there. */
export function parseJoinedTable(cursor: Cursor): JoinedTable | undefined {
  const { position } = cursor;
  const type = parseJoinType(cursor);
  if (!type) return undefined;
  skipHints(cursor);
  const start = cursor.position;
  let right = parseTable(cursor);
  let condition = parseCondition(cursor);
  const needsCondition = type !== 'CROSS' && !isCorrelated(right);
  // Conditions may come together at the end: `a join b join c on … on …` is `a join (b join c on …) on …`.
  while (needsCondition && !condition) {
    const inner = cursor.nested(parseJoinedTable);
    if (!inner) break;
    right = { kind: 'join', comma: false, left: right, ...inner, position: start, end: cursor.end };
    condition = parseCondition(cursor);
  }
  if (needsCondition && !condition) {
    throw new GoogleSqlError(`${type} JOIN must have an immediately following ON or USING clause`, position);
  }
  return { type, right, condition };
}

/** An array needs no condition: it is joined to the row it belongs to. */
function isCorrelated(table: TableExpression): boolean {
  return table.kind === 'unnest' || (table.kind === 'table' && table.path.length > 1);
}

function parseJoinType(cursor: Cursor): JoinType | undefined {
  if (cursor.at('NATURAL')) throw notSupported('NATURAL JOIN', cursor.position);
  if (atSetOperator(cursor)) return undefined;
  if (cursor.accept('JOIN')) return 'INNER';
  const type = (['INNER', 'CROSS', 'LEFT', 'RIGHT', 'FULL'] as const).find((word) => cursor.accept(word));
  if (!type) return undefined;
  if (type !== 'INNER' && type !== 'CROSS') cursor.accept('OUTER');
  if (!cursor.accept('JOIN')) throw cursor.expected('keyword JOIN');
  return type;
}

function parseCondition(cursor: Cursor): JoinCondition | undefined {
  const { position } = cursor;
  if (cursor.accept('ON')) return { kind: 'on', expression: parseExpression(cursor), position, end: cursor.end };
  if (cursor.accept('USING')) return { kind: 'using', columns: parseColumnNames(cursor), position, end: cursor.end };
  return undefined;
}

/** One table, subquery, array, table function or joined tables in parentheses, with its PIVOT, UNPIVOT, TABLESAMPLE. */
export function parseTable(cursor: Cursor): TableExpression {
  const { position } = cursor;
  let table = cursor.nested(parseTablePrimary);
  for (;;) {
    const wrapped = parseTableOperator(cursor, table);
    if (!wrapped) return table;
    table = { ...wrapped, position };
  }
}

/** Words that may be names but, after a table, start a clause. */
const clauseWords: ReadonlySet<string> = new Set(['PIVOT', 'UNPIVOT', 'MATCH_RECOGNIZE']);

function parseTableAlias(cursor: Cursor): Identifier | undefined {
  const following = cursor.peek().text;
  const isClause = cursor.atAny(clauseWords) && /^(?:\(|INCLUDE|EXCLUDE)$/.test(following);
  return isClause ? undefined : parseAlias(cursor);
}

function parseTableOperator(cursor: Cursor, input: TableExpression): TableExpression | undefined {
  const { position } = cursor;
  if (cursor.at('PIVOT', '(')) {
    const clause = parsePivotClause(cursor);
    return { kind: 'pivot', input, ...clause, alias: parseTableAlias(cursor), position, end: cursor.end };
  }
  if (cursor.at('UNPIVOT') && /^(?:\(|INCLUDE|EXCLUDE)$/.test(cursor.peek().text)) {
    const clause = parseUnpivotClause(cursor);
    return { kind: 'unpivot', input, ...clause, alias: parseTableAlias(cursor), position, end: cursor.end };
  }
  if (cursor.at('TABLESAMPLE')) {
    return { kind: 'table_sample', input, ...parseSampleClause(cursor), position, end: cursor.end };
  }
  if (cursor.at('MATCH_RECOGNIZE', '(')) throw notSupported('MATCH_RECOGNIZE', position);
  return undefined;
}

function parseTablePrimary(cursor: Cursor): TableExpression {
  const { position } = cursor;
  if (cursor.at('(')) return startsSubquery(cursor) ? parseTableSubquery(cursor) : parseParenthesizedJoin(cursor);
  if (cursor.at('UNNEST')) return parseUnnest(cursor);
  if (cursor.at('LATERAL')) throw notSupported('LATERAL', position);
  const path = parsePath(cursor);
  if (cursor.at('(')) return parseTableFunction(cursor, path);
  skipHints(cursor);
  const alias = parseTableAlias(cursor);
  const offset = parseWithOffset(cursor);
  const systemTime = parseSystemTime(cursor);
  return { kind: 'table', path, alias, offset, systemTime, position, end: cursor.end };
}

function parseTableSubquery(cursor: Cursor): TableExpression {
  const { position } = cursor;
  const query = parseParenthesizedQuery(cursor);
  return { kind: 'table_subquery', query, alias: parseTableAlias(cursor), position, end: cursor.end };
}

function parseParenthesizedJoin(cursor: Cursor): TableExpression {
  cursor.expect('(');
  const tables = parseFrom(cursor);
  if (!cursor.accept(')')) throw cursor.expected('keyword JOIN');
  return tables;
}

function parseTableFunction(cursor: Cursor, name: ReturnType<typeof parsePath>): TableExpression {
  const position = name[0]?.position ?? cursor.position;
  const args = cursor.parenthesizedList(parseArgument, true);
  return { kind: 'table_function', name, arguments: args, alias: parseTableAlias(cursor), position, end: cursor.end };
}

function parseUnnest(cursor: Cursor): TableExpression {
  const { position } = cursor;
  cursor.expect('UNNEST', '(');
  const array = parseExpression(cursor);
  if (cursor.at(',')) throw notSupported('UNNEST of several arrays', cursor.position);
  cursor.expect(')');
  const alias = parseTableAlias(cursor);
  return { kind: 'unnest', array, alias, offset: parseWithOffset(cursor), position, end: cursor.end };
}

function parseWithOffset(cursor: Cursor): WithOffset | undefined {
  const { position } = cursor;
  if (!cursor.accept('WITH', 'OFFSET')) return undefined;
  return { kind: 'with_offset', alias: parseTableAlias(cursor), position, end: cursor.end };
}

/** `FOR SYSTEM_TIME AS OF time`, if it is there. */
export function parseSystemTime(cursor: Cursor): Expression | undefined {
  if (!cursor.at('FOR', 'SYSTEM_TIME') && !cursor.at('FOR', 'SYSTEM', 'TIME')) return undefined;
  cursor.next();
  if (!cursor.accept('SYSTEM_TIME')) cursor.expect('SYSTEM', 'TIME');
  cursor.expect('AS', 'OF');
  return parseExpression(cursor);
}
