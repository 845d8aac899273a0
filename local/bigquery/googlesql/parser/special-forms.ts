import type {
  CaseExpression,
  CastExpression,
  DatePart,
  Expression,
  ExtractExpression,
  IntervalExpression,
  WithExpression,
} from '../ast.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './expressions.ts';
import { parseIdentifier } from './names.ts';
import { parseType } from './types.ts';

/** `CASE [operand] WHEN … THEN … [ELSE …] END` */
export function parseCase(cursor: Cursor): CaseExpression {
  const { position } = cursor.next();
  const operand = cursor.at('WHEN') ? undefined : parseExpression(cursor);
  const branches: { when: Expression; then: Expression }[] = [];
  if (!cursor.at('WHEN')) throw cursor.unexpected();
  while (cursor.accept('WHEN')) {
    const when = parseExpression(cursor);
    cursor.expectAfterExpression('THEN');
    branches.push({ when, then: parseExpression(cursor) });
  }
  const hasElse = cursor.accept('ELSE');
  const otherwise = hasElse ? parseExpression(cursor) : undefined;
  if (!cursor.accept('END')) throw cursor.expected(hasElse ? 'keyword END' : 'keyword ELSE or keyword END');
  return { kind: 'case', operand, branches, otherwise, position, end: cursor.end };
}

/** `CAST(x AS type [FORMAT f [AT TIME ZONE z]])` and SAFE_CAST. */
export function parseCast(cursor: Cursor): CastExpression {
  const { position, text } = cursor.next();
  cursor.expect('(');
  const operand = parseExpression(cursor);
  cursor.expectAfterExpression('AS');
  const type = parseType(cursor);
  const format = cursor.accept('FORMAT') ? parseExpression(cursor) : undefined;
  const timeZone = format ? parseTimeZone(cursor) : undefined;
  cursor.expect(')');
  return { kind: 'cast', safe: text === 'SAFE_CAST', operand, type, format, timeZone, position, end: cursor.end };
}

/** `EXTRACT(part FROM x [AT TIME ZONE z])` */
export function parseExtract(cursor: Cursor): ExtractExpression {
  const { position } = cursor.next();
  cursor.expect('(');
  const part = parseDatePart(cursor);
  cursor.expectAfterExpression('FROM');
  const operand = parseExpression(cursor);
  const timeZone = parseTimeZone(cursor);
  cursor.expect(')');
  return { kind: 'extract', part, operand, timeZone, position, end: cursor.end };
}

function parseDatePart(cursor: Cursor): DatePart {
  const { position } = cursor;
  const name = parseIdentifier(cursor).name.toUpperCase();
  const weekday = cursor.accept('(') ? parseIdentifier(cursor).name.toUpperCase() : undefined;
  if (weekday !== undefined) cursor.expect(')');
  return { kind: 'date_part', name, weekday, position, end: cursor.end };
}

function parseTimeZone(cursor: Cursor): Expression | undefined {
  return cursor.accept('AT', 'TIME', 'ZONE') ? parseExpression(cursor) : undefined;
}

/** `INTERVAL value part [TO part]` */
export function parseInterval(cursor: Cursor): IntervalExpression {
  const { position } = cursor.next();
  const value = parseExpression(cursor);
  const part = parseIdentifier(cursor);
  const toPart = cursor.accept('TO') ? parseIdentifier(cursor) : undefined;
  return { kind: 'interval', value, part, toPart, position, end: cursor.end };
}

/** `WITH(a AS 1, b AS a + 1, a * b)` */
export function parseWithExpression(cursor: Cursor): WithExpression {
  const { position } = cursor.next();
  cursor.expect('(');
  const bindings: { name: ReturnType<typeof parseIdentifier>; value: Expression }[] = [];
  while (cursor.peek().text === 'AS') {
    const name = parseIdentifier(cursor);
    cursor.expect('AS');
    bindings.push({ name, value: parseExpression(cursor) });
    cursor.expect(',');
  }
  const body = parseExpression(cursor);
  cursor.expect(')');
  return { kind: 'with_expression', bindings, body, position, end: cursor.end };
}
