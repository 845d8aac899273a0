import { readJson } from './canonical-json.ts';
import type { Json } from './canonical-json.ts';

const INT64_LIMIT = 2n ** 63n;
const INTEGER = /^\s*[+-]?\d+\s*$/u;
const DECIMAL = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/iu;
const HEXADECIMAL = /^\s*[+-]?0x[\da-f]+\s*$/iu;
const INFINITE = /^\s*([+-]?)inf(?:inity)?\s*$/iu;

/** The digits of a JSON number or string; undefined of any other value. */
const textOf = (value: Json): string | undefined =>
  typeof value === 'string'
    ? value
    : value !== null && typeof value === 'object' && 'digits' in value
      ? value.digits
      : undefined;

const isString = (value: Json): boolean => typeof value === 'string';

function roundedInteger(text: string): bigint | null {
  if (!INTEGER.test(text) && !DECIMAL.test(text)) return null;
  const value = Number(text);
  const integer = INTEGER.test(text)
    ? BigInt(text.trim().replace(/^\+/u, ''))
    : Number.isFinite(value)
      ? BigInt(Math.sign(value) * Math.round(Math.abs(value)))
      : INT64_LIMIT;
  return integer >= -INT64_LIMIT && integer < INT64_LIMIT ? integer : null;
}

/** LAX_INT64: what rounds to an INT64, half away from zero. */
export function laxInteger(json: string): bigint | null {
  const value = readJson(json);
  if (typeof value === 'boolean') return value ? 1n : 0n;
  const text = textOf(value);
  return text === undefined ? null : roundedInteger(text);
}

/** LAX_FLOAT64. */
export function laxFloat(json: string): number | null {
  const value = readJson(json);
  const text = textOf(value);
  if (text === undefined) return null;
  if (DECIMAL.test(text)) return Number(text);
  if (!isString(value)) return null;
  if (HEXADECIMAL.test(text)) return Number(text.replace(/[+-]/u, '')) * (text.includes('-') ? -1 : 1);
  if (/^\s*[+-]?nan\s*$/iu.test(text)) return NaN;
  const sign = INFINITE.exec(text)?.[1];
  return sign === undefined ? null : sign === '-' ? -Infinity : Infinity;
}

/** LAX_BOOL: a number is whether it is not zero. */
export function laxBoolean(json: string): boolean | null {
  const value = readJson(json);
  if (typeof value === 'boolean') return value;
  const text = textOf(value);
  if (text === undefined) return null;
  if (!isString(value)) return Number(text) !== 0;
  return /^true$/iu.test(text) ? true : /^false$/iu.test(text) ? false : null;
}

/** INT64(json): a number without fraction. */
export function jsonInteger(json: string): bigint {
  const value = readJson(json);
  const digits = isString(value) ? undefined : textOf(value);
  if (digits === undefined) throw new Error('The provided JSON input is not an integer');
  const isWhole = INTEGER.test(digits);
  const integer = isWhole || Number.isInteger(Number(digits)) ? roundedInteger(digits) : null;
  if (integer !== null) return integer;
  if (isWhole) throw new Error('The provided JSON input is not an integer');
  throw new Error(`The provided JSON number: ${digits} cannot be converted to an integer`);
}

/** FLOAT64(json): a number; under `exact` one that loses nothing. */
export function jsonFloat(json: string, mode: string): number {
  if (mode !== 'exact' && mode !== 'round') throw new Error(`Invalid \`wide_number_mode\` specified: ${mode}`);
  const value = readJson(json);
  const digits = isString(value) ? undefined : textOf(value);
  if (digits === undefined) throw new Error('The provided JSON input is not a number');
  if (mode === 'exact' && INTEGER.test(digits) && BigInt(Number(digits)) !== BigInt(digits)) {
    throw new Error(`JSON number: ${digits} cannot be converted to FLOAT64 without loss of precision`);
  }
  return Number(digits);
}
