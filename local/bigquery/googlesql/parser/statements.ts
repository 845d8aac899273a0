import type {
  AssertStatement,
  CallStatement,
  ExecuteImmediateStatement,
  ExportDataStatement,
  Identifier,
  LeaveStatement,
  RaiseStatement,
  SetStatement,
  Statement,
  SystemVariable,
  TransactionStatement,
} from '../ast.ts';
import { notSupported } from '../errors.ts';
import { parseAlter } from './alter.ts';
import { parseArgument } from './calls.ts';
import { parseCreate } from './create.ts';
import type { Cursor } from './cursor.ts';
import { parseDelete, parseInsert, parseMerge, parseTruncate, parseUpdate } from './dml.ts';
import { parseDrop } from './drop.ts';
import { parseExpression } from './expressions.ts';
import { isName, parseIdentifier, parseOptions, parsePath } from './names.ts';
import { parseAliased } from './pivots.ts';
import { parseStringLiteral, parseSystemVariable } from './primary.ts';
import {
  parseBlock,
  parseCaseStatement,
  parseDeclare,
  parseFor,
  parseIf,
  parseLabeled,
  parseLoop,
  parseRepeat,
  parseWhile,
} from './procedural.ts';
import { parseQuery } from './queries.ts';

const readers: ReadonlyMap<string, (cursor: Cursor) => Statement> = new Map<string, (cursor: Cursor) => Statement>([
  ['SELECT', parseQueryStatement],
  ['WITH', parseQueryStatement],
  ['FROM', parseQueryStatement],
  ['(', parseQueryStatement],
  ['INSERT', parseInsert],
  ['UPDATE', parseUpdate],
  ['DELETE', parseDelete],
  ['MERGE', parseMerge],
  ['TRUNCATE', parseTruncate],
  ['CREATE', parseCreate],
  ['ALTER', parseAlter],
  ['DROP', parseDrop],
  ['ASSERT', parseAssert],
  ['EXPORT', parseExport],
  ['CALL', parseCall],
  ['DECLARE', parseDeclare],
  ['SET', parseSet],
  ['IF', parseIf],
  ['CASE', parseCaseStatement],
  ['LOOP', (cursor) => parseLoop(cursor, undefined)],
  ['WHILE', (cursor) => parseWhile(cursor, undefined)],
  ['REPEAT', (cursor) => parseRepeat(cursor, undefined)],
  ['FOR', (cursor) => parseFor(cursor, undefined)],
  ['BREAK', parseLeave],
  ['LEAVE', parseLeave],
  ['CONTINUE', parseLeave],
  ['ITERATE', parseLeave],
  ['RETURN', (cursor) => ({ kind: 'return', position: cursor.next().position, end: cursor.end })],
  ['BEGIN', parseBegin],
  ['COMMIT', parseTransactionEnd],
  ['ROLLBACK', parseTransactionEnd],
  ['RAISE', parseRaise],
  ['EXECUTE', parseExecuteImmediate],
]);

const refused: ReadonlySet<string> = new Set([
  'LOAD',
  'GRANT',
  'REVOKE',
  'EXPLAIN',
  'DESCRIBE',
  'SHOW',
  'ANALYZE',
  'UNDROP',
  'DEFINE',
  'IMPORT',
  'MODULE',
  'RENAME',
  'RUN',
]);

/** Whether a statement can start here. */
export function atStatement(cursor: Cursor): boolean {
  const { token } = cursor;
  return readers.has(token.text) || refused.has(token.text) || (isName(token) && cursor.peek().text === ':');
}

/** One statement, without its semicolon. */
export function parseStatement(cursor: Cursor): Statement {
  if (isName(cursor.token) && cursor.peek().text === ':') return parseLabeled(cursor);
  const read = readers.get(cursor.token.text);
  if (read) return read(cursor);
  if (refused.has(cursor.token.text)) throw notSupported(`${cursor.token.text} statements`, cursor.position);
  throw cursor.unexpected();
}

function parseQueryStatement(cursor: Cursor): Statement {
  const { position } = cursor;
  return { kind: 'query_statement', query: parseQuery(cursor), position, end: cursor.end };
}

/** `ASSERT condition [AS 'description']` */
function parseAssert(cursor: Cursor): AssertStatement {
  const { position } = cursor.next();
  const condition = parseExpression(cursor);
  const description = cursor.accept('AS') ? parseStringLiteral(cursor) : undefined;
  return { kind: 'assert', condition, description, position, end: cursor.end };
}

/** `EXPORT DATA OPTIONS (…) AS query` */
function parseExport(cursor: Cursor): ExportDataStatement {
  const { position } = cursor.next();
  if (cursor.at('MODEL')) throw notSupported('EXPORT MODEL', position);
  cursor.expect('DATA');
  if (cursor.at('WITH')) throw notSupported('EXPORT DATA WITH CONNECTION', position);
  const options = parseOptions(cursor);
  cursor.expect('AS');
  return { kind: 'export_data', options, query: parseQuery(cursor), position, end: cursor.end };
}

function parseCall(cursor: Cursor): CallStatement {
  const { position } = cursor.next();
  const name = parsePath(cursor);
  if (!cursor.at('(')) throw cursor.expected('"(" or "."');
  const args = cursor.parenthesizedList(parseArgument, true);
  return { kind: 'call_statement', name, arguments: args, position, end: cursor.end };
}

/** `SET a = …`, `SET @@name = …`, `SET (a, b) = …` */
function parseSet(cursor: Cursor): SetStatement {
  const { position } = cursor.next();
  const tuple = cursor.at('(');
  const targets = tuple ? cursor.parenthesizedList(parseSetTarget) : [parseSetTarget(cursor)];
  if (!cursor.accept('=')) throw cursor.expected(tuple ? '"="' : '"," or "="');
  return { kind: 'set', targets, tuple, value: parseExpression(cursor), position, end: cursor.end };
}

function parseSetTarget(cursor: Cursor): Identifier | SystemVariable {
  return cursor.at('@@') ? parseSystemVariable(cursor) : parseIdentifier(cursor);
}

function parseLeave(cursor: Cursor): LeaveStatement {
  const { position, text } = cursor.next();
  const label = isName(cursor.token) ? parseIdentifier(cursor).name.toLowerCase() : undefined;
  return { kind: 'leave', again: text === 'CONTINUE' || text === 'ITERATE', label, position, end: cursor.end };
}

/** A block, or BEGIN [TRANSACTION]. */
function parseBegin(cursor: Cursor): Statement {
  const { position } = cursor;
  const following = cursor.peek();
  const isTransaction = following.text === 'TRANSACTION' || following.text === ';' || following.type === 'end';
  if (!isTransaction) return parseBlock(cursor, undefined);
  cursor.next();
  cursor.accept('TRANSACTION');
  return { kind: 'transaction', action: 'BEGIN', position, end: cursor.end };
}

function parseTransactionEnd(cursor: Cursor): TransactionStatement {
  const { position } = cursor;
  const action = cursor.expectOneOf('COMMIT', 'ROLLBACK');
  cursor.accept('TRANSACTION');
  return { kind: 'transaction', action, position, end: cursor.end };
}

function parseRaise(cursor: Cursor): RaiseStatement {
  const { position } = cursor.next();
  if (!cursor.accept('USING')) return { kind: 'raise', message: undefined, position, end: cursor.end };
  cursor.expect('MESSAGE', '=');
  return { kind: 'raise', message: parseExpression(cursor), position, end: cursor.end };
}

/** `EXECUTE IMMEDIATE sql [INTO a, b] [USING value [AS name], …]` */
function parseExecuteImmediate(cursor: Cursor): ExecuteImmediateStatement {
  const { position } = cursor.next();
  cursor.expect('IMMEDIATE');
  const sql = parseExpression(cursor);
  const into = cursor.accept('INTO') ? cursor.list(parseIdentifier) : [];
  const using = cursor.accept('USING') ? cursor.list(parseAliased) : [];
  return { kind: 'execute_immediate', sql, into, using, position, end: cursor.end };
}
