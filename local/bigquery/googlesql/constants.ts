import { GoogleSqlError } from './errors.ts';
import { printCast } from './casts.ts';
import { quoteString } from './signatures/template.ts';
import type { Literal } from './signatures/signature.ts';
import { FLOAT64, STRING, duckType, printType } from './types.ts';
import type { SqlType } from './types.ts';
import { BIGNUMERIC_KIND, fromText, NUMERIC_KIND, textOf } from './functions/decimals.ts';
import { canonicalJson } from './functions/canonical-json.ts';
import { isMomentKind } from './functions/moment-elements.ts';
import { readMoment } from './functions/read-moment.ts';

const INT64_MAX = 2n ** 63n - 1n;

/** DuckDB text of a date or time literal, or undefined where the text is none. */
function printMoment(type: SqlType, text: string): string | undefined {
  const micros = isMomentKind(type.kind) ? readMoment(type.kind, text) : undefined;
  if (micros === undefined) return undefined;
  const [date = '', clock = ''] = new Date(Number((micros - rest(micros)) / 1000n))
    .toISOString()
    .slice(0, 19)
    .split('T');
  const fraction = rest(micros) === 0n ? '' : `.${pad(String(rest(micros)), 6)}`;
  const day = type.kind === 'TIME' ? '' : date;
  const time = type.kind === 'DATE' ? '' : `${clock}${fraction}`;
  return `${duckType(type)} '${`${day} ${time}`.trim()}${type.kind === 'TIMESTAMP' ? '+00:00' : ''}'`;
}

/** Microseconds past the second. */
const rest = (micros: bigint): bigint => ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;

const pad = (text: string, width: number): string => text.padStart(width, '0');

const hexEscape = (bytes: Uint8Array): string =>
  `'${[...bytes].map((b) => `\\x${pad(b.toString(16), 2)}`).join('')}'::BLOB`;

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
    if (!Number.isFinite(value)) return `'${text.startsWith('-') ? '-' : ''}inf'::DOUBLE`;
    // DuckDB drops the sign of a zero it reads as a number.
    if (Object.is(value, -0)) return "'-0'::DOUBLE";
    return signed(`${value}${/e/u.test(String(value)) ? '' : 'e0'}`);
  }
  return printDecimal(text, to.kind === 'NUMERIC' ? 'NUMERIC' : 'BIGNUMERIC');
}

/** How many decimals a number's text needs. */
function decimalsIn(text: string): number {
  const [, whole = '', fraction = '', power = '0'] = /^\s*[+-]?(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?\s*$/u.exec(text) ?? [];
  const zeros = /0*$/u.exec(whole + fraction)?.[0].length ?? 0;
  return fraction.length - zeros - Number(power);
}

/** A decimal as the type keeps it. */
function printDecimal(text: string, kind: 'NUMERIC' | 'BIGNUMERIC'): string {
  const decimal = kind === 'NUMERIC' ? NUMERIC_KIND : BIGNUMERIC_KIND;
  try {
    return `CAST('${textOf(fromText(decimal)(text), decimal)}' AS ${duckType({ kind })})`;
  } catch (error) {
    throw new GoogleSqlError((error as Error).message);
  }
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
    if (decimalsIn(value) > (from.kind === 'NUMERIC' ? 9 : 38)) {
      throw new GoogleSqlError(`Invalid ${from.kind} literal: "${value}"`);
    }
    const text = printDecimal(value, from.kind);
    return from.kind === to.kind ? text : printCast(text, from, to);
  }
  if (from.kind === 'JSON') return `${quoteString(canonicalJson(value, 'exact'))}::JSON`;
  const text = printMoment(to, value);
  if (text !== undefined) return from.kind === 'DATE' && to.kind !== 'DATE' ? printCast(text, from, to) : text;
  if (to.kind !== 'STRING') {
    if (from.kind !== 'STRING') {
      const own = printMoment(from, value);
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
