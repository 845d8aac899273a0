import { GoogleSqlError, type Position, syntaxError } from '../errors.ts';
import { otherKeywords } from '../keywords.ts';
import { type Token, tokenize } from '../lexer.ts';

/** How many expressions, queries, joined tables, types and blocks may stand in one another. */
const maximumNesting = 300;
/** How long a chain such as `a + b + c …` or `a join b join c …` may be: each link nests one level in the tree. */
const maximumChain = 1000;

/** Reads the tokens of one text from left to right. Words are compared in upper case, symbols as they are. */
export class Cursor {
  readonly tokens: readonly Token[];
  token: Token;
  index = 0;
  private depth = 0;
  private parameters = 0;

  constructor(readonly text: string) {
    this.tokens = tokenize(text);
    this.token = this.tokens[0] as Token;
    if (this.token.error) throw this.token.error;
  }

  /** Where the current token starts: the position of a node about to be read. */
  get position(): Position {
    return this.token.position;
  }

  /** Where the token read last ends: the end of a node just read. */
  get end(): number {
    return this.tokens[this.index - 1]?.end ?? 0;
  }

  peek(distance = 1): Token {
    return this.tokens[this.index + distance] ?? (this.tokens[this.tokens.length - 1] as Token);
  }

  next(): Token {
    const token = this.token;
    if (token.type !== 'end') this.token = this.tokens[++this.index] as Token;
    if (this.token.error) throw this.token.error;
    return token;
  }

  /** Whether the next tokens are these. */
  at(first: string, second?: string, third?: string): boolean {
    return (
      this.token.text === first &&
      (second === undefined || this.peek().text === second) &&
      (third === undefined || this.peek(2).text === third)
    );
  }

  atAny(texts: ReadonlySet<string>): boolean {
    return texts.has(this.token.text);
  }

  /** Reads these tokens if they are all there. */
  accept(first: string, second?: string, third?: string): boolean {
    if (!this.at(first, second, third)) return false;
    this.next();
    if (second !== undefined) this.next();
    if (third !== undefined) this.next();
    return true;
  }

  expect(...texts: readonly string[]): void {
    for (const text of texts) {
      if (this.token.text !== text) throw this.expected(describeText(text));
      this.next();
    }
  }

  /** Reads what must follow an expression; so much else could that errors name only what came. */
  expectAfterExpression(...texts: readonly string[]): void {
    for (const text of texts) if (!this.accept(text)) throw this.unexpected();
  }

  /** Reads one of these words and gives it back. */
  expectOneOf<Text extends string>(...texts: readonly Text[]): Text {
    const found = texts.find((text) => text === this.token.text);
    if (found === undefined) throw this.expected(texts.map(describeText).join(' or '));
    this.next();
    return found;
  }

  expectString(): string {
    if (this.token.type !== 'string') throw this.expected('string literal');
    return this.next().value;
  }

  /** `item, item, …` */
  list<Item>(read: (cursor: Cursor) => Item): Item[] {
    const items = [read(this)];
    while (this.accept(',')) items.push(read(this));
    return items;
  }

  /** `(item, …)`; an empty list only if allowed. */
  parenthesizedList<Item>(read: (cursor: Cursor) => Item, allowEmpty = false): Item[] {
    this.expect('(');
    if (allowEmpty && this.accept(')')) return [];
    const items = this.list(read);
    if (!this.accept(')')) throw this.expected('")" or ","');
    return items;
  }

  /** `(expression, …)` */
  parenthesizedExpressions<Item>(read: (cursor: Cursor) => Item): Item[] {
    this.expect('(');
    const items = this.list(read);
    this.expectAfterExpression(')');
    return items;
  }

  /** Reads what may hold itself again, within bounds. */
  nested<Result>(read: (cursor: Cursor) => Result): Result {
    if (++this.depth > maximumNesting) throw this.tooDeep(`nested more than ${maximumNesting} levels deep`);
    const result = read(this);
    this.depth--;
    return result;
  }

  checkChain(links: number): void {
    if (links > maximumChain) throw this.tooDeep(`chained more than ${maximumChain} times`);
  }

  nextParameterIndex(): number {
    return this.parameters++;
  }

  expected(what: string): GoogleSqlError {
    return syntaxError(`Expected ${what} but got ${describeToken(this.token)}`, this.position);
  }

  unexpected(): GoogleSqlError {
    return syntaxError(`Unexpected ${describeToken(this.token)}`, this.position);
  }

  private tooDeep(how: string): GoogleSqlError {
    return new GoogleSqlError(
      `Query is too complex: expressions or queries are ${how}`,
      this.position,
      'resourcesExceeded',
    );
  }
}

function describeText(text: string): string {
  return /^[A-Z]/.test(text) ? `keyword ${text}` : `"${text}"`;
}

/** A token in the words of BigQuery's messages. */
function describeToken(token: Token): string {
  switch (token.type) {
    case 'end':
      return 'end of script';
    case 'keyword':
      return `keyword ${token.text}`;
    case 'identifier':
      return otherKeywords.has(token.text) ? `keyword ${token.text}` : `identifier "${token.value}"`;
    case 'quoted':
      return `identifier ${token.text}`;
    case 'integer':
      return `integer literal "${token.text}"`;
    case 'float':
      return `floating point literal "${token.text}"`;
    case 'string':
      return `string literal ${shorten(token.text)}`;
    case 'bytes':
      return `bytes literal ${shorten(token.text)}`;
    case 'symbol':
      return `"${token.text}"`;
  }
}

function shorten(image: string): string {
  const line = image.replace(/\n/g, '\\n').replace(/\r/g, '\\r');
  const quote = /("""|'''|"|')$/.exec(line)?.[0] ?? '';
  const longest = 50;
  return line.length <= longest + 4 ? line : `${line.slice(0, longest - quote.length)}...${quote}`;
}
