import { type Position, syntaxError } from './errors.ts';

const number = /0[xX][0-9A-Fa-f]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;

/** The number at `offset` of `text`, which starts with a digit or with a point and a digit. */
export function scanNumber(text: string, offset: number): { type: 'integer' | 'float'; end: number } {
  number.lastIndex = offset;
  number.test(text);
  const image = text.slice(offset, number.lastIndex);
  return { type: /^(?:\d+|0[xX].*)$/.test(image) ? 'integer' : 'float', end: number.lastIndex };
}

/** What a quoted token means: `value` of a string or a name, `bytes` of a bytes literal; `end` is just after it. */
export interface QuotedLiteral {
  readonly type: 'string' | 'bytes' | 'quoted';
  readonly value: string;
  readonly bytes?: Uint8Array;
  readonly end: number;
}

type Locate = (offset: number) => Position;

/**
 * The string, bytes or backticked literal at `start`, whose prefix (r, b) ends at `quoteOffset`.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical#string_and_bytes_literals
 */
export function scanLiteral(text: string, start: number, quoteOffset: number, locate: Locate): QuotedLiteral {
  const prefix = text.slice(start, quoteOffset).toLowerCase();
  const quote = text.charAt(quoteOffset);
  const isTriple = quote !== '`' && text.startsWith(quote.repeat(3), quoteOffset);
  const delimiter = isTriple ? quote.repeat(3) : quote;
  const type = quote === '`' ? 'quoted' : prefix.includes('b') ? 'bytes' : 'string';
  const contentStart = quoteOffset + delimiter.length;
  const contentEnd = closingQuote(text, contentStart, delimiter);
  if (contentEnd < 0) throw syntaxError(`Unclosed ${describe(type, prefix, isTriple)}`, locate(start));
  const content = text.slice(contentStart, contentEnd);
  const end = contentEnd + delimiter.length;
  if (type === 'quoted' && content === '') throw syntaxError('Invalid empty identifier', locate(start));
  const plain = content.includes('\r') ? content.replace(/\r\n?/g, '\n') : content;
  const isRaw = prefix.includes('r') || !content.includes('\\');
  if (type === 'bytes') {
    const bytes = isRaw ? Buffer.from(plain, 'utf8') : bytesOf(unescape(plain, true, contentStart, locate));
    return { type, value: '', bytes: new Uint8Array(bytes), end };
  }
  const value = isRaw ? plain : unescape(plain, false, contentStart, locate).join('');
  // No name may hold NUL, and DuckDB would end its statement there.
  if (type === 'quoted' && value.includes('\0')) throw syntaxError('Invalid identifier', locate(start));
  return { type, value, end };
}

/** Where the closing delimiter starts, -1 if nowhere. A backslash hides what follows it, in raw literals too. */
function closingQuote(text: string, offset: number, delimiter: string): number {
  const allowsNewline = delimiter.length === 3;
  for (let at = offset; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\\') at++;
    else if (text.startsWith(delimiter, at)) return at;
    else if ((character === '\n' || character === '\r') && !allowsNewline) return -1;
  }
  return -1;
}

function describe(type: QuotedLiteral['type'], prefix: string, isTriple: boolean): string {
  if (type === 'quoted') return 'identifier literal';
  return `${isTriple ? 'triple-quoted ' : ''}${prefix.includes('r') ? 'raw ' : ''}${type} literal`;
}

const simpleEscapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '?': '?',
  '"': '"',
  "'": "'",
  '`': '`',
};
const codeEscape = /[0-3][0-7]{2}|[xX]([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})/y;

/** The content in parts: text between escapes, and one part for each escape (a number when it is a byte). */
function unescape(content: string, isBytes: boolean, contentStart: number, locate: Locate): (string | number)[] {
  const parts: (string | number)[] = [];
  let from = 0;
  for (let at = content.indexOf('\\'); at >= 0; at = content.indexOf('\\', from)) {
    parts.push(content.slice(from, at));
    const simple = simpleEscapes[content.charAt(at + 1)];
    const escape = simple === undefined ? codePart(content, at + 1, isBytes) : { part: simple, end: at + 2 };
    if (!escape) {
      throw syntaxError(`Illegal escape sequence: ${describeEscape(content, at, isBytes)}`, locate(contentStart + at));
    }
    parts.push(escape.part);
    from = escape.end;
  }
  parts.push(content.slice(from));
  return parts;
}

function codePart(content: string, at: number, isBytes: boolean): { part: string | number; end: number } | undefined {
  codeEscape.lastIndex = at;
  const match = codeEscape.exec(content);
  if (!match) return undefined;
  const [image, hex, short, long] = match;
  const code = parseInt(hex ?? short ?? long ?? image, (hex ?? short ?? long) ? 16 : 8);
  const end = codeEscape.lastIndex;
  if (isBytes) return (short ?? long) ? undefined : { part: code, end };
  const isScalar = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isScalar ? { part: String.fromCodePoint(code), end } : undefined;
}

/** What is wrong with the escape at `at`, in BigQuery's words. */
function describeEscape(content: string, at: number, isBytes: boolean): string {
  const letter = content.charAt(at + 1);
  if (letter >= '0' && letter <= '3') {
    return `Octal escape must be followed by 3 octal digits but saw: ${content.slice(at, at + 4)}`;
  }
  const length = { x: 2, X: 2, u: 4, U: 8 }[letter];
  if (length === undefined) return `\\${letter}`;
  const seen = content.slice(at, at + 2 + length);
  if (isBytes && length > 2) return `Unicode escape sequence \\${letter} cannot be used in bytes literals`;
  if (/^.[xXuU][0-9A-Fa-f]{4,}$/.test(seen) && seen.length === 2 + length) return `Unicode value ${seen} is invalid`;
  const kind = length === 2 ? 'Hex escape' : `\\${letter}`;
  return `${kind} must be followed by ${length} hex digits but saw: ${seen}`;
}

function bytesOf(parts: readonly (string | number)[]): Buffer {
  return Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.of(part) : Buffer.from(part, 'utf8'))));
}
