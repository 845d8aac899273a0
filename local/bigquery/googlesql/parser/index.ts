import type { Expression, Query, Script, Statement, TypeName } from '../ast.ts';
import { Cursor } from './cursor.ts';
import { parseExpression as readExpression } from './expressions.ts';
import { refuseDeclare } from './procedural.ts';
import { parseQuery as readQuery } from './queries.ts';
import { atStatement, parseStatement as readStatement } from './statements.ts';
import { parseType as readType } from './types.ts';

/**
 * Parses statements separated by semicolons; at least one.
 * @throws GoogleSqlError in BigQuery's words, with the position; "not supported …" for what we leave out by name.
 */
export function parseScript(text: string): Script {
  const cursor = new Cursor(text);
  const { position } = cursor;
  const statements: Statement[] = [];
  do {
    if (statements.length > 0 && !atStatement(cursor)) expectEnd(cursor);
    if (statements.some((statement) => statement.kind !== 'declare')) refuseDeclare(cursor);
    statements.push(readStatement(cursor));
    if (!cursor.accept(';')) expectEnd(cursor);
  } while (cursor.token.type !== 'end');
  return { kind: 'script', statements, text, position, end: cursor.end };
}

/** Parses one statement; a semicolon may follow. */
export function parseStatement(text: string): Statement {
  return parseWhole(text, (cursor) => {
    const statement = readStatement(cursor);
    cursor.accept(';');
    return statement;
  });
}

/** Parses a query, such as a view's. */
export function parseQuery(text: string): Query {
  return parseWhole(text, readQuery);
}

/** Parses an expression, such as a column's default or a function's body. */
export function parseExpression(text: string): Expression {
  return parseWhole(text, readExpression);
}

/** Parses a type, such as `ARRAY<STRUCT<a INT64>>`. */
export function parseType(text: string): TypeName {
  return parseWhole(text, readType);
}

function parseWhole<Node>(text: string, read: (cursor: Cursor) => Node): Node {
  const cursor = new Cursor(text);
  const node = read(cursor);
  expectEnd(cursor);
  return node;
}

function expectEnd(cursor: Cursor): void {
  if (cursor.token.type !== 'end') throw cursor.expected('end of input');
}
