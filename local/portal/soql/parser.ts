import { malformedQuery, notSupported } from '../api-errors.ts';
import type { Expression, Ordering, Selection, SoqlQuery } from './syntax.ts';
import { type Token, tokenize } from './tokens.ts';

/** Parentheses and the like that may stand in one another. */
const deepest = 60;
/** Operators in one text: more would be too much for the engine's own parser. */
const mostOperators = 1000;

const keywords = new Set(
  'and or not is null between in like as asc desc true false select where group by having order limit offset'.split(
    ' ',
  ),
);

/** Reads a `$select` text. @throws PortalApiError where it is none, as all of these functions do. */
export function parseSelect(text: string): { readonly isDistinct: boolean; readonly content: readonly Selection[] } {
  const parser = new Parser(text);
  return parser.whole(() => parser.selections());
}

/** Reads a `$where` or `$having` text. */
export function parseCondition(text: string): Expression {
  const parser = new Parser(text);
  return parser.whole(() => parser.expression());
}

/** Reads a `$group` text. */
export function parseGroup(text: string): readonly Expression[] {
  const parser = new Parser(text);
  return parser.whole(() => parser.list(() => parser.expression()));
}

/** Reads an `$order` text. */
export function parseOrder(text: string): readonly Ordering[] {
  const parser = new Parser(text);
  return parser.whole(() => parser.list(() => parser.ordering()));
}

/** Reads a whole query: `SELECT … WHERE … GROUP BY … HAVING … ORDER BY … LIMIT … OFFSET …`. */
export function parseQuery(text: string): SoqlQuery {
  const parser = new Parser(text);
  return parser.whole(() => parser.query());
}

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;
  #operators = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokenize(text);
  }

  whole<Content>(read: () => Content): Content {
    const content = read();
    if (this.#peek().kind !== 'end') throw this.#unexpected();
    return content;
  }

  query(): SoqlQuery {
    const clause = <Content>(content: Content) => ({ text: this.#text, content });
    if (!this.#takeWord('select')) throw this.#unexpected('SELECT');
    const { isDistinct, content } = this.selections();
    const select = clause(content);
    const where = this.#takeWord('where') ? [clause(this.expression())] : [];
    const group = this.#takeWords('group', 'by') ? clause(this.list(() => this.expression())) : undefined;
    const having = this.#takeWord('having') ? clause(this.expression()) : undefined;
    const order = this.#takeWords('order', 'by') ? clause(this.list(() => this.ordering())) : undefined;
    const limit = this.#takeWord('limit') ? this.#wholeNumber() : undefined;
    const offset = this.#takeWord('offset') ? this.#wholeNumber() : undefined;
    return { isDistinct, select, where, group, having, order, limit, offset };
  }

  selections(): { readonly isDistinct: boolean; readonly content: readonly Selection[] } {
    const isDistinct = this.#takeWord('distinct');
    const content = this.list(() => this.#selection());
    // SoQL's grammar has the stars at the beginning, the system's first.
    content.forEach(({ kind }, index) => {
      const before = content[index - 1]?.kind;
      if ((kind === 'system' && index > 0) || (kind === 'columns' && index > 0 && before !== 'system')) {
        throw malformedQuery(this.#text, 0, '`:*` and `*` stand at the beginning of a selection, in this order');
      }
    });
    return { isDistinct, content };
  }

  list<Item>(read: () => Item): readonly Item[] {
    const items = [read()];
    while (this.#takeSign(',') !== undefined) items.push(read());
    return items;
  }

  ordering(): Ordering {
    const expression = this.expression();
    const isDescending = this.#takeWord('desc');
    if (!isDescending) this.#takeWord('asc');
    if (this.#isWord('nulls') || this.#isWord('null')) throw notSupported('`NULL FIRST` and `NULL LAST` in an order');
    return { expression, isDescending };
  }

  expression(): Expression {
    this.#depth += 1;
    if (this.#depth > deepest) throw malformedQuery(this.#text, this.#peek().at, 'the query nests too deep');
    const result = this.#chain('or', () => this.#chain('and', () => this.#negation()));
    this.#depth -= 1;
    return result;
  }

  #selection(): Selection {
    if (this.#takeSign(':*') !== undefined) return { kind: 'system' };
    if (this.#takeSign('*') !== undefined) return { kind: 'columns' };
    const expression = this.expression();
    const alias = this.#takeWord('as') ? this.#name() : undefined;
    return { kind: 'expression', expression, alias };
  }

  #chain(word: 'and' | 'or', read: () => Expression): Expression {
    const { at } = this.#peek();
    const first = read();
    const operands = [first];
    while (this.#takeWord(word)) {
      this.#countOperator();
      operands.push(read());
    }
    return operands.length === 1 ? first : { kind: 'call', name: word, operands, at };
  }

  #negation(): Expression {
    const { at } = this.#peek();
    if (!this.#takeWord('not')) return this.#test();
    this.#countOperator();
    this.#depth += 1;
    if (this.#depth > deepest) throw malformedQuery(this.#text, at, 'the query nests too deep');
    const operand = this.#negation();
    this.#depth -= 1;
    return { kind: 'call', name: 'not', operands: [operand], at };
  }

  #test(): Expression {
    const left = this.#comparison();
    const { at } = this.#peek();
    if (this.#takeWord('is')) {
      const isNegated = this.#takeWord('not');
      if (!this.#takeWord('null')) throw this.#unexpected('NULL');
      return { kind: 'call', name: isNegated ? 'is not null' : 'is null', operands: [left], at };
    }
    const isNegated = this.#takeWord('not');
    const negated = (test: Expression): Expression =>
      isNegated ? { kind: 'call', name: 'not', operands: [test], at } : test;
    if (this.#takeWord('between')) {
      const low = this.#sum();
      if (!this.#takeWord('and')) throw this.#unexpected('AND');
      return negated({ kind: 'call', name: 'between', operands: [left, low, this.#sum()], at });
    }
    if (this.#takeWord('in')) {
      this.#need('(');
      const values = this.list(() => this.#sum());
      this.#need(')');
      return negated({ kind: 'call', name: 'in', operands: [left, ...values], at });
    }
    if (this.#takeWord('like')) return negated({ kind: 'call', name: 'like', operands: [left, this.#sum()], at });
    if (isNegated) throw this.#unexpected('BETWEEN, IN or LIKE');
    return left;
  }

  #comparison(): Expression {
    const left = this.#sum();
    const sign = this.#takeSign('=', '==', '!=', '<>', '<', '<=', '>', '>=');
    if (sign === undefined) return left;
    this.#countOperator();
    const name = sign.value === '==' ? '=' : sign.value === '<>' ? '!=' : sign.value;
    return { kind: 'call', name, operands: [left, this.#sum()], at: sign.at };
  }

  #sum(): Expression {
    return this.#binary(['+', '-', '||'], () => this.#binary(['*', '/', '%'], () => this.#unary()));
  }

  #binary(signs: readonly string[], read: () => Expression): Expression {
    let left = read();
    for (let sign = this.#takeSign(...signs); sign !== undefined; sign = this.#takeSign(...signs)) {
      this.#countOperator();
      // Each one nests, also where it is written flat.
      if (this.#operators > mostOperators / 5) throw malformedQuery(this.#text, sign.at, 'too many operators');
      left = { kind: 'call', name: sign.value, operands: [left, read()], at: sign.at };
    }
    return left;
  }

  #unary(): Expression {
    const sign = this.#takeSign('-', '+');
    if (sign === undefined) return this.#primary();
    const token = this.#peek();
    if (token.kind !== 'number') throw this.#unexpected('a number');
    this.#next += 1;
    return {
      kind: 'literal',
      type: 'number',
      value: sign.value === '-' ? `-${token.value}` : token.value,
      at: sign.at,
    };
  }

  #primary(): Expression {
    const token = this.#peek();
    const { at, value } = token;
    if (token.kind === 'text' || token.kind === 'number') {
      this.#next += 1;
      return { kind: 'literal', type: token.kind, value, at };
    }
    if (this.#takeSign('(') !== undefined) {
      const inner = this.expression();
      this.#need(')');
      return inner;
    }
    if (this.#takeWord('null')) return { kind: 'literal', type: 'null', value: 'null', at };
    if (this.#takeWord('true') || this.#takeWord('false')) return { kind: 'literal', type: 'boolean', value, at };
    const name = this.#name();
    return this.#takeSign('(') === undefined ? { kind: 'column', name, at } : this.#call(name, at);
  }

  #call(name: string, at: number): Expression {
    if (this.#takeSign(')') !== undefined) return { kind: 'call', name, operands: [], at };
    if (this.#takeSign('*') !== undefined) {
      this.#need(')');
      return { kind: 'call', name, operands: [], isStar: true, at };
    }
    const isDistinct = this.#takeWord('distinct');
    const operands = this.list(() => this.expression());
    this.#need(')');
    return { kind: 'call', name, operands, ...(isDistinct ? { isDistinct } : {}), at };
  }

  #name(): string {
    const token = this.#peek();
    if (token.kind !== 'name' || (!token.isQuoted && keywords.has(token.value))) throw this.#unexpected('a name');
    this.#next += 1;
    return token.value;
  }

  #wholeNumber(): number {
    const token = this.#peek();
    if (token.kind !== 'number' || !/^\d{1,15}$/.test(token.value)) throw this.#unexpected('a whole number');
    this.#next += 1;
    return Number(token.value);
  }

  #countOperator(): void {
    this.#operators += 1;
    if (this.#operators > mostOperators) throw malformedQuery(this.#text, this.#peek().at, 'too many operators');
  }

  #peek(): Token {
    const token = this.#tokens[Math.min(this.#next, this.#tokens.length - 1)];
    if (token === undefined) throw new Error('a text has at least its end');
    return token;
  }

  #isWord(word: string): boolean {
    const { kind, value, isQuoted } = this.#peek();
    return kind === 'name' && value === word && !isQuoted;
  }

  #takeWord(word: string): boolean {
    const isThere = this.#isWord(word);
    if (isThere) this.#next += 1;
    return isThere;
  }

  #takeWords(first: string, second: string): boolean {
    if (!this.#takeWord(first)) return false;
    if (!this.#takeWord(second)) throw this.#unexpected(second.toUpperCase());
    return true;
  }

  #takeSign(...signs: readonly string[]): Token | undefined {
    const token = this.#peek();
    if (token.kind !== 'sign' || !signs.includes(token.value)) return undefined;
    this.#next += 1;
    return token;
  }

  #need(sign: string): void {
    if (this.#takeSign(sign) === undefined) throw this.#unexpected(`\`${sign}\``);
  }

  #unexpected(expected?: string): Error {
    const token = this.#peek();
    const found = token.kind === 'end' ? 'the end' : `\`${this.#text.slice(token.at, token.at + 20)}\``;
    const hint = expected === undefined ? '' : `; expected ${expected}`;
    return malformedQuery(this.#text, token.at, `unexpected ${found}${hint}`);
  }
}
