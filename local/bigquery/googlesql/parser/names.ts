import type { Identifier, Option, Path, Position } from '../ast.ts';
import type { Token } from '../lexer.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './expressions.ts';

/** Whether a name can start with this token: a word that is not reserved, or one in backticks. */
export function isName(token: Token): boolean {
  return token.type === 'identifier' || token.type === 'quoted';
}

export function parseIdentifier(cursor: Cursor): Identifier {
  if (!isName(cursor.token)) throw cursor.unexpected();
  return toIdentifier(cursor.next());
}

function toIdentifier(token: Token): Identifier {
  const { value, position, end, type } = token;
  return { kind: 'identifier', name: value, quoted: type === 'quoted', position, end };
}

/** `a.b.c` as the names of an expression; stops before `.*`. */
export function parseNames(cursor: Cursor): Identifier[] {
  const names = [parseIdentifier(cursor)];
  while (cursor.at('.') && isName(cursor.peek())) {
    cursor.next();
    names.push(toIdentifier(cursor.next()));
  }
  return names;
}

/**
 * The name of a table, schema or routine: `a.b.c`, with dashes in the first part (`my-project.d.t`), and with
 * backticks around one part or around several.
 */
export function parsePath(cursor: Cursor): Path {
  const parts: Identifier[] = [];
  let hasPoint = true;
  for (let isFirst = true; hasPoint; isFirst = false) {
    if (cursor.token.type === 'quoted') parts.push(...splitQuoted(cursor.next()));
    else if (isFirst) {
      const dashed = parseDashedName(cursor);
      parts.push(dashed.name);
      // A number in front of the point has swallowed it: `project-1.d`.
      if (dashed.endsInPoint) continue;
    } else parts.push(parseIdentifier(cursor));
    hasPoint = cursor.accept('.');
  }
  return parts;
}

/** The parts of a call's name, of which only backticked ones may hold points. */
export function splitPath(names: readonly Identifier[]): Path {
  return names.flatMap((name) => (name.quoted && name.name.includes('.') ? splitName(name) : [name]));
}

function splitQuoted(token: Token): Identifier[] {
  return splitName(toIdentifier(token));
}

/** A domain-scoped project keeps its point: `example.com:project.dataset.table`. */
function splitName(name: Identifier): Identifier[] {
  const colon = name.name.indexOf(':');
  const domain = name.name.slice(0, colon + 1);
  return name.name
    .slice(colon + 1)
    .split('.')
    .map((part, index) => ({ ...name, name: index === 0 ? domain + part : part }));
}

function parseDashedName(cursor: Cursor): { name: Identifier; endsInPoint: boolean } {
  const first = parseIdentifier(cursor);
  let end = first.end;
  while (cursor.token.position.offset === end && (cursor.at('-') || isDashedPart(cursor))) {
    if (cursor.at('-') && cursor.peek().position.offset !== cursor.token.end) break;
    end = cursor.next().end;
  }
  const text = cursor.text.slice(first.position.offset, end);
  const endsInPoint = text.endsWith('.');
  return {
    name: { ...first, name: endsInPoint ? text.slice(0, -1) : first.quoted ? first.name : text, end },
    endsInPoint,
  };
}

function isDashedPart(cursor: Cursor): boolean {
  return cursor.peek(-1).text === '-' || cursor.peek(-2).text === '-' ? /^\w/.test(cursor.token.text) : false;
}

/** `[AS] name`; without AS, a reserved word or the start of another clause ends the search. */
export function parseAlias(cursor: Cursor, stopWords?: ReadonlySet<string>): Identifier | undefined {
  if (cursor.accept('AS')) return parseIdentifier(cursor);
  if (!isName(cursor.token) || (stopWords && cursor.atAny(stopWords))) return undefined;
  return parseIdentifier(cursor);
}

/** `OPTIONS (name = value, …)`, if it is there. */
export function parseOptions(cursor: Cursor): Option[] {
  return cursor.accept('OPTIONS') ? cursor.parenthesizedList(parseOption, true) : [];
}

/** `@{name = value, …}`, if it is there. */
export function parseHints(cursor: Cursor): Option[] {
  if (!cursor.accept('@', '{')) return [];
  const hints = cursor.list(parseOption);
  cursor.expect('}');
  return hints;
}

function parseOption(cursor: Cursor): Option {
  const { position } = cursor;
  const name = parseNames(cursor)
    .map((part) => part.name)
    .join('.');
  cursor.expect('=');
  return { kind: 'option', name, value: parseExpression(cursor), position, end: cursor.end };
}

/** `(a, b, …)`: names of columns. */
export function parseColumnNames(cursor: Cursor): Identifier[] {
  return cursor.parenthesizedList(parseIdentifier);
}

/** The text read since `start`. */
export function sourceSince(cursor: Cursor, start: Position): string {
  return cursor.text.slice(start.offset, cursor.end);
}
