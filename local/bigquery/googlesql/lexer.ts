import { GoogleSqlError, type Position, syntaxError } from './errors.ts';
import { reservedKeywords } from './keywords.ts';
import { scanLiteral, scanNumber } from './literals.ts';

/** `identifier` is an unquoted word that may be a name, `keyword` a reserved one, `quoted` a name in backticks. */
export type TokenType =
  'keyword' | 'identifier' | 'quoted' | 'string' | 'bytes' | 'integer' | 'float' | 'symbol' | 'end';

export interface Token {
  readonly type: TokenType;
  /** Words in upper case, everything else as written: what the grammar compares. */
  readonly text: string;
  /** The name as written, or the meaning of a string literal or a quoted name. */
  readonly value: string;
  /** The meaning of a bytes literal. */
  readonly bytes?: Uint8Array;
  readonly position: Position;
  readonly end: number;
  /** On the last token: why the text could not be read further. Thrown when the parser gets there, not before. */
  readonly error?: GoogleSqlError;
  /** For `(`: the index of the token that closes it, -1 if none does. */
  close: number;
}

const word = /[A-Za-z0-9_]*/y;
const space = /\s*/y;
const twoCharacterSymbols: ReadonlySet<string> = new Set([
  '<=',
  '>=',
  '!=',
  '<>',
  '<<',
  '||',
  '|>',
  '=>',
  '->',
  '@@',
  '+=',
  '-=',
]);
const symbols = '!()[]{},;.:?@=<>+-*/~^&|';

/**
 * The tokens of a text, ended by one of type `end`, which carries the error if the rest could not be read: an unclosed
 * literal or comment, an illegal escape or character. `>>` comes as two tokens, since it may close two types.
 */
export function tokenize(text: string): Token[] {
  return new Lexer(text).run();
}

class Lexer {
  private readonly tokens: Token[] = [];
  private readonly openParentheses: Token[] = [];
  private offset = 0;
  /** Where the last token or comment ends: there the text ends, for messages. */
  private contentEnd = 0;
  /** What `positionOf` has counted up to. */
  private line = 1;
  private column = 1;
  private counted = 0;

  constructor(private readonly text: string) {}

  run(): Token[] {
    try {
      while (this.skipBlanks()) this.scanToken();
      this.offset = this.contentEnd;
      this.push('end', '', '', this.offset);
    } catch (error) {
      if (!(error instanceof GoogleSqlError) || !error.position) throw error;
      this.tokens.push({
        type: 'end',
        text: '',
        value: '',
        position: error.position,
        end: this.offset,
        error,
        close: -1,
      });
    }
    return this.tokens;
  }

  private scanToken(): void {
    const code = this.text.charCodeAt(this.offset);
    const isPoint = code === 0x2e && isDigit(this.text.charCodeAt(this.offset + 1)) && !this.endsOperand();
    if (isWordStart(code)) this.scanWordOrLiteral();
    else if (isDigit(code) && this.followsName()) this.scanWord();
    else if (isDigit(code) || isPoint) this.scanNumber();
    else if (code === 0x27 || code === 0x22 || code === 0x60) this.scanQuoted(this.offset);
    else this.scanSymbol();
  }

  /** After `name.`, digits and reserved words are names too. */
  private followsName(): boolean {
    const last = this.tokens.at(-1);
    return last?.text === '.' && last.end === this.offset && this.endsOperand(this.tokens.length - 2);
  }

  private endsOperand(index = this.tokens.length - 1): boolean {
    const last = this.tokens[index];
    return (
      last !== undefined &&
      (last.type === 'identifier' || last.type === 'quoted' || last.text === ')' || last.text === ']')
    );
  }

  private scanWordOrLiteral(): void {
    const prefix = literalPrefixLength(this.text, this.offset);
    if (prefix > 0) this.scanQuoted(this.offset + prefix);
    else this.scanWord();
  }

  private scanWord(): void {
    word.lastIndex = this.offset;
    word.test(this.text);
    const value = this.text.slice(this.offset, word.lastIndex);
    const upper = value.toUpperCase();
    const isKeyword = reservedKeywords.has(upper) && this.tokens.at(-1)?.text !== '.';
    this.push(isKeyword ? 'keyword' : 'identifier', upper, value, word.lastIndex);
  }

  private scanNumber(): void {
    const { type, end } = scanNumber(this.text, this.offset);
    const last = this.tokens.at(-1);
    // In a dashed project name (`my-project-1.dataset`) the point is not the number's.
    const isDashed = last?.text === '-' && last.end === this.offset && this.text.charAt(end - 1) === '.';
    if (!isDashed && isWordStart(this.text.charCodeAt(end))) {
      throw syntaxError('Missing whitespace between literal and alias', this.positionOf(end));
    }
    const image = this.text.slice(this.offset, end);
    this.push(type, image, image, end);
  }

  private scanQuoted(quoteOffset: number): void {
    const start = this.positionOf(this.offset);
    const literal = scanLiteral(this.text, this.offset, quoteOffset, (offset) =>
      offset === start.offset ? start : this.positionOf(offset),
    );
    const image = this.text.slice(this.offset, literal.end);
    this.tokens.push({ ...literal, text: image, position: start, close: -1 });
    this.offset = literal.end;
    this.contentEnd = literal.end;
  }

  private scanSymbol(): void {
    const two = this.text.slice(this.offset, this.offset + 2);
    const symbol = twoCharacterSymbols.has(two) ? two : two.charAt(0);
    if (!symbols.includes(symbol.charAt(0))) {
      throw syntaxError(
        `Illegal input character "${String.fromCodePoint(this.text.codePointAt(this.offset) ?? 0)}"`,
        this.positionOf(this.offset),
      );
    }
    this.push('symbol', symbol, symbol, this.offset + symbol.length);
    const token = this.tokens[this.tokens.length - 1];
    if (symbol === '(' && token) this.openParentheses.push(token);
    const open = symbol === ')' ? this.openParentheses.pop() : undefined;
    if (open) open.close = this.tokens.length - 1;
  }

  private push(type: TokenType, text: string, value: string, end: number): void {
    this.tokens.push({ type, text, value, position: this.positionOf(this.offset), end, close: -1 });
    this.offset = end;
    this.contentEnd = end;
  }

  /** Whether anything is left. */
  private skipBlanks(): boolean {
    for (;;) {
      space.lastIndex = this.offset;
      space.test(this.text);
      this.offset = space.lastIndex;
      if (this.startsWith('--') || this.startsWith('#')) this.offset = lineEnd(this.text, this.offset);
      else if (this.startsWith('/*')) this.offset = this.commentEnd();
      else return this.offset < this.text.length;
      this.contentEnd = this.offset;
    }
  }

  private commentEnd(): number {
    const close = this.text.indexOf('*/', this.offset + 2);
    if (close < 0) throw syntaxError('Unclosed comment', this.positionOf(this.offset));
    return close + 2;
  }

  private startsWith(prefix: string): boolean {
    return this.text.startsWith(prefix, this.offset);
  }

  /** Offsets must not fall from call to call. As BigQuery counts: by character, a tab up to the next multiple of 8. */
  private positionOf(offset: number): Position {
    for (; this.counted < offset; this.counted++) {
      const code = this.text.charCodeAt(this.counted);
      const endsLine = code === 0x0a || (code === 0x0d && this.text.charCodeAt(this.counted + 1) !== 0x0a);
      if (endsLine) {
        this.line++;
        this.column = 1;
      } else if (code === 0x09) this.column += 8 - ((this.column - 1) % 8);
      else if (code < 0xdc00 || code > 0xdfff) this.column++;
    }
    return { line: this.line, column: this.column, offset };
  }
}

/** How many letters of r, b, rb, br stand before a quote at `offset`; 0 when it is a plain word. */
function literalPrefixLength(text: string, offset: number): number {
  let length = 0;
  while (length < 2 && 'rRbB'.includes(text.charAt(offset + length))) length++;
  const quote = text.charCodeAt(offset + length);
  if (quote !== 0x27 && quote !== 0x22) return 0;
  const isTwice = length === 2 && text.charAt(offset).toLowerCase() === text.charAt(offset + 1).toLowerCase();
  return isTwice ? 0 : length;
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}

function isWordStart(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code === 0x5f;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
