import type { ColumnMatch, SetOperation } from '../ast.ts';
import { syntaxError } from '../errors.ts';
import type { Cursor } from './cursor.ts';
import { parseColumnNames } from './names.ts';

export type ParsedSetOperator = Pick<SetOperation, 'operator' | 'distinct' | 'match'>;

const operators: ReadonlySet<string> = new Set(['UNION', 'INTERSECT', 'EXCEPT']);

/** Whether a set operator comes next, with or without INNER, LEFT or FULL OUTER before it. */
export function atSetOperator(cursor: Cursor): boolean {
  if (operators.has(cursor.token.text)) return true;
  if (!cursor.at('INNER') && !cursor.at('LEFT') && !cursor.at('FULL')) return false;
  const distance = cursor.peek().text === 'OUTER' ? 2 : 1;
  return operators.has(cursor.peek(distance).text);
}

/** `[INNER | LEFT | FULL [OUTER]] UNION {ALL | DISTINCT} [[STRICT] BY NAME [ON (…)] | [STRICT] CORRESPONDING [BY (…)]]` */
export function parseSetOperator(cursor: Cursor): ParsedSetOperator {
  const mode = parseMode(cursor);
  const operator = cursor.expectOneOf('UNION', 'INTERSECT', 'EXCEPT');
  const distinct = cursor.expectOneOf('ALL', 'DISTINCT') === 'DISTINCT';
  return { operator, distinct, match: parseMatch(cursor, mode) };
}

function parseMode(cursor: Cursor): 'INNER' | 'LEFT' | 'FULL' | undefined {
  if (operators.has(cursor.token.text)) return undefined;
  const mode = cursor.expectOneOf('INNER', 'LEFT', 'FULL');
  if (mode !== 'INNER') cursor.accept('OUTER');
  return mode;
}

function parseMatch(cursor: Cursor, mode: ReturnType<typeof parseMode>): ColumnMatch | undefined {
  const { position } = cursor;
  const isStrict = cursor.accept('STRICT');
  const byName = cursor.accept('BY', 'NAME');
  if (!byName && !cursor.accept('CORRESPONDING')) {
    if (isStrict || mode) throw cursor.expected('keyword BY or keyword CORRESPONDING');
    return undefined;
  }
  const hasColumns = byName ? cursor.accept('ON') : cursor.accept('BY');
  const columns = hasColumns ? parseColumnNames(cursor) : [];
  // BY NAME wants the same columns on all sides, CORRESPONDING those in common.
  const fallback = byName || isStrict ? 'STRICT' : 'INNER';
  return { kind: 'column_match', mode: mode ?? fallback, columns, position, end: cursor.end };
}

/** Reads a further set operator, which must be the one before. */
export function readSameOperator(previous: ParsedSetOperator, cursor: Cursor): void {
  const { position } = cursor;
  const next = parseSetOperator(cursor);
  const isSame =
    next.operator === previous.operator &&
    next.distinct === previous.distinct &&
    next.match?.mode === previous.match?.mode;
  if (isSame) return;
  throw syntaxError(
    'Different set operations cannot be used in the same query without using parentheses for grouping',
    position,
  );
}
