import { GoogleSqlError } from '../errors.ts';

/** What to do with a number that no FLOAT64 holds as written. */
export type WideNumbers = 'exact' | 'round';

type Json = null | boolean | string | JsonNumber | readonly Json[] | ReadonlyMap<string, Json>;

/** A number keeps its digits until it is printed. */
interface JsonNumber {
  readonly digits: string;
}

const INT64_MIN = -(2n ** 63n);
const UINT64_MAX = 2n ** 64n - 1n;
const STRING = String.raw`"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"`;
const NUMBER = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?`;
const TOKEN = new RegExp(`[ \\t\\n\\r]*(?:([{}[\\],:])|(${STRING})|(${NUMBER})|(true|false|null))`, 'uy');

class Reader {
  private position = 0;
  private token = '';

  constructor(private readonly text: string) {
    this.next();
  }

  /** One value and nothing after it. */
  document(): Json {
    const value = this.value(0);
    if (this.token !== '') throw new SyntaxError('text after the value');
    return value;
  }

  private next(): void {
    TOKEN.lastIndex = this.position;
    const match = TOKEN.exec(this.text);
    if (!match && this.text.slice(this.position).trim() !== '') throw new SyntaxError('not JSON');
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
    if (token.startsWith('"')) return JSON.parse(token) as string;
    if (token === 'true' || token === 'false') return token === 'true';
    if (token === 'null') return null;
    if (/^[-\d]/u.test(token)) return { digits: token };
    throw new SyntaxError('expected a value');
  }

  private members(depth: number): Json {
    const members = new Map<string, Json>();
    while (this.token !== '}') {
      if (members.size > 0) this.take(',');
      if (!this.token.startsWith('"')) throw new SyntaxError('expected a name');
      const name = JSON.parse(this.token) as string;
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
  if (magnitude !== 0 && (magnitude < 1e-5 || magnitude >= 1e15)) {
    const [mantissa = '', exponent = ''] = value.toExponential().split('e');
    return `${mantissa}e${exponent.replace(/^([+-])(\d)$/u, '$10$2')}`;
  }
  const text = String(value);
  return /[.e]/u.test(text) ? text : `${text}.0`;
}

function printNumber(digits: string, wide: WideNumbers): string {
  if (/^-?\d+$/u.test(digits)) {
    const integer = BigInt(digits);
    if (integer >= INT64_MIN && integer <= UINT64_MAX) return digits === '-0' ? '0' : digits;
  }
  const value = Number(digits);
  const significant = digits
    .replace(/[eE].*/u, '')
    .replaceAll(/[-.]/gu, '')
    .replace(/^0+/u, '')
    .replace(/0+$/u, '');
  if (!Number.isFinite(value) || (wide === 'exact' && significant.length > 17)) {
    throw new SyntaxError(`Input number: ${digits} cannot round-trip through string representation`);
  }
  return printJsonFloat(value);
}

/** Text escapes as BigQuery writes them: slashes stay, control characters are `\u001f`. */
export const printJsonString = (text: string): string => JSON.stringify(text).replaceAll('\u007f', '\\u007f');

const byCodePoint = ([a]: readonly [string, Json], [b]: readonly [string, Json]): number =>
  Buffer.compare(Buffer.from(a), Buffer.from(b));

function print(value: Json, wide: WideNumbers): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return printJsonString(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map((item) => print(item, wide)).join(',')}]`;
  if (value instanceof Map) {
    const members = [...(value as ReadonlyMap<string, Json>)].sort(byCodePoint);
    return `{${members.map(([name, member]) => `${printJsonString(name)}:${print(member, wide)}`).join(',')}}`;
  }
  return printNumber((value as JsonNumber).digits, wide);
}

/**
 * JSON text as the JSON type keeps it: no white space, names in order, each number an INT64, UINT64 or FLOAT64. Throws
 * `GoogleSqlError` where the text is no JSON or, under `exact`, has a number that a FLOAT64 would change.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/json_functions#parse_json
 */
export function canonicalJson(text: string, wide: WideNumbers): string {
  try {
    return print(new Reader(text).document(), wide);
  } catch (error) {
    throw new GoogleSqlError(`Invalid JSON literal: ${(error as Error).message}`);
  }
}
