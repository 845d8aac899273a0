import { malformedQuery } from '../api-errors.ts';

/** A word, sign or value of a SoQL text; `at` is its offset. */
export interface Token {
  readonly kind: 'name' | 'text' | 'number' | 'sign' | 'end';
  /** A name in lower case, a text without its quotes, else as written. */
  readonly value: string;
  /** A name in backticks is never a keyword. */
  readonly isQuoted: boolean;
  readonly at: number;
}

const patterns = [
  ['space', /\s+/y],
  ['quotedName', /`([^`]*)`/y],
  ['name', /:?[A-Za-z_][A-Za-z0-9_]*/y],
  ['text', /'((?:[^']|'')*)'/y],
  ['number', /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['sign', /<>|<=|>=|!=|==|\|\||:\*|[=<>+\-*/%(),]/y],
] as const;

/** Splits `text` into tokens; the last one is the end. @throws PortalApiError where a character belongs to none. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const found = nextToken(text, at);
    if (found === undefined) throw malformedQuery(text, at, `unexpected ${JSON.stringify(text[at])}`);
    if (found.token !== undefined) tokens.push(found.token);
    at = found.end;
  }
  tokens.push({ kind: 'end', value: '', isQuoted: false, at: text.length });
  return tokens;
}

function nextToken(text: string, at: number): { readonly token: Token | undefined; readonly end: number } | undefined {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) continue;
    const [whole, inner = ''] = match;
    const end = at + whole.length;
    if (kind === 'space') return { token: undefined, end };
    if (kind === 'quotedName') return { token: { kind: 'name', value: inner.toLowerCase(), isQuoted: true, at }, end };
    if (kind === 'text') return { token: { kind, value: inner.replaceAll("''", "'"), isQuoted: false, at }, end };
    return { token: { kind, value: kind === 'name' ? whole.toLowerCase() : whole, isQuoted: false, at }, end };
  }
  return undefined;
}
