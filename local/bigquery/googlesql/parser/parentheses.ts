import type { Cursor } from './cursor.ts';

const continuesQuery: ReadonlySet<string> = new Set([
  ')',
  'UNION',
  'INTERSECT',
  'EXCEPT',
  'ORDER',
  'LIMIT',
  '|>',
  'INNER',
  'LEFT',
  'FULL',
]);

/**
 * Whether the current `(` opens a query, rather than an expression or a joined table. `((select 1) union all …)` does,
 * `((select 1) + 2)` and `((select 1) as t join u …)` do not: what follows the inner parenthesis tells.
 */
export function startsSubquery(cursor: Cursor): boolean {
  return opensQuery(cursor, cursor.index);
}

function opensQuery(cursor: Cursor, open: number): boolean {
  let at = open + 1;
  while (cursor.tokens[at]?.text === '(') at++;
  if (!startsQuery(cursor, at)) return false;
  for (at--; at > open; at--) {
    const close = cursor.tokens[at]?.close ?? -1;
    if (close < 0 || !goesOnAsQuery(cursor, close + 1)) return false;
  }
  return true;
}

function goesOnAsQuery(cursor: Cursor, index: number): boolean {
  const text = cursor.tokens[index]?.text ?? '';
  if (!continuesQuery.has(text)) return false;
  if (!/^(?:INNER|LEFT|FULL)$/.test(text)) return true;
  return cursor.tokens[index + (cursor.tokens[index + 1]?.text === 'OUTER' ? 2 : 1)]?.text === 'UNION';
}

/** Whether a query without parentheses starts there: `WITH (` would be a WITH expression. */
function startsQuery(cursor: Cursor, index: number): boolean {
  const text = cursor.tokens[index]?.text;
  if (text === 'WITH') return cursor.tokens[index + 1]?.text !== '(';
  return text === 'SELECT' || text === 'FROM';
}

/** Whether the current token starts a query, in parentheses or not. */
export function atQuery(cursor: Cursor): boolean {
  return startsQuery(cursor, cursor.index) || (cursor.at('(') && startsSubquery(cursor));
}
