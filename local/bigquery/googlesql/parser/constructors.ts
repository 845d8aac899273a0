import type { ArrayConstructor, Expression, Identifier, StructConstructor, TypeName } from '../ast.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './expressions.ts';
import { parseIdentifier, skipHints } from './names.ts';
import { startsSubquery } from './parentheses.ts';
import { parseParenthesizedQuery } from './queries.ts';
import { parseType } from './types.ts';

/** `[…]`, `ARRAY[…]`, `ARRAY<type>[…]` or `ARRAY(query)`. */
export function parseArray(cursor: Cursor): Expression {
  const { position } = cursor;
  const elementType = cursor.at('ARRAY', '<') ? parseElementType(cursor) : undefined;
  if (!elementType && cursor.accept('ARRAY')) {
    skipHints(cursor);
    if (cursor.at('(')) {
      const query = parseParenthesizedQuery(cursor);
      return { kind: 'subquery', of: 'ARRAY', query, position, end: cursor.end };
    }
  }
  return parseElements(cursor, elementType, position);
}

function parseElementType(cursor: Cursor): TypeName | undefined {
  const type = parseType(cursor);
  return type.kind === 'array_type' ? type.element : undefined;
}

function parseElements(
  cursor: Cursor,
  elementType: TypeName | undefined,
  position: ArrayConstructor['position'],
): ArrayConstructor {
  cursor.expect('[');
  const elements = cursor.at(']') ? [] : cursor.list(parseExpression);
  if (!cursor.accept(']')) throw cursor.expected('"," or "]"');
  return { kind: 'array', elementType, elements, position, end: cursor.end };
}

/** `STRUCT(a AS x, b)` or `STRUCT<x INT64>(1)`. */
export function parseStruct(cursor: Cursor): StructConstructor {
  const { position } = cursor;
  const parsed = cursor.peek().text === '(' ? undefined : parseType(cursor);
  const type = parsed?.kind === 'struct_type' ? parsed : undefined;
  if (!type) cursor.expect('STRUCT');
  const fields = cursor.parenthesizedList(parseStructField, true);
  return { kind: 'struct', type, tuple: false, fields, position, end: cursor.end };
}

function parseStructField(cursor: Cursor): { value: Expression; alias: Identifier | undefined } {
  const value = parseExpression(cursor);
  return { value, alias: cursor.accept('AS') ? parseIdentifier(cursor) : undefined };
}

/** `(expression)`, `(query)` or a tuple `(a, b)`. */
export function parseParenthesized(cursor: Cursor): Expression {
  const { position } = cursor;
  if (startsSubquery(cursor)) {
    const query = parseParenthesizedQuery(cursor);
    return { kind: 'subquery', of: 'SCALAR', query, position, end: cursor.end };
  }
  const values = cursor.parenthesizedExpressions(parseExpression);
  const [only] = values;
  if (only && values.length === 1) return only;
  const fields = values.map((value) => ({ value, alias: undefined }));
  return { kind: 'struct', type: undefined, tuple: true, fields, position, end: cursor.end };
}
