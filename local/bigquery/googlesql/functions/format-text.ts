import { GoogleSqlError } from '../errors.ts';
import { prettyJson } from './json-edit.ts';

/** `%-10.2f`; `*` takes a width or a precision from the arguments. */
interface Specifier {
  readonly flags: string;
  readonly width: string | undefined;
  readonly precision: string | undefined;
  readonly letter: string;
}

type Piece = string | Specifier;

const SPECIFIER = /%(?:(%)|([-+ #0']*)(\*|\d+)?(?:\.(\*|\d*))?(.)?)/gsu;
const LETTERS = 'diuoxXfFeEgGstTpP';

/** The pieces of a format: text, or a specifier. Throws where it is none. */
function piecesOf(format: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of format.matchAll(SPECIFIER)) {
    const [whole] = match;
    const [, percent, flags = '', width, precision, letter]: readonly (string | undefined)[] = match;
    pieces.push(format.slice(at, match.index));
    at = match.index + whole.length;
    if (percent !== undefined) pieces.push('%');
    else if (letter === undefined || letter === '%') throw new GoogleSqlError(`Invalid FORMAT string: "${format}"`);
    else if (!LETTERS.includes(letter)) {
      throw new GoogleSqlError(`Invalid format specifier character "${letter}" in FORMAT string: "${format}"`);
    } else pieces.push({ flags, width, precision: precision === '' ? '0' : precision, letter });
  }
  return [...pieces, format.slice(at)].filter((piece) => piece !== '');
}

const expectedType = (letter: string): { readonly kinds: readonly string[]; readonly name: string } | undefined => {
  if ('dioxX'.includes(letter)) return { kinds: ['INT64'], name: 'integer' };
  if ('fFeEgG'.includes(letter)) return { kinds: ['FLOAT64', 'NUMERIC', 'BIGNUMERIC'], name: 'FLOAT64' };
  if ('pP'.includes(letter)) return { kinds: ['JSON'], name: 'PROTO or JSON' };
  if (letter === 's') return { kinds: ['STRING'], name: 'STRING' };
  return letter === 'u' ? { kinds: [], name: 'UINT' } : undefined;
};

function checkArgument(letter: string, place: number, type: string): void {
  const expected = expectedType(letter);
  if (!expected || expected.kinds.includes(type)) return;
  throw new GoogleSqlError(`Invalid type for argument ${place} to FORMAT; Expected ${expected.name}; Got ${type}`);
}

/** What each argument is for: the letter that prints it, `d` for a width or a precision. */
const letterOf = (piece: Specifier): readonly string[] => [
  ...(piece.width === '*' ? ['d'] : []),
  ...(piece.precision === '*' ? ['d'] : []),
  piece.letter,
];

/**
 * The letter that prints each argument of these types (as BigQuery prints types). Throws `GoogleSqlError` where the
 * format is none, or does not fit the arguments.
 */
export function formatLetters(format: string, types: readonly string[]): readonly string[] {
  const letters = piecesOf(format).flatMap((piece) => (typeof piece === 'string' ? [] : letterOf(piece)));
  if (letters.length !== types.length) {
    const many = letters.length > types.length ? 'few' : 'many';
    throw new GoogleSqlError(
      `Too ${many} arguments to FORMAT for pattern "${format}"; Expected ${letters.length + 1}; Got ${types.length + 1}`,
    );
  }
  for (const [i, letter] of letters.entries()) checkArgument(letter, i + 2, types[i] ?? '');
  return letters;
}

/** A specifier with its `*` filled in. */
interface Layout {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly letter: string;
}

function padded(text: string, { flags, width }: Layout): string {
  const room = ' '.repeat(Math.max(0, width - Array.from(text).length));
  return flags.includes('-') ? text + room : room + text;
}

const signOf = (isNegative: boolean, flags: string): string =>
  isNegative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';

/** A number's digits after its sign, with zeros up to the width where the flags ask for them. */
function paddedNumber(sign: string, digits: string, layout: Layout, zeros: boolean): string {
  if (!zeros || !layout.flags.includes('0') || layout.flags.includes('-')) return padded(sign + digits, layout);
  return sign + digits.padStart(layout.width - sign.length, '0');
}

function groupedDigits(digits: string, letter: string): string {
  const [size, mark] = letter === 'o' ? [4, ','] : 'xX'.includes(letter) ? [4, ':'] : [3, ','];
  return digits.replaceAll(new RegExp(`\\B(?=(?:[\\da-fA-F]{${size}})+(?![\\da-fA-F]))`, 'gu'), mark);
}

function integerText(value: bigint, layout: Layout): string {
  const { flags, precision, letter } = layout;
  const radix = letter === 'o' ? 8 : 'xX'.includes(letter) ? 16 : 10;
  const plain = (value < 0n ? -value : value).toString(radix);
  const digits = (precision === 0 && value === 0n ? '' : plain).padStart(precision ?? 0, '0');
  const prefix = flags.includes('#') ? ({ x: '0x', X: '0X', o: '0' }[letter] ?? '') : '';
  const text = flags.includes("'") ? groupedDigits(digits, letter) : digits;
  const sign = signOf(value < 0n, flags) + prefix;
  return paddedNumber(sign, letter === 'X' ? text.toUpperCase() : text, layout, precision === undefined);
}

/** `unscaled / 10^scale`, not negative. */
interface Decimal {
  readonly unscaled: bigint;
  readonly scale: number;
}

/** The exact value of a finite FLOAT64. */
function decimalOf(value: number): Decimal {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, Math.abs(value));
  const word = bits.getBigUint64(0);
  const exponent = Number(word >> 52n);
  const mantissa = (word & ((1n << 52n) - 1n)) | (exponent === 0 ? 0n : 1n << 52n);
  const power = Math.max(exponent, 1) - 1075;
  return power >= 0
    ? { unscaled: mantissa << BigInt(power), scale: 0 }
    : { unscaled: mantissa * 5n ** BigInt(-power), scale: -power };
}

/** A decimal that is rounded to fewer digits: FLOAT64 to even where it lies half-way, NUMERIC away from zero. */
function rounded({ unscaled, scale }: Decimal, decimals: number, toEven: boolean): bigint {
  if (decimals >= scale) return unscaled * 10n ** BigInt(decimals - scale);
  const unit = 10n ** BigInt(scale - decimals);
  const quotient = unscaled / unit;
  const twice = (unscaled % unit) * 2n;
  const isUp = twice > unit || (twice === unit && (!toEven || quotient % 2n === 1n));
  return isUp ? quotient + 1n : quotient;
}

interface Digits {
  readonly text: string;
  readonly exponent: number;
}

/** So many significant digits, and the power of ten of the first. */
function significant(value: Decimal, count: number, toEven: boolean): Digits {
  if (value.unscaled === 0n) return { text: '0'.repeat(count), exponent: 0 };
  const exponent = value.unscaled.toString().length - 1 - value.scale;
  const shifted = count - 1 - exponent;
  const whole =
    shifted >= 0
      ? rounded(value, shifted, toEven)
      : rounded({ unscaled: value.unscaled, scale: value.scale - shifted }, 0, toEven);
  const text = whole.toString();
  return text.length > count ? { text: text.slice(0, count), exponent: exponent + 1 } : { text, exponent };
}

const withPoint = (whole: string, fraction: string, flags: string): string =>
  fraction === '' && !flags.includes('#') ? whole : `${whole}.${fraction}`;

function fixedText(value: Decimal, decimals: number, toEven: boolean, flags: string): string {
  const text = rounded(value, decimals, toEven)
    .toString()
    .padStart(decimals + 1, '0');
  const whole = text.slice(0, text.length - decimals);
  return withPoint(flags.includes("'") ? groupedDigits(whole, 'f') : whole, text.slice(text.length - decimals), flags);
}

function exponentText({ text, exponent }: Digits, flags: string): string {
  const power = `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  return `${withPoint(text.slice(0, 1), text.slice(1), flags)}e${power}`;
}

function shortestText(value: Decimal, layout: Layout, toEven: boolean): string {
  const { flags } = layout;
  const count = layout.precision === undefined ? 6 : Math.max(1, layout.precision);
  const digits = significant(value, count, toEven);
  if (digits.exponent >= -4 && digits.exponent < count) {
    const text = fixedText(value, count - 1 - digits.exponent, toEven, flags);
    return flags.includes('#') || !text.includes('.') ? text : text.replace(/\.?0+$/u, '');
  }
  return exponentText(
    flags.includes('#') ? digits : { ...digits, text: digits.text.replace(/0+$/u, '') || '0' },
    flags,
  );
}

function floatingText(text: string, type: string, layout: Layout): string {
  const { flags, letter, precision = 6 } = layout;
  const isFloat = type === 'FLOAT64';
  const isNegative = text.startsWith('-');
  const cased = (digits: string): string => (letter === letter.toUpperCase() ? digits.toUpperCase() : digits);
  if (/nan|inf/u.test(text)) {
    const name = text.replace('-', '');
    return padded(cased(signOf(isNegative, flags) + name), layout);
  }
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const value = isFloat ? decimalOf(Number(text)) : { unscaled: BigInt(whole + fraction), scale: fraction.length };
  const digits = 'fF'.includes(letter)
    ? fixedText(value, precision, isFloat, flags)
    : 'eE'.includes(letter)
      ? exponentText(significant(value, precision + 1, isFloat), flags)
      : shortestText(value, layout, isFloat);
  return paddedNumber(signOf(isNegative && value.unscaled !== 0n, flags), cased(digits), layout, true);
}

function argumentText(plain: string | null, literal: string | null, type: string, layout: Layout): string | null {
  const { letter, precision } = layout;
  if (plain === null && letter !== 't' && letter !== 'T') return null;
  if ('dioxX'.includes(letter)) return integerText(BigInt(plain ?? ''), layout);
  if ('fFeEgG'.includes(letter)) return floatingText(plain ?? '', type, layout);
  const text = (letter === 'T' ? literal : letter === 'P' ? prettyJson(plain ?? '') : plain) ?? 'NULL';
  return padded(precision === undefined ? text : Array.from(text).slice(0, precision).join(''), layout);
}

/**
 * FORMAT: `values` are two texts an argument, as `%t` and as `%T` print it (the latter only where it is used). NULL where
 * an argument is that has to be a number or a text.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/string_functions#format_string
 */
export function formatText(format: string, types: string, values: readonly (string | null)[]): string | null {
  const kinds = types === '' ? [] : types.split(';');
  formatLetters(format, kinds);
  let next = 0;
  let text = '';
  const star = (given: string | undefined): number | null | undefined => {
    if (given !== '*') return given === undefined ? undefined : Number(given);
    const value = values[2 * next++];
    return value === null || value === undefined ? null : Number(value);
  };
  for (const piece of piecesOf(format)) {
    if (typeof piece === 'string') {
      text += piece;
      continue;
    }
    const [width, precision] = [star(piece.width), star(piece.precision)];
    const layout: Layout = {
      letter: piece.letter,
      // A negative width is one to the left, a negative precision is none.
      flags: piece.flags + (typeof width === 'number' && width < 0 ? '-' : ''),
      width: Math.abs(width ?? 0),
      precision: typeof precision === 'number' && precision >= 0 ? precision : undefined,
    };
    const argument = argumentText(values[2 * next] ?? null, values[2 * next + 1] ?? null, kinds[next] ?? '', layout);
    next += 1;
    if (argument === null || width === null || precision === null) return null;
    text += argument;
  }
  return text;
}
