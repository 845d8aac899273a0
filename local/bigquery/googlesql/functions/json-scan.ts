import { escapeJson, printJsonString } from './canonical-json.ts';
import { pathSteps } from './json-path.ts';
import type { PathDialect, PathStep } from './json-path.ts';

/** Deeper text is an error, not just no JSON. */
const MAX_DEPTH = 1000;

class NotJson extends Error {}

const SPACE = /[\t\n\v\f\r ]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPE = /u([\da-fA-F]{4})|x([\da-fA-F]{2})|([0-7]{1,3})|([\s\S])/uy;
const ESCAPED: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/**
 * Reads JSON as the functions on STRING do: numbers stay as they are written, names may repeat, quotes may be single, a
 * comma may come too much, and what follows the value that was looked for is not read.
 */
class Scanner {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly quote: (text: string) => string,
  ) {}

  /** The value at the end of the path without white space, or undefined. */
  find(steps: readonly PathStep[], depth = 0): string | undefined {
    const step = steps[depth];
    if (step === undefined) return this.read(depth);
    const inside = (isHere: boolean): string | undefined => {
      if (isHere) return this.find(steps, depth + 1);
      this.read(depth + 1);
      return undefined;
    };
    const next = this.peek();
    if (next === '{') return this.members((name) => inside(name === step.name));
    if (next !== '[') return void this.read(depth);
    const place = /^\s*\+?\d+\s*$/u.test(step.name) ? Number(step.name) : -1;
    return this.elements((index) => inside(index === place));
  }

  /** The texts of an array's elements, or undefined of another value. */
  elementTexts(): readonly string[] | undefined {
    if (this.peek() !== '[') return undefined;
    const texts: string[] = [];
    this.elements(() => void texts.push(this.read(1)));
    return texts;
  }

  private peek(): string {
    SPACE.lastIndex = this.at;
    SPACE.exec(this.text);
    this.at = SPACE.lastIndex;
    return this.text.charAt(this.at);
  }

  private read(depth: number): string {
    if (depth > MAX_DEPTH) {
      throw new Error(`JSON parsing failed due to deeply nested array/struct. Maximum nesting depth is ${MAX_DEPTH}`);
    }
    const next = this.peek();
    if (next === '"' || next === "'") return this.quote(this.string(next));
    if (next === '{') {
      const members: string[] = [];
      this.members((name) => void members.push(`${this.quote(name)}:${this.read(depth + 1)}`));
      return `{${members.join(',')}}`;
    }
    if (next === '[') {
      const elements: string[] = [];
      this.elements(() => void elements.push(this.read(depth + 1)));
      return `[${elements.join(',')}]`;
    }
    // Between two commas is null.
    if (next === ',' || next === ']') return 'null';
    return this.word(next);
  }

  private word(next: string): string {
    const word = { t: 'true', f: 'false', n: 'null' }[next] ?? '';
    if (word !== '' && this.text.startsWith(word, this.at)) {
      this.at += word.length;
      return word;
    }
    NUMBER.lastIndex = this.at;
    const number = NUMBER.exec(this.text)?.[0];
    const end = this.at + (number?.length ?? 0);
    if (number === undefined || /^(?:\.|[eE])/u.test(this.text.charAt(end))) throw new NotJson();
    this.at = end;
    return number;
  }

  private string(mark: string): string {
    let value = '';
    let from = this.at + 1;
    for (let i = from; i < this.text.length; i += 1) {
      const c = this.text.charAt(i);
      if (c === mark) {
        this.at = i + 1;
        return value + this.text.slice(from, i);
      }
      if (c !== '\\') continue;
      ESCAPE.lastIndex = i + 1;
      const match: readonly (string | undefined)[] | null = ESCAPE.exec(this.text);
      if (!match) break;
      const [whole = '', wide, narrow, octal, other = ''] = match;
      if (wide === undefined && narrow === undefined && /^[ux]$/u.test(other)) throw new NotJson();
      const hex = wide ?? narrow;
      const code = hex === undefined ? (octal === undefined ? undefined : parseInt(octal, 8)) : parseInt(hex, 16);
      value += this.text.slice(from, i) + (code === undefined ? (ESCAPED[other] ?? other) : characterOf(code));
      from = i + 1 + whole.length;
      i = from - 1;
    }
    throw new NotJson();
  }

  /** Visits each member at its value; ends early with what a visit gives. */
  private members(visit: (name: string) => string | undefined): string | undefined {
    this.at += 1;
    if (this.ends('}')) return undefined;
    for (;;) {
      const mark = this.peek();
      if (mark !== '"' && mark !== "'") throw new NotJson();
      const name = this.string(mark);
      if (this.peek() !== ':') throw new NotJson();
      this.at += 1;
      const found = visit(name);
      if (found !== undefined) return found;
      if (this.isLast('}')) return undefined;
    }
  }

  private elements(visit: (index: number) => string | undefined): string | undefined {
    this.at += 1;
    if (this.ends(']')) return undefined;
    for (let index = 0; ; index += 1) {
      const found = visit(index);
      if (found !== undefined) return found;
      if (this.isLast(']')) return undefined;
    }
  }

  private ends(close: string): boolean {
    if (this.peek() !== close) return false;
    this.at += 1;
    return true;
  }

  /** Reads what stands between two entries, or ends them. */
  private isLast(close: string): boolean {
    if (this.ends(close)) return true;
    if (this.peek() !== ',') throw new NotJson();
    this.at += 1;
    return this.ends(close);
  }
}

/** Each half of a surrogate pair is escaped by itself, and no character. */
const characterOf = (code: number): string =>
  code >= 0xd800 && code <= 0xdfff ? '\ufffd' : String.fromCodePoint(code);

/** Whether text is a STRING that may hold JSON, or a JSON value's own. */
type Source = 'STRING' | 'JSON';

function found(text: string, path: string, dialect: PathDialect, source: Source): string | undefined {
  const steps = pathSteps(path, dialect);
  try {
    return new Scanner(text, source === 'JSON' ? printJsonString : escapeJson).find(steps);
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
}

/** JSON_QUERY and JSON_EXTRACT: a JSON null in a STRING is NULL. */
export function jsonQuery(text: string, path: string, dialect: PathDialect, source: Source): string | null {
  const value = found(text, path, dialect, source);
  return value === undefined || (value === 'null' && source === 'STRING') ? null : value;
}

const scalarOf = (json: string): string | null =>
  /^[{[n]/u.test(json) ? null : json.startsWith('"') ? (JSON.parse(json) as string) : json;

/** JSON_VALUE and JSON_EXTRACT_SCALAR. */
export function jsonValue(text: string, path: string, dialect: PathDialect): string | null {
  const value = found(text, path, dialect, 'JSON');
  return value === undefined ? null : scalarOf(value);
}

/** JSON_QUERY_ARRAY and JSON_EXTRACT_ARRAY. */
export function jsonQueryArray(
  text: string,
  path: string,
  dialect: PathDialect,
  source: Source,
): readonly string[] | null {
  const value = found(text, path, dialect, source);
  if (value === undefined) return null;
  return new Scanner(value, source === 'JSON' ? printJsonString : escapeJson).elementTexts() ?? null;
}

/** JSON_VALUE_ARRAY and JSON_EXTRACT_STRING_ARRAY: NULL where an element is no scalar. */
export function jsonValueArray(text: string, path: string, dialect: PathDialect): readonly (string | null)[] | null {
  const elements = jsonQueryArray(text, path, dialect, 'JSON');
  return elements === null || elements.some((element) => /^[{[]/u.test(element)) ? null : elements.map(scalarOf);
}
