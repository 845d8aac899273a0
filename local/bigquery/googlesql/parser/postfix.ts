import type { Expression, Subscript, SubscriptMode } from '../ast.ts';
import { finishCall } from './calls.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './expressions.ts';
import { parseIdentifier } from './names.ts';
import { parsePrimary } from './primary.ts';

/** A primary expression with the subscripts and fields that follow it; stops before `.*`. */
export function parsePostfix(cursor: Cursor): Expression {
  const { position } = cursor;
  let base = parsePrimary(cursor);
  for (let links = 1; ; links++) {
    cursor.checkChain(links);
    if (cursor.at('[')) base = { ...parseSubscript(cursor, base), position };
    else if (cursor.at('.') && cursor.peek().text !== '*') base = { ...parseField(cursor, base), position };
    else return base;
  }
}

function parseField(cursor: Cursor, base: Expression): Expression {
  cursor.expect('.');
  const name = parseIdentifier(cursor);
  // A chained call: `(x).upper()` is `upper(x)`.
  if (cursor.at('(')) return finishCall(cursor, [name], false, [base]);
  return { kind: 'field', base, name, position: base.position, end: cursor.end };
}

const subscriptModes: readonly SubscriptMode[] = [
  'OFFSET',
  'SAFE_OFFSET',
  'ORDINAL',
  'SAFE_ORDINAL',
  'KEY',
  'SAFE_KEY',
];

function parseSubscript(cursor: Cursor, base: Expression): Subscript {
  cursor.expect('[');
  const mode = subscriptModes.find((word) => cursor.at(word, '('));
  if (mode) cursor.expect(mode, '(');
  const index = parseExpression(cursor);
  cursor.expectAfterExpression(...(mode ? [')', ']'] : [']']));
  return { kind: 'subscript', base, mode, index, position: base.position, end: cursor.end };
}
