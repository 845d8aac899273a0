import { GoogleSqlError } from './errors.ts';
import { printCast } from './casts.ts';
import { quoteString } from './signatures/template.ts';
import type { Literal } from './signatures/signature.ts';
import { FLOAT64, STRING, duckType, printType } from './types.ts';
import type { SqlType } from './types.ts';
import { canonicalJson } from './functions/canonical-json.ts';

const INT64_MAX = 2n ** 63n - 1n;

const DATE = String.raw`(\d{4})-(\d{1,2})-(\d{1,2})`;
const CLOCK = String.raw`(\d{1,2}):(\d{1,2}):(\d{1,2})(\.\d{1,6})?`;
const PATTERNS: Readonly<Record<string, RegExp>> = {
  DATE: new RegExp(`^${DATE}$`, 'u'),
  DATETIME: new RegExp(`^${DATE}(?:[ Tt]${CLOCK})?$`, 'u'),
  TIMESTAMP: new RegExp(`^${DATE}(?:[ Tt]${CLOCK})?(Z|z|[+-]\\d{1,2}(?::?\\d{2})?| [A-Za-z][\\w/+-]*)?$`, 'u'),
  TIME: new RegExp(`^${CLOCK}$`, 'u'),
};

const pad = (text: string | undefined, width = 2): string => (text ?? '0').padStart(width, '0');

/** `2024-1-2` as `2024-01-02`, or undefined where no such day exists. */
function canonicalDate(year = '', month = '', day = ''): string | undefined {
  const text = `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
  const date = new Date(`${text}T00:00:00Z`);
  return year !== '0000' && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : undefined;
}

/** `3:4:5.5` as `03:04:05.5`, or undefined where no such time exists. */
function canonicalClock(hour?: string, minute?: string, second?: string, fraction = ''): string | undefined {
  if (Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59 || Number(second ?? 0) > 59) return undefined;
  return `${pad(hour)}:${pad(minute)}:${pad(second)}${fraction}`;
}

/** DuckDB text of a date or time literal, or undefined where the text is none. */
function printMoment(kind: string, text: string): string | undefined {
  const match = PATTERNS[kind]?.exec(text);
  if (!match) return undefined;
  const parts = match.slice(1);
  if (kind === 'TIME') {
    const clock = canonicalClock(...parts);
    return clock && `TIME '${clock}'`;
  }
  const date = canonicalDate(...parts.slice(0, 3));
  const clock = canonicalClock(...parts.slice(3, 7));
  if (!date || !clock) return undefined;
  if (kind === 'DATE') return `DATE '${date}'`;
  if (kind === 'DATETIME') return `TIMESTAMP '${date} ${clock}'`;
  const zone = parts[7] ?? '';
  if (zone.startsWith(' ')) return `(TIMESTAMP '${date} ${clock}' AT TIME ZONE ${quoteString(zone.trim())})`;
  return `TIMESTAMPTZ '${date} ${clock}${canonicalOffset(zone)}'`;
}

/** `+5` and `+0530` as `+05:00` and `+05:30`; none and `Z` as `+00:00`. */
export function canonicalOffset(zone: string): string {
  const [, sign = '+', hours = '0', minutes = '00'] = /^([+-])(\d{1,2}):?(\d{2})?$/u.exec(zone) ?? [];
  return `${sign}${pad(hours)}:${minutes}`;
}

const hexEscape = (bytes: Uint8Array): string =>
  `'${[...bytes].map((b) => `\\x${pad(b.toString(16))}`).join('')}'::BLOB`;

/** A number with the digits as written, parenthesised where negative. */
const signed = (text: string): string => (text.startsWith('-') ? `(${text})` : text);

const invalid = (text: string, type: SqlType): GoogleSqlError =>
  new GoogleSqlError(`Could not cast literal "${text}" to type ${printType(type)}`);

function printNumber(literal: Literal, to: SqlType): string {
  const { value: given } = literal;
  const text = literal.text ?? (typeof given === 'bigint' || typeof given === 'number' ? String(given) : '');
  if (to.kind === 'INT64') {
    const value = BigInt(text);
    if (value > INT64_MAX || value < -INT64_MAX - 1n) throw new GoogleSqlError(`Invalid integer literal: ${text}`);
    return `${signed(text)}::BIGINT`;
  }
  if (to.kind === 'FLOAT64') {
    const value = Number(text);
    if (!Number.isFinite(value)) throw new GoogleSqlError(`Invalid floating point literal: ${text}`);
    const digits = Object.is(value, -0) ? '-0' : String(value);
    return signed(`${digits}${/e/u.test(digits) ? '' : 'e0'}`);
  }
  return `CAST('${text}' AS ${duckType(to)})`;
}

function printDecimal(text: string, type: SqlType): string {
  const match = /^\s*[+-]?(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?\s*$/u.exec(text);
  const scale = (match?.[2] ?? '').replace(/0+$/u, '').length - Number(match?.[3] ?? 0);
  const isRead = match !== null && (match[1] !== '' || (match[2] ?? '') !== '');
  if (!isRead || scale > (type.kind === 'NUMERIC' ? 9 : 38)) {
    throw new GoogleSqlError(`Invalid ${type.kind} literal: "${text}"`);
  }
  if (scale > 18)
    throw new GoogleSqlError('not supported by the local warehouse: BIGNUMERIC with more than 18 decimals');
  return `CAST('${text.trim()}' AS ${duckType(type)})`;
}

/**
 * The DuckDB text of a literal of type `from` as a `to` (the same unless given). Text of dates, times, NUMERIC and JSON
 * is read here; throws `GoogleSqlError` where it is none, or where `from` has no such coercion.
 */
export function printLiteral(literal: Literal, from: SqlType, to: SqlType = from): string {
  const { value } = literal;
  if (value === null) return `CAST(NULL AS ${duckType(to)})`;
  if (typeof value === 'boolean') return String(value);
  if (value instanceof Uint8Array) return hexEscape(value);
  if (typeof value === 'bigint' || typeof value === 'number' || from.kind === 'FLOAT64') {
    return printNumber(literal, to);
  }
  if (typeof value !== 'string') throw new GoogleSqlError('not supported by the local warehouse: this literal');
  if (from.kind === 'NUMERIC' || from.kind === 'BIGNUMERIC') {
    const text = printDecimal(value, from);
    return from.kind === to.kind ? text : printCast(text, from, to);
  }
  if (from.kind === 'JSON') return `${quoteString(canonicalJson(value, 'exact'))}::JSON`;
  const text = printMoment(to.kind, value);
  if (text !== undefined) return from.kind === 'DATE' && to.kind !== 'DATE' ? printCast(text, from, to) : text;
  if (to.kind !== 'STRING') {
    if (from.kind !== 'STRING') {
      const own = printMoment(from.kind, value);
      if (own === undefined) throw new GoogleSqlError(`Invalid ${from.kind} literal: "${value}"`);
      return printCast(own, from, to);
    }
    throw invalid(value, to);
  }
  return quoteString(value);
}

/** The DuckDB text of a constant the signatures need. */
export const constants = {
  float: (value: number): string => printLiteral({ value }, FLOAT64),
  string: (value: string): string => printLiteral({ value }, STRING),
} as const;
