import type { FrameBound, NamedWindow, OrderItem, WindowFrame, WindowSpecification } from '../ast.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression, parseOperand } from './expressions.ts';
import { isName, parseIdentifier, skipHints } from './names.ts';

/** `ORDER BY …`, if it is there. */
export function parseOrderBy(cursor: Cursor): OrderItem[] {
  if (!cursor.accept('ORDER')) return [];
  skipHints(cursor);
  cursor.expect('BY');
  return cursor.list(parseOrderItem);
}

export function parseOrderItem(cursor: Cursor): OrderItem {
  const { position } = cursor;
  const expression = parseExpression(cursor);
  const collation = cursor.accept('COLLATE') ? parseExpression(cursor) : undefined;
  return { kind: 'order_item', expression, ...parseDirection(cursor), collation, position, end: cursor.end };
}

/** `[ASC | DESC] [NULLS FIRST | LAST]` */
export function parseDirection(cursor: Cursor): Pick<OrderItem, 'descending' | 'nulls'> {
  const descending = cursor.accept('DESC');
  if (!descending) cursor.accept('ASC');
  const nulls = cursor.accept('NULLS') ? cursor.expectOneOf('FIRST', 'LAST') : undefined;
  return { descending, nulls };
}

/** What follows OVER, or AS in a WINDOW clause: a name or `(…)`. */
export function parseWindow(cursor: Cursor): WindowSpecification {
  const { position } = cursor;
  if (isName(cursor.token)) {
    const base = parseIdentifier(cursor);
    return { kind: 'window', base, partitionBy: [], orderBy: [], frame: undefined, position, end: cursor.end };
  }
  cursor.expectAfterExpression('(');
  const base = isName(cursor.token) ? parseIdentifier(cursor) : undefined;
  const partitionBy = parsePartitionBy(cursor);
  const orderBy = parseOrderBy(cursor);
  const frame = cursor.at('ROWS') || cursor.at('RANGE') ? parseFrame(cursor) : undefined;
  cursor.expect(')');
  return { kind: 'window', base, partitionBy, orderBy, frame, position, end: cursor.end };
}

function parsePartitionBy(cursor: Cursor): WindowSpecification['partitionBy'] {
  if (!cursor.accept('PARTITION')) return [];
  skipHints(cursor);
  cursor.expect('BY');
  return cursor.list(parseExpression);
}

function parseFrame(cursor: Cursor): WindowFrame {
  const { position } = cursor;
  const unit = cursor.expectOneOf('ROWS', 'RANGE');
  const isBetween = cursor.accept('BETWEEN');
  const from = parseBound(cursor);
  if (isBetween) cursor.expect('AND');
  const to = isBetween ? parseBound(cursor) : undefined;
  return { kind: 'frame', unit, from, to, position, end: cursor.end };
}

function parseBound(cursor: Cursor): FrameBound {
  const { position } = cursor;
  if (cursor.accept('CURRENT')) {
    cursor.expect('ROW');
    return { kind: 'current_row', position, end: cursor.end };
  }
  const distance = cursor.accept('UNBOUNDED') ? undefined : parseOperand(cursor);
  if (!cursor.at('PRECEDING') && !cursor.at('FOLLOWING')) throw cursor.unexpected();
  const direction = cursor.expectOneOf('PRECEDING', 'FOLLOWING');
  return distance
    ? { kind: 'offset', direction, distance, position, end: cursor.end }
    : { kind: 'unbounded', direction, position, end: cursor.end };
}

/** `WINDOW name AS (…), …`, if it is there. */
export function parseNamedWindows(cursor: Cursor): NamedWindow[] {
  return cursor.accept('WINDOW') ? cursor.list(parseNamedWindow) : [];
}

function parseNamedWindow(cursor: Cursor): NamedWindow {
  const { position } = cursor;
  const name = parseIdentifier(cursor);
  cursor.expect('AS');
  return { kind: 'named_window', name, window: parseWindow(cursor), position, end: cursor.end };
}
