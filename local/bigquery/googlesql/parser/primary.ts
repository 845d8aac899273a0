import type { Expression, Parameter, Position, SystemVariable, TypedLiteral, TypedLiteralType } from '../ast.ts';
import { notSupported, syntaxError } from '../errors.ts';
import type { Token } from '../lexer.ts';
import { finishCall } from './calls.ts';
import { parseArray, parseParenthesized, parseStruct } from './constructors.ts';
import type { Cursor } from './cursor.ts';
import { isName, parseIdentifier, parseNames, skipHints, splitPath } from './names.ts';
import { parseParenthesizedQuery } from './queries.ts';
import { parseCase, parseCast, parseExtract, parseInterval, parseWithExpression } from './special-forms.ts';
import { parseType } from './types.ts';

type Reader = (cursor: Cursor) => Expression;

/** What starts with a reserved word or a symbol. */
const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['NULL', (cursor) => ({ kind: 'null', ...extentOf(cursor.next()) })],
  ['TRUE', (cursor) => ({ kind: 'boolean', value: true, ...extentOf(cursor.next()) })],
  ['FALSE', (cursor) => ({ kind: 'boolean', value: false, ...extentOf(cursor.next()) })],
  ['CASE', parseCase],
  ['CAST', parseCast],
  ['EXTRACT', parseExtract],
  ['INTERVAL', parseInterval],
  ['ARRAY', parseArray],
  ['[', parseArray],
  ['STRUCT', parseStruct],
  ['(', parseParenthesized],
  ['EXISTS', parseExists],
  ['WITH', parseWithExpression],
  ['RANGE', parseRange],
  ['@', parseParameter],
  ['@@', parseSystemVariable],
  ['?', (cursor) => ({ kind: 'positional_parameter', index: cursor.nextParameterIndex(), ...extentOf(cursor.next()) })],
]);

/** Reserved words that are names of functions too. */
const keywordFunctions: ReadonlySet<string> = new Set(['IF', 'LEFT', 'RIGHT', 'GROUPING', 'COLLATE']);

const literalTypes: ReadonlyMap<string, TypedLiteralType> = new Map([
  ['DATE', 'DATE'],
  ['DATETIME', 'DATETIME'],
  ['TIME', 'TIME'],
  ['TIMESTAMP', 'TIMESTAMP'],
  ['NUMERIC', 'NUMERIC'],
  ['DECIMAL', 'NUMERIC'],
  ['BIGNUMERIC', 'BIGNUMERIC'],
  ['BIGDECIMAL', 'BIGNUMERIC'],
  ['JSON', 'JSON'],
]);

/** An expression without operators around it. */
export function parsePrimary(cursor: Cursor): Expression {
  const { token } = cursor;
  switch (token.type) {
    case 'integer':
      return { kind: 'integer', value: BigInt(token.text), ...extentOf(cursor.next()) };
    case 'float':
      return { kind: 'float', text: token.text, ...extentOf(cursor.next()) };
    case 'string':
      return { kind: 'string', value: parseStringParts(cursor), position: token.position, end: cursor.end };
    case 'bytes':
      return parseBytes(cursor);
    case 'identifier':
    case 'quoted':
      return parseNamed(cursor);
    default:
      return parseReserved(cursor);
  }
}

function extentOf(token: Token): { position: Position; end: number } {
  return { position: token.position, end: token.end };
}

function parseReserved(cursor: Cursor): Expression {
  const { text, type, position, value } = cursor.token;
  const read = readers.get(text);
  if (read) return read(cursor);
  if (keywordFunctions.has(text) && cursor.peek().text === '(') {
    const { end } = cursor.next();
    return finishCall(cursor, [{ kind: 'identifier', name: value, quoted: false, position, end }], false, []);
  }
  if (text === 'NEW' && type === 'keyword') throw notSupported('NEW constructors', position);
  throw cursor.unexpected();
}

/** What starts with a name: a path, a call, a typed literal. */
function parseNamed(cursor: Cursor): Expression {
  const { position, text } = cursor.token;
  const following = cursor.peek();
  const literalType = following.type === 'string' ? literalTypes.get(text) : undefined;
  if (literalType) return parseTypedLiteral(cursor, literalType);
  if (text === 'SAFE_CAST' && following.text === '(') return parseCast(cursor);
  const names = parseNames(cursor);
  if (!cursor.at('(')) return { kind: 'path', names, position, end: cursor.end };
  const isSafe = text === 'SAFE' && names.length > 1;
  return finishCall(cursor, splitPath(isSafe ? names.slice(1) : names), isSafe, []);
}

function parseTypedLiteral(cursor: Cursor, type: TypedLiteralType): TypedLiteral {
  const { position } = cursor.next();
  const value = parseStringParts(cursor);
  return { kind: 'typed_literal', type, rangeOf: undefined, value, position, end: cursor.end };
}

/** `RANGE<DATE> '[2024-01-01, …)'` or `RANGE(a, b)`. */
function parseRange(cursor: Cursor): Expression {
  const { position, value: name, end } = cursor.token;
  if (cursor.peek().text === '<') {
    const type = parseType(cursor);
    const value = cursor.expectString();
    const rangeOf = type.kind === 'range_type' ? type.element : undefined;
    return { kind: 'typed_literal', type: 'RANGE', rangeOf, value, position, end: cursor.end };
  }
  cursor.next();
  if (!cursor.at('(')) throw cursor.expected('"("');
  return finishCall(cursor, [{ kind: 'identifier', name, quoted: false, position, end }], false, []);
}

/** String literals side by side are one. */
function parseStringParts(cursor: Cursor): string {
  let value = cursor.next().value;
  for (; cursor.token.type === 'string'; value += cursor.next().value) checkSeparated(cursor, 'string');
  return value;
}

function parseBytes(cursor: Cursor): Expression {
  const { position, bytes } = cursor.next();
  const parts = [bytes ?? new Uint8Array()];
  for (; cursor.token.type === 'bytes'; parts.push(cursor.next().bytes ?? new Uint8Array()))
    checkSeparated(cursor, 'bytes');
  const value = parts.length === 1 ? (parts[0] as Uint8Array) : new Uint8Array(Buffer.concat(parts));
  return { kind: 'bytes', value, position, end: cursor.end };
}

function checkSeparated(cursor: Cursor, what: string): void {
  if (cursor.position.offset > cursor.end) return;
  throw syntaxError(`concatenated ${what} literals must be separated by whitespace or comments`, cursor.position);
}

function parseExists(cursor: Cursor): Expression {
  const { position } = cursor.next();
  skipHints(cursor);
  const query = parseParenthesizedQuery(cursor);
  return { kind: 'subquery', of: 'EXISTS', query, position, end: cursor.end };
}

function parseParameter(cursor: Cursor): Parameter {
  const { position } = cursor.next();
  const { token } = cursor;
  if (!isName(token) && token.type !== 'keyword') throw cursor.unexpected();
  return { kind: 'parameter', name: cursor.next().value.toLowerCase(), position, end: cursor.end };
}

/** `@@name` or `@@error.message`. */
export function parseSystemVariable(cursor: Cursor): SystemVariable {
  const { position } = cursor.next();
  const names = [parseIdentifier(cursor)];
  while (cursor.at('.') && isName(cursor.peek())) {
    cursor.next();
    names.push(parseIdentifier(cursor));
  }
  const name = names.map((part) => part.name.toLowerCase()).join('.');
  return { kind: 'system_variable', name, position, end: cursor.end };
}

/** A string literal where an expression is not allowed. */
export function parseStringLiteral(cursor: Cursor): string {
  if (cursor.token.type !== 'string') throw cursor.expected('string literal');
  return parseStringParts(cursor);
}
