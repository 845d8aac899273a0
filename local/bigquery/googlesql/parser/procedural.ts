import type {
  BlockStatement,
  CaseStatement,
  DeclareStatement,
  Expression,
  ForStatement,
  IfStatement,
  LoopStatement,
  RepeatStatement,
  Statement,
  WhileStatement,
} from '../ast.ts';
import { GoogleSqlError, syntaxError } from '../errors.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './expressions.ts';
import { isName, parseIdentifier } from './names.ts';
import { parseParenthesizedQuery } from './queries.ts';
import { atStatement, parseStatement } from './statements.ts';
import { parseType } from './types.ts';

type Label = string | undefined;

/** Statements, each with its semicolon, as many as there are. */
function parseBody(cursor: Cursor, mayDeclare = false): Statement[] {
  const statements: Statement[] = [];
  while (atStatement(cursor)) {
    if (!mayDeclare) refuseDeclare(cursor);
    statements.push(cursor.nested(parseStatement));
    cursor.expect(';');
  }
  return statements;
}

/** DECLARE outside of a script's or a block's own statements. */
export function refuseDeclare(cursor: Cursor): void {
  if (!cursor.at('DECLARE')) return;
  const message = 'Variable declarations are allowed only at the start of a block or script';
  throw new GoogleSqlError(message, cursor.position);
}

/** `DECLARE a, b [type] [DEFAULT expression]` */
export function parseDeclare(cursor: Cursor): DeclareStatement {
  const { position } = cursor;
  cursor.expect('DECLARE');
  const names = cursor.list(parseIdentifier);
  const type = cursor.at('DEFAULT') ? undefined : parseType(cursor);
  const value = cursor.accept('DEFAULT') ? parseExpression(cursor) : undefined;
  return { kind: 'declare', names, type, default: value, position, end: cursor.end };
}

/** `IF … THEN … ELSEIF … ELSE … END IF` */
export function parseIf(cursor: Cursor): IfStatement {
  const { position } = cursor;
  const branches: { condition: Expression; statements: Statement[] }[] = [];
  cursor.expect('IF');
  do {
    const condition = parseExpression(cursor);
    cursor.expectAfterExpression('THEN');
    branches.push({ condition, statements: parseBody(cursor) });
  } while (cursor.accept('ELSEIF'));
  const otherwise = cursor.accept('ELSE') ? parseBody(cursor) : [];
  if (!cursor.accept('END', 'IF')) throw syntaxError('Expected END IF', cursor.position);
  return { kind: 'if', branches, otherwise, position, end: cursor.end };
}

/** `CASE [operand] WHEN … THEN … ELSE … END CASE` */
export function parseCaseStatement(cursor: Cursor): CaseStatement {
  const { position } = cursor;
  const branches: { when: Expression; statements: Statement[] }[] = [];
  cursor.expect('CASE');
  const operand = cursor.at('WHEN') ? undefined : parseExpression(cursor);
  if (!cursor.at('WHEN')) throw cursor.expected('keyword WHEN');
  while (cursor.accept('WHEN')) {
    const when = parseExpression(cursor);
    cursor.expectAfterExpression('THEN');
    branches.push({ when, statements: parseBody(cursor) });
  }
  const otherwise = cursor.accept('ELSE') ? parseBody(cursor) : undefined;
  cursor.expect('END', 'CASE');
  return { kind: 'case_statement', operand, branches, otherwise, position, end: cursor.end };
}

/** `BEGIN … [EXCEPTION WHEN ERROR THEN …] END`. DECLARE may follow other statements: Dataform's own scripts do that. */
export function parseBlock(cursor: Cursor, label: Label): BlockStatement {
  const { position } = cursor;
  cursor.expect('BEGIN');
  const statements = parseBody(cursor, true);
  const handler = cursor.accept('EXCEPTION') ? parseHandler(cursor) : undefined;
  cursor.expect('END');
  readEndLabel(cursor, label);
  return { kind: 'block', label, statements, handler, position, end: cursor.end };
}

function parseHandler(cursor: Cursor): Statement[] {
  cursor.expect('WHEN', 'ERROR', 'THEN');
  return parseBody(cursor);
}

/** `LOOP … END LOOP` */
export function parseLoop(cursor: Cursor, label: Label): LoopStatement {
  const { position } = cursor;
  cursor.expect('LOOP');
  const statements = parseBody(cursor);
  cursor.expect('END', 'LOOP');
  readEndLabel(cursor, label);
  return { kind: 'loop', label, statements, position, end: cursor.end };
}

/** `WHILE … DO … END WHILE` */
export function parseWhile(cursor: Cursor, label: Label): WhileStatement {
  const { position } = cursor;
  cursor.expect('WHILE');
  const condition = parseExpression(cursor);
  cursor.expectAfterExpression('DO');
  const statements = parseBody(cursor);
  cursor.expect('END', 'WHILE');
  readEndLabel(cursor, label);
  return { kind: 'while', label, condition, statements, position, end: cursor.end };
}

/** `REPEAT … UNTIL … END REPEAT` */
export function parseRepeat(cursor: Cursor, label: Label): RepeatStatement {
  const { position } = cursor;
  cursor.expect('REPEAT');
  const statements = parseBody(cursor);
  cursor.expect('UNTIL');
  const until = parseExpression(cursor);
  cursor.expect('END', 'REPEAT');
  readEndLabel(cursor, label);
  return { kind: 'repeat', label, statements, until, position, end: cursor.end };
}

/** `FOR row IN (query) DO … END FOR` */
export function parseFor(cursor: Cursor, label: Label): ForStatement {
  const { position } = cursor;
  cursor.expect('FOR');
  const variable = parseIdentifier(cursor);
  cursor.expect('IN');
  const query = parseParenthesizedQuery(cursor);
  cursor.expect('DO');
  const statements = parseBody(cursor);
  cursor.expect('END', 'FOR');
  readEndLabel(cursor, label);
  return { kind: 'for', label, variable, query, statements, position, end: cursor.end };
}

/** `name: LOOP …`, and so on for all that can be left by name. */
export function parseLabeled(cursor: Cursor): Statement {
  const label = parseIdentifier(cursor).name.toLowerCase();
  cursor.expect(':');
  const readers = { BEGIN: parseBlock, LOOP: parseLoop, WHILE: parseWhile, REPEAT: parseRepeat, FOR: parseFor };
  const word = (['BEGIN', 'LOOP', 'WHILE', 'REPEAT', 'FOR'] as const).find((start) => cursor.at(start));
  if (!word) throw cursor.unexpected();
  return readers[word](cursor, label);
}

function readEndLabel(cursor: Cursor, label: Label): void {
  if (label === undefined || !isName(cursor.token)) return;
  const { position } = cursor;
  const { name } = parseIdentifier(cursor);
  if (name.toLowerCase() !== label)
    throw new GoogleSqlError(`Mismatched end label; expected ${label}, got ${name}`, position);
}
