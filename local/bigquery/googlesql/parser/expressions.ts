import type { BinaryOperator, Expression, LogicalExpression, ValueSource } from '../ast.ts';
import { type Position, syntaxError } from '../errors.ts';
import type { Cursor } from './cursor.ts';
import { startsSubquery } from './parentheses.ts';
import { parsePostfix } from './postfix.ts';
import { parseParenthesizedQuery } from './queries.ts';

/** How tightly operators bind, weakest first: https://cloud.google.com/bigquery/docs/reference/standard-sql/operators#operator_precedence */
const precedence = {
  or: 1,
  and: 2,
  not: 3,
  comparison: 4,
  bitOr: 5,
  bitXor: 6,
  bitAnd: 7,
  shift: 8,
  sum: 9,
  product: 10,
};

const binaryOperators: ReadonlyMap<string, readonly [BinaryOperator, number]> = new Map([
  ['|', ['|', precedence.bitOr]],
  ['^', ['^', precedence.bitXor]],
  ['&', ['&', precedence.bitAnd]],
  ['<<', ['<<', precedence.shift]],
  ['+', ['+', precedence.sum]],
  ['-', ['-', precedence.sum]],
  ['*', ['*', precedence.product]],
  ['/', ['/', precedence.product]],
  ['||', ['||', precedence.product]],
  ['=', ['=', precedence.comparison]],
  ['!=', ['!=', precedence.comparison]],
  ['<>', ['!=', precedence.comparison]],
  ['<', ['<', precedence.comparison]],
  ['<=', ['<=', precedence.comparison]],
  ['>', ['>', precedence.comparison]],
  ['>=', ['>=', precedence.comparison]],
] as const);

export function parseExpression(cursor: Cursor): Expression {
  return cursor.nested(() => parseAbove(cursor, 0));
}

/** An operand of BETWEEN, or of whatever else is followed by AND. */
export function parseOperand(cursor: Cursor): Expression {
  return parseAbove(cursor, precedence.comparison);
}

/** Reads operators that bind tighter than `lowest`. */
function parseAbove(cursor: Cursor, lowest: number): Expression {
  const start = cursor.position;
  let left = parsePrefix(cursor);
  for (let links = 1; ; links++) {
    cursor.checkChain(links);
    const extended = parseOperator(cursor, left, lowest, start);
    if (!extended) return left;
    left = extended;
  }
}

function parsePrefix(cursor: Cursor): Expression {
  const { position } = cursor;
  if (cursor.accept('NOT')) {
    const operand = cursor.nested(() => parseAbove(cursor, precedence.not));
    return { kind: 'unary', operator: 'NOT', operand, position, end: cursor.end };
  }
  if (cursor.at('-') || cursor.at('+') || cursor.at('~')) {
    const operator = cursor.expectOneOf('-', '+', '~');
    const operand = cursor.nested(parsePrefix);
    return { kind: 'unary', operator, operand, position, end: cursor.end };
  }
  return parsePostfix(cursor);
}

/** The expression that goes on from `left`, undefined if no operator above `lowest` follows. */
function parseOperator(cursor: Cursor, left: Expression, lowest: number, position: Position): Expression | undefined {
  const { text, type } = cursor.token;
  if (type === 'symbol') return parseBinary(cursor, left, lowest, position);
  if (type !== 'keyword') return undefined;
  if (text === 'OR') return lowest < precedence.or ? parseLogical(cursor, left, 'OR', position) : undefined;
  if (text === 'AND') return lowest < precedence.and ? parseLogical(cursor, left, 'AND', position) : undefined;
  return lowest < precedence.comparison ? parseComparison(cursor, left, position) : undefined;
}

function parseLogical(cursor: Cursor, left: Expression, operator: 'AND' | 'OR', position: Position): LogicalExpression {
  const level = operator === 'OR' ? precedence.or : precedence.and;
  const operands = [left];
  while (cursor.accept(operator)) operands.push(parseAbove(cursor, level));
  return { kind: 'logical', operator, operands, position, end: cursor.end };
}

function parseBinary(cursor: Cursor, left: Expression, lowest: number, position: Position): Expression | undefined {
  const isRightShift = cursor.at('>', '>') && cursor.token.end === cursor.peek().position.offset;
  const found = isRightShift ? (['>>', precedence.shift] as const) : binaryOperators.get(cursor.token.text);
  if (!found || found[1] <= lowest) return undefined;
  const [operator, level] = found;
  if (level === precedence.comparison) refuseChain(cursor, left);
  cursor.next();
  if (isRightShift) cursor.next();
  const right = parseAbove(cursor, level);
  return { kind: 'binary', operator, left, right, position, end: cursor.end };
}

const comparisonKinds: ReadonlySet<Expression['kind']> = new Set([
  'is',
  'is_distinct_from',
  'between',
  'like',
  'quantified_like',
  'in',
]);

/** Comparisons do not chain: `a < b < c` wants parentheses. */
function refuseChain(cursor: Cursor, left: Expression): void {
  const isComparison =
    comparisonKinds.has(left.kind) ||
    (left.kind === 'binary' && binaryOperators.get(left.operator)?.[1] === precedence.comparison);
  // In parentheses, it ends before the one that closes them.
  if (!isComparison || left.end !== cursor.end) return;
  if (left.kind !== 'is' && left.kind !== 'in') throw cursor.unexpected();
  const token = cursor.at('NOT') ? cursor.peek() : cursor.token;
  const operator = token.type === 'symbol' ? 'comparison' : token.text;
  throw syntaxError(`Expression to the left of ${operator} must be parenthesized`, token.position);
}

function parseComparison(cursor: Cursor, left: Expression, position: Position): Expression | undefined {
  const isNegated = cursor.at('NOT');
  const { text } = isNegated ? cursor.peek() : cursor.token;
  if (!/^(?:LIKE|BETWEEN|IN|IS)$/.test(text) || (isNegated && text === 'IS')) return undefined;
  refuseChain(cursor, left);
  if (isNegated) cursor.next();
  cursor.next();
  if (text === 'IS') return parseIs(cursor, left, position);
  if (text === 'LIKE') return parseLike(cursor, left, isNegated, position);
  if (text === 'BETWEEN') return parseBetween(cursor, left, isNegated, position);
  const values = parseValueSource(cursor);
  return { kind: 'in', operand: left, values, negated: isNegated, position, end: cursor.end };
}

function parseIs(cursor: Cursor, left: Expression, position: Position): Expression {
  const negated = cursor.accept('NOT');
  if (cursor.accept('DISTINCT', 'FROM')) {
    const right = parseAbove(cursor, precedence.comparison);
    return { kind: 'is_distinct_from', left, right, negated, position, end: cursor.end };
  }
  const test = cursor.expectOneOf('FALSE', 'NULL', 'TRUE', 'UNKNOWN');
  return { kind: 'is', operand: left, test, negated, position, end: cursor.end };
}

function parseLike(cursor: Cursor, operand: Expression, negated: boolean, position: Position): Expression {
  if (cursor.at('ANY') || cursor.at('SOME') || cursor.at('ALL')) {
    const quantifier = cursor.next().text === 'ALL' ? 'ALL' : 'ANY';
    const patterns = parseValueSource(cursor);
    return { kind: 'quantified_like', operand, quantifier, patterns, negated, position, end: cursor.end };
  }
  const pattern = parseAbove(cursor, precedence.comparison);
  return { kind: 'like', operand, pattern, negated, position, end: cursor.end };
}

function parseBetween(cursor: Cursor, operand: Expression, negated: boolean, position: Position): Expression {
  const low = parseOperand(cursor);
  cursor.expectAfterExpression('AND');
  const high = parseOperand(cursor);
  return { kind: 'between', operand, low, high, negated, position, end: cursor.end };
}

/** What follows IN and LIKE ANY: a list, a subquery or UNNEST(array). */
function parseValueSource(cursor: Cursor): ValueSource {
  const { position } = cursor;
  if (cursor.accept('UNNEST')) {
    cursor.expect('(');
    const array = parseExpression(cursor);
    cursor.expect(')');
    return { kind: 'value_unnest', array, position, end: cursor.end };
  }
  if (!cursor.at('(')) throw cursor.expected('"(" or keyword UNNEST');
  if (startsSubquery(cursor)) {
    return { kind: 'value_subquery', query: parseParenthesizedQuery(cursor), position, end: cursor.end };
  }
  return { kind: 'value_list', values: cursor.parenthesizedExpressions(parseExpression), position, end: cursor.end };
}
