import type { Argument, Expression, FunctionCall, Identifier, Lambda, NamedArgument, Path } from '../ast.ts';
import { GoogleSqlError, notSupported } from '../errors.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './expressions.ts';
import { isName, parseIdentifier, parsePath, skipHints } from './names.ts';
import { parseCount } from './queries.ts';
import { parseOrderBy, parseWindow } from './windows.ts';

/** The call whose name has been read, from its `(` on. `first` are arguments that stand before the name. */
export function finishCall(cursor: Cursor, name: Path, safe: boolean, first: readonly Expression[]): FunctionCall {
  const position = name[0]?.position ?? cursor.position;
  cursor.expect('(');
  const distinct = cursor.accept('DISTINCT');
  const args: readonly Argument[] = [...first, ...parseArguments(cursor)];
  const nullHandling = parseNullHandling(cursor);
  refuseRarities(cursor);
  const having = parseHaving(cursor);
  const orderBy = parseOrderBy(cursor);
  const limit = cursor.accept('LIMIT') ? parseCount(cursor) : undefined;
  cursor.expect(')');
  skipHints(cursor);
  const over = cursor.accept('OVER') ? parseWindow(cursor) : undefined;
  const modifiers = { distinct, nullHandling, having, orderBy, limit, over };
  return { kind: 'call', name, safe, arguments: args, ...modifiers, position, end: cursor.end };
}

/** The arguments up to `)` or to what modifies an aggregate. */
function parseArguments(cursor: Cursor): Argument[] {
  return cursor.at(')') || cursor.at(',') ? [] : cursor.list(parseArgument);
}

/** One argument of a call: also `*`, `name => value`, a lambda, `TABLE t`, `MODEL m`. */
export function parseArgument(cursor: Cursor): Argument {
  const { position } = cursor;
  if (cursor.accept('*')) return { kind: 'star', position, end: cursor.end };
  if (isName(cursor.token) && cursor.peek().text === '=>') return parseNamedArgument(cursor);
  return parsePlainArgument(cursor);
}

function parseNamedArgument(cursor: Cursor): NamedArgument {
  const { position } = cursor;
  const name = parseIdentifier(cursor);
  cursor.expect('=>');
  const value = parsePlainArgument(cursor);
  return { kind: 'named_argument', name, value, position, end: cursor.end };
}

function parsePlainArgument(cursor: Cursor): NamedArgument['value'] {
  const { position } = cursor;
  if ((cursor.at('TABLE') || cursor.at('MODEL')) && isName(cursor.peek())) {
    const of = cursor.expectOneOf('TABLE', 'MODEL');
    return { kind: 'table_argument', of, path: parsePath(cursor), position, end: cursor.end };
  }
  if (startsLambda(cursor)) return parseLambda(cursor);
  if (cursor.at('SELECT')) {
    throw new GoogleSqlError(
      'Each function argument is an expression, not a query; to use a query as an expression, the query must be ' +
        'wrapped with additional parentheses to make it a scalar subquery expression',
      position,
    );
  }
  return parseExpression(cursor);
}

function startsLambda(cursor: Cursor): boolean {
  if (isName(cursor.token)) return cursor.peek().text === '->';
  const { text, close } = cursor.token;
  return text === '(' && cursor.tokens[close + 1]?.text === '->';
}

function parseLambda(cursor: Cursor): Lambda {
  const { position } = cursor;
  const parameters: Identifier[] = cursor.at('(')
    ? cursor.parenthesizedList(parseIdentifier, true)
    : [parseIdentifier(cursor)];
  cursor.expect('->');
  return { kind: 'lambda', parameters, body: parseExpression(cursor), position, end: cursor.end };
}

function parseNullHandling(cursor: Cursor): FunctionCall['nullHandling'] {
  if (!cursor.at('IGNORE') && !cursor.at('RESPECT')) return undefined;
  const handling = cursor.expectOneOf('IGNORE', 'RESPECT');
  cursor.expect('NULLS');
  return handling;
}

function refuseRarities(cursor: Cursor): void {
  const { position } = cursor;
  if (cursor.at('WHERE')) throw notSupported('WHERE in an aggregate function', position);
  if (cursor.at('GROUP')) throw notSupported('GROUP BY in an aggregate function', position);
  if (cursor.at('CLAMPED')) throw notSupported('CLAMPED BETWEEN', position);
  if (cursor.at('WITH')) throw notSupported('WITH in a function call', position);
}

function parseHaving(cursor: Cursor): FunctionCall['having'] {
  if (!cursor.accept('HAVING')) return undefined;
  const extreme = cursor.expectOneOf('MAX', 'MIN');
  return { extreme, expression: parseExpression(cursor) };
}
