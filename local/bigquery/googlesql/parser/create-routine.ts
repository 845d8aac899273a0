import type { CreateFunctionStatement, DdlStatement, Identifier, Query, TypeName } from '../ast.ts';
import { notSupported } from '../errors.ts';
import { type Creation, parseTarget } from './create.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './expressions.ts';
import { parseIdentifier, parseOptions, sourceSince } from './names.ts';
import { startsSubquery } from './parentheses.ts';
import { parseStringLiteral } from './primary.ts';
import { parseBlock } from './procedural.ts';
import { parseQuery } from './queries.ts';
import { parseRoutineType, parseTableType } from './types.ts';

/** From the name on: `f(x INT64, y ANY TYPE) [RETURNS type] [LANGUAGE js] [OPTIONS (…)] AS (expression | code)` */
export function parseCreateFunction(cursor: Cursor, creation: Creation, aggregate: boolean): DdlStatement {
  const naming = parseTarget(cursor);
  const parameters = cursor.parenthesizedList(parseFunctionParameter, true);
  const returns = cursor.accept('RETURNS') ? parseRoutineType(cursor) : undefined;
  skipDeterminism(cursor);
  const language = cursor.accept('LANGUAGE') ? parseIdentifier(cursor).name.toLowerCase() : undefined;
  if (cursor.at('REMOTE')) throw notSupported('remote functions', cursor.position);
  const before = parseOptions(cursor);
  const body = parseFunctionBody(cursor);
  const options = [...before, ...parseOptions(cursor)];
  const rest = { aggregate, parameters, returns, language, ...body, options };
  return { kind: 'create_function', ...creation, ...naming, ...rest, end: cursor.end };
}

function parseFunctionParameter(cursor: Cursor): CreateFunctionStatement['parameters'][number] {
  const name = parseIdentifier(cursor);
  const type = parseRoutineType(cursor);
  if (cursor.at('DEFAULT')) throw notSupported('default values of parameters', cursor.position);
  return { name, type, notAggregate: cursor.accept('NOT', 'AGGREGATE') };
}

/** DETERMINISTIC and its opposite change what may be cached, which nothing is. */
function skipDeterminism(cursor: Cursor): void {
  if (!cursor.accept('DETERMINISTIC')) cursor.accept('NOT', 'DETERMINISTIC');
}

function parseFunctionBody(cursor: Cursor): Pick<CreateFunctionStatement, 'body' | 'bodyText' | 'code'> {
  cursor.expect('AS');
  if (cursor.token.type === 'string') return { body: undefined, bodyText: undefined, code: parseStringLiteral(cursor) };
  if (!cursor.accept('(')) throw cursor.expected('"(" or string literal');
  const start = cursor.position;
  const body = parseExpression(cursor);
  const bodyText = sourceSince(cursor, start);
  cursor.expectAfterExpression(')');
  return { body, bodyText, code: undefined };
}

/** From the name on: `f(x INT64) [RETURNS TABLE<…>] [OPTIONS (…)] AS query` */
export function parseCreateTableFunction(cursor: Cursor, creation: Creation): DdlStatement {
  const { position, orReplace, temporary } = creation;
  if (temporary) throw notSupported('temporary table functions', position);
  const naming = parseTarget(cursor);
  const parameters = cursor.parenthesizedList(parseParameter, true);
  const returns = cursor.accept('RETURNS') ? parseTableType(cursor) : undefined;
  const options = parseOptions(cursor);
  cursor.expect('AS');
  const body = parseTableBody(cursor);
  const rest = { parameters, returns, options, ...body };
  return { kind: 'create_table_function', orReplace, ...naming, ...rest, position, end: cursor.end };
}

/** A query; the parentheses around it are not part of the text. */
function parseTableBody(cursor: Cursor): { query: Query; queryText: string } {
  const isParenthesized = cursor.at('(') && startsSubquery(cursor) && isLast(cursor);
  if (isParenthesized) cursor.expect('(');
  const start = cursor.position;
  const query = parseQuery(cursor);
  const queryText = sourceSince(cursor, start);
  if (isParenthesized) cursor.expect(')');
  return { query, queryText };
}

function isLast(cursor: Cursor): boolean {
  const following = cursor.tokens[cursor.token.close + 1];
  return following === undefined || following.type === 'end' || following.text === ';';
}

function parseParameter(cursor: Cursor): { name: Identifier; type: TypeName } {
  return { name: parseIdentifier(cursor), type: parseRoutineType(cursor) };
}

type Mode = 'IN' | 'OUT' | 'INOUT';

/** From the name on: `p([IN | OUT | INOUT] x INT64, …) [OPTIONS (…)] BEGIN … END` */
export function parseCreateProcedure(cursor: Cursor, { position, orReplace }: Creation): DdlStatement {
  const naming = parseTarget(cursor);
  const parameters = cursor.parenthesizedList(parseProcedureParameter, true);
  const options = parseOptions(cursor);
  if (cursor.at('WITH') || cursor.at('LANGUAGE')) throw notSupported('procedures in other languages', cursor.position);
  const start = cursor.position;
  const body = parseBlock(cursor, undefined);
  const rest = { parameters, options, body, bodyText: sourceSince(cursor, start) };
  return { kind: 'create_procedure', orReplace, ...naming, ...rest, position, end: cursor.end };
}

function parseProcedureParameter(cursor: Cursor): { mode: Mode; name: Identifier; type: TypeName } {
  const mode = (['IN', 'OUT', 'INOUT'] as const).find((word) => cursor.accept(word)) ?? 'IN';
  return { mode, ...parseParameter(cursor) };
}
