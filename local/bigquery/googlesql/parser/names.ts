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
  while (hasPoint) {
    const isFirst = parts.length === 0;
    const part = isFirst && cursor.token.type !== 'quoted' ? parseDashedName(cursor) : parseIdentifier(cursor);
    // A number before the point has swallowed it: `project-1.dataset`.
    hasPoint = cursor.accept('.') || cursor.text.charAt(cursor.end - 1) === '.';
    parts.push(...splitName(part));
  }
  return parts;
}

/** The parts of a call's name, of which only backticked ones may hold points. */
export function splitPath(names: readonly Identifier[]): Path {
  return names.flatMap(splitName);
}

/** A domain-scoped project keeps its point: `example.com:project.dataset.table`. */
function splitName(name: Identifier): Identifier[] {
  if (!name.quoted || !name.name.includes('.')) return [name];
  const colon = name.name.indexOf(':');
  const domain = name.name.slice(0, colon + 1);
  return name.name
    .slice(colon + 1)
    .split('.')
    .map((part, index) => ({ ...name, name: index === 0 ? domain + part : part }));
}

/** `my-project-1`, without blanks; the point after a last number is left out. */
function parseDashedName(cursor: Cursor): Identifier {
  const first = parseIdentifier(cursor);
  let end = first.end;
  while (cursor.at('-') && cursor.position.offset === end && isDashedPart(cursor.peek(), end + 1)) {
    cursor.next();
    const { text } = cursor.next();
    end = text.endsWith('.') ? cursor.end - 1 : cursor.end;
  }
  return { ...first, name: cursor.text.slice(first.position.offset, end), end };
}

function isDashedPart(token: Token, offset: number): boolean {
  return token.position.offset === offset && /^\w+\.?$/.test(token.text);
}

/** `[AS] name`, if it is there. */
export function parseAlias(cursor: Cursor): Identifier | undefined {
  if (cursor.accept('AS')) return parseIdentifier(cursor);
  return isName(cursor.token) ? parseIdentifier(cursor) : undefined;
}

/** `OPTIONS (name = value, …)`, if it is there. */
export function parseOptions(cursor: Cursor): Option[] {
  return cursor.accept('OPTIONS') ? cursor.parenthesizedList(parseOption, true) : [];
}

/** `@{name = value, …}` or `@5`, if it is there: a hint says how to run a query, never what it answers. */
export function skipHints(cursor: Cursor): void {
  if (cursor.at('@') && cursor.peek().type === 'integer') {
    cursor.next();
    cursor.next();
  }
  if (!cursor.accept('@', '{')) return;
  cursor.list(parseOption);
  cursor.expect('}');
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

/** `IF EXISTS`, if it is there. */
export function acceptIfExists(cursor: Cursor): boolean {
  if (!cursor.accept('IF')) return false;
  cursor.expect('EXISTS');
  return true;
}

/** The text read since `start`. */
export function sourceSince(cursor: Cursor, start: Position): string {
  return cursor.text.slice(start.offset, cursor.end);
}
