import type {
  Assignment,
  DefaultValue,
  DeleteStatement,
  Expression,
  InsertRow,
  InsertStatement,
  MergeAction,
  MergeClause,
  MergeStatement,
  TruncateStatement,
  UpdateStatement,
} from '../ast.ts';
import { GoogleSqlError, notSupported, type Position, syntaxError } from '../errors.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './expressions.ts';
import { parseFrom, parseTable } from './from.ts';
import { parseAlias, parseColumnNames, parseNames, parsePath } from './names.ts';
import { atQuery, startsSubquery } from './parentheses.ts';
import { parseQuery } from './queries.ts';

/** `INSERT [INTO] table [(columns)] {VALUES … | query}` */
export function parseInsert(cursor: Cursor): InsertStatement {
  const { position } = cursor;
  cursor.expect('INSERT');
  cursor.accept('INTO');
  const target = parsePath(cursor);
  const columns = cursor.at('(') && !startsSubquery(cursor) ? parseColumnNames(cursor) : undefined;
  if (!cursor.at('VALUES') && !atQuery(cursor)) throw syntaxError('Expecting VALUES list or query', cursor.position);
  const source = cursor.at('VALUES') ? parseValues(cursor) : parseQuery(cursor);
  refuseReturning(cursor);
  return { kind: 'insert', target, columns, source, position, end: cursor.end };
}

function parseValues(cursor: Cursor): InsertStatement['source'] {
  const { position } = cursor;
  cursor.expect('VALUES');
  return { kind: 'values', rows: cursor.list(parseRow), position, end: cursor.end };
}

function parseRow(cursor: Cursor): InsertRow {
  return cursor.parenthesizedList(parseValue);
}

function parseValue(cursor: Cursor): Expression | DefaultValue {
  const { position } = cursor;
  return cursor.accept('DEFAULT') ? { kind: 'default', position, end: cursor.end } : parseExpression(cursor);
}

/** `UPDATE table [alias] SET a = …, b.c = … [FROM …] WHERE …` */
export function parseUpdate(cursor: Cursor): UpdateStatement {
  const { position } = cursor;
  cursor.expect('UPDATE');
  const target = parsePath(cursor);
  const alias = parseAlias(cursor);
  cursor.expectAfterExpression('SET');
  const assignments = cursor.list(parseAssignment);
  const from = cursor.accept('FROM') ? parseFrom(cursor) : undefined;
  const where = parseRequiredWhere(cursor, 'UPDATE', position);
  return { kind: 'update', target, alias, assignments, from, where, position, end: cursor.end };
}

function parseAssignment(cursor: Cursor): Assignment {
  const { position } = cursor;
  if (cursor.at('(')) throw notSupported('nested DML', position);
  const target = parseNames(cursor);
  if (!cursor.accept('=')) throw cursor.expected('"." or "=" or "["');
  return { kind: 'assignment', target, value: parseValue(cursor), position, end: cursor.end };
}

/** BigQuery refuses to change a whole table without saying so. */
function parseRequiredWhere(cursor: Cursor, verb: 'UPDATE' | 'DELETE', start: Position): Expression {
  if (!cursor.accept('WHERE')) {
    if (cursor.token.type !== 'end' && !cursor.at(';')) throw cursor.unexpected();
    throw new GoogleSqlError(`${verb} must have a WHERE clause`, start);
  }
  const where = parseExpression(cursor);
  refuseReturning(cursor);
  return where;
}

function refuseReturning(cursor: Cursor): void {
  if (cursor.at('THEN', 'RETURN')) throw notSupported('THEN RETURN', cursor.position);
  if (cursor.at('ASSERT_ROWS_MODIFIED')) throw notSupported('ASSERT_ROWS_MODIFIED', cursor.position);
}

/** `DELETE [FROM] table [alias] WHERE …` */
export function parseDelete(cursor: Cursor): DeleteStatement {
  const { position } = cursor;
  cursor.expect('DELETE');
  cursor.accept('FROM');
  const target = parsePath(cursor);
  const alias = parseAlias(cursor);
  const where = parseRequiredWhere(cursor, 'DELETE', position);
  return { kind: 'delete', target, alias, where, position, end: cursor.end };
}

/** `TRUNCATE TABLE table` */
export function parseTruncate(cursor: Cursor): TruncateStatement {
  const { position } = cursor;
  cursor.expect('TRUNCATE', 'TABLE');
  return { kind: 'truncate', target: parsePath(cursor), position, end: cursor.end };
}

/** `MERGE [INTO] table [alias] USING source ON condition WHEN … THEN …` */
export function parseMerge(cursor: Cursor): MergeStatement {
  const { position } = cursor;
  cursor.expect('MERGE');
  cursor.accept('INTO');
  const target = parsePath(cursor);
  const alias = parseAlias(cursor);
  cursor.expectAfterExpression('USING');
  const source = parseTable(cursor);
  cursor.expect('ON');
  const on = parseExpression(cursor);
  const clauses: MergeClause[] = [];
  if (!cursor.at('WHEN')) throw cursor.expected('keyword WHEN');
  while (cursor.at('WHEN')) clauses.push(parseMergeClause(cursor));
  return { kind: 'merge', target, alias, source, on, clauses, position, end: cursor.end };
}

function parseMergeClause(cursor: Cursor): MergeClause {
  const { position } = cursor;
  cursor.expect('WHEN');
  const match = parseMatch(cursor);
  const condition = cursor.accept('AND') ? parseExpression(cursor) : undefined;
  cursor.expect('THEN');
  return { kind: 'merge_clause', match, condition, action: parseMergeAction(cursor), position, end: cursor.end };
}

function parseMatch(cursor: Cursor): MergeClause['match'] {
  if (cursor.expectOneOf('MATCHED', 'NOT') === 'MATCHED') return 'MATCHED';
  cursor.expect('MATCHED');
  if (!cursor.accept('BY')) return 'NOT_MATCHED_BY_TARGET';
  return cursor.expectOneOf('SOURCE', 'TARGET') === 'SOURCE' ? 'NOT_MATCHED_BY_SOURCE' : 'NOT_MATCHED_BY_TARGET';
}

function parseMergeAction(cursor: Cursor): MergeAction {
  const { position } = cursor;
  const verb = cursor.expectOneOf('DELETE', 'INSERT', 'UPDATE');
  if (verb === 'DELETE') return { kind: 'merge_delete', position, end: cursor.end };
  if (verb === 'UPDATE') {
    cursor.expect('SET');
    return { kind: 'merge_update', assignments: cursor.list(parseAssignment), position, end: cursor.end };
  }
  const columns = cursor.at('(') ? parseColumnNames(cursor) : undefined;
  const values = cursor.expectOneOf('ROW', 'VALUES') === 'ROW' ? undefined : parseRow(cursor);
  return { kind: 'merge_insert', columns, values, position, end: cursor.end };
}
