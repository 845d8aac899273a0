import { GoogleSqlError } from '../errors.ts';

/** What to do with a number that no FLOAT64 holds as written. */
export type WideNumbers = 'exact' | 'round';

/** A JSON value that was read; a member's name is in it once. */
export type Json = null | boolean | string | JsonNumber | readonly Json[] | ReadonlyMap<string, Json>;

/** A number keeps its digits until it is printed. */
interface JsonNumber {
  readonly digits: string;
}

const INT64_MIN = -(2n ** 63n);
const UINT64_MAX = 2n ** 64n - 1n;
const STRING = String.raw`"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"`;
const NUMBER = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?`;
const TOKEN = new RegExp(`[ \\t\\n\\r]*(?:([{}[\\],:])|(${STRING})|(${NUMBER})|(true|false|null))`, 'uy');

/** A token's kind as a message names it. */
const kindOf = (token: string): string => {
  if (token === '') return 'end of input';
  if (token.startsWith('"')) return 'string literal';
  if (/^[-\d]/u.test(token)) return 'number literal';
  return /^[a-z]/u.test(token) ? `${token} literal` : `'${token}'`;
};

const unexpected = (token: string, expected: string): SyntaxError =>
  new SyntaxError(`syntax error while parsing value - unexpected ${kindOf(token)}; expected ${expected}`);

const invalid = (rest: string): SyntaxError =>
  new SyntaxError(
    rest.startsWith('"')
      ? 'syntax error while parsing value - invalid string'
      : `syntax error while parsing value - invalid literal; last read: '${rest.charAt(0)}'`,
  );

/** The text of a string; half a surrogate pair is none. */
function stringOf(token: string): string {
  if (!token.includes('\\')) return token.slice(1, -1);
  const text = JSON.parse(token) as string;
  if (/\p{Surrogate}/u.test(text)) throw new SyntaxError('syntax error while parsing value - invalid string');
  return text;
}

class Reader {
  private position = 0;
  private token = '';

  constructor(private readonly text: string) {
    this.next();
  }

  /** One value and nothing after it. */
  document(): Json {
    const value = this.value(0);
    if (this.token !== '') throw unexpected(this.token, 'end of input');
    return value;
  }

  private next(): void {
    TOKEN.lastIndex = this.position;
    const match = TOKEN.exec(this.text);
    if (!match && this.text.slice(this.position).trim() !== '')
      throw invalid(this.text.slice(this.position).trimStart());
    this.token = match ? (match[1] ?? match[2] ?? match[3] ?? match[4] ?? '') : '';
    this.position = match ? TOKEN.lastIndex : this.text.length;
  }

  private take(expected: string): void {
    if (this.token !== expected) throw new SyntaxError(`expected ${expected}`);
    this.next();
  }

  private value(depth: number): Json {
    const { token } = this;
    if (depth > 500) throw new SyntaxError('nested too deep');
    this.next();
    if (token === '{') return this.members(depth);
    if (token === '[') return this.elements(depth);
    if (token.startsWith('"')) return stringOf(token);
    if (token === 'true' || token === 'false') return token === 'true';
    if (token === 'null') return null;
    if (/^[-\d]/u.test(token)) return { digits: token };
    throw unexpected(token, "'[', '{', or a literal");
  }

  private members(depth: number): Json {
    const members = new Map<string, Json>();
    while (this.token !== '}') {
      if (members.size > 0) this.take(',');
      if (!this.token.startsWith('"')) throw new SyntaxError('expected a name');
      const name = stringOf(this.token);
      this.next();
      this.take(':');
      const value = this.value(depth + 1);
      // The first of two members with one name counts.
      if (!members.has(name)) members.set(name, value);
    }
    this.next();
    return members;
  }

  private elements(depth: number): Json {
    const elements: Json[] = [];
    while (this.token !== ']') {
      if (elements.length > 0) this.take(',');
      elements.push(this.value(depth + 1));
    }
    this.next();
    return elements;
  }
}

/** A FLOAT64 as JSON prints it: shortest form, `1.0`, `1e+20`. */
export function printJsonFloat(value: number): string {
  if (Object.is(value, -0)) return '-0.0';
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e15)) {
    const [mantissa = '', exponent = ''] = value.toExponential().split('e');
    return `${mantissa}e${exponent.replace(/^([+-])(\d)$/u, '$10$2')}`;
  }
  const text = String(value);
  return /[.e]/u.test(text) ? text : `${text}.0`;
}

/** A number's digits and the power of ten of the last, without zeros at either end. */
function significant(text: string): string {
  const [, whole = '', fraction = '', exponent = '0'] = /^-?(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/u.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/u, '');
  const kept = digits.replace(/0+$/u, '');
  return kept === '' ? '0' : `${kept}e${Number(exponent) - fraction.length + digits.length - kept.length}`;
}

function printNumber(digits: string, wide: WideNumbers): string {
  if (/^-?\d+$/u.test(digits)) {
    const integer = BigInt(digits);
    if (integer >= INT64_MIN && integer <= UINT64_MAX) return digits === '-0' ? '0' : digits;
  }
  const value = Number(digits);
  if (!Number.isFinite(value)) throw new SyntaxError(`number overflow parsing '${digits}'`);
  if (wide === 'exact' && significant(digits) !== significant(String(value))) {
    throw new SyntaxError(`Input number: ${digits} cannot round-trip through string representation`);
  }
  return printJsonFloat(value);
}

/** A string as a JSON value prints it: control characters are `\u001f`, all others stand for themselves. */
export const printJsonString = (text: string): string => JSON.stringify(text);

/** A string as TO_JSON_STRING and the functions on STRING print it: they escape Unicode's line ends too. */
export const escapeJson = (text: string): string =>
  JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');

/** By code point; UTF-16 has another order only where surrogates are. */
function byCodePoint([a]: readonly [string, Json], [b]: readonly [string, Json]): number {
  if (/[\ud800-\udfff]/.test(a + b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A JSON value's text, names in order. Throws `SyntaxError` where a number does not fit. */
export function printJson(value: Json, wide: WideNumbers): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return printJsonString(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map((item) => printJson(item, wide)).join(',')}]`;
  if (value instanceof Map) {
    const members = [...(value as ReadonlyMap<string, Json>)].sort(byCodePoint);
    return `{${members.map(([name, member]) => `${printJsonString(name)}:${printJson(member, wide)}`).join(',')}}`;
  }
  return printNumber((value as JsonNumber).digits, wide);
}

/** Reads JSON text; throws `SyntaxError` where it is none. */
export const readJson = (text: string): Json => new Reader(text).document();

/**
 * JSON text as the JSON type keeps it: no white space, names in order, each number an INT64, UINT64 or FLOAT64. Throws
 * `GoogleSqlError` where the text is no JSON or, under `exact`, has a number that a FLOAT64 would change.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/json_functions#parse_json
 */
export function canonicalJson(text: string, wide: WideNumbers, what = 'Invalid JSON literal'): string {
  try {
    return printJson(readJson(text), wide);
  } catch (error) {
    throw new GoogleSqlError(`${what}: ${(error as Error).message}`);
  }
}
