/**
 * Arithmetic of NUMERIC and BIGNUMERIC, exact: a value is the whole number of its smallest steps. DuckDB's own decimals
 * round elsewhere and overflow early.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#decimal_types
 */
export interface DecimalKind {
  readonly name: 'NUMERIC' | 'BIGNUMERIC';
  /** Digits after the point that are kept. */
  readonly scale: number;
  /** How many steps make 1. */
  readonly one: bigint;
}

const kindOf = (name: DecimalKind['name'], scale: number): DecimalKind => ({ name, scale, one: 10n ** BigInt(scale) });
/** NUMERIC(38, 9). */
export const NUMERIC_KIND = kindOf('NUMERIC', 9);
/** BIGNUMERIC has 38 decimals and as many digits before them, of which 38 in all are kept here. */
export const BIGNUMERIC_KIND = kindOf('BIGNUMERIC', 18);

const END = 10n ** 38n;

/** What the type has and the warehouse does not: an error even where errors are NULL. */
export class UnsupportedDecimal extends Error {}

const unsupported = (): UnsupportedDecimal =>
  new UnsupportedDecimal('not supported by the local warehouse: BIGNUMERIC with more than 38 digits or 18 decimals');

const size = (value: bigint): bigint => (value < 0n ? -value : value);

/** `value` as digits, without trailing zeros. */
export function textOf(value: bigint, { scale, one }: DecimalKind): string {
  const fraction = (size(value) % one).toString().padStart(scale, '0').replace(/0+$/u, '');
  return `${value < 0n ? '-' : ''}${size(value) / one}${fraction === '' ? '' : `.${fraction}`}`;
}

/** The nearest whole number to a quotient, halves away from zero. */
export function nearest(dividend: bigint, divisor: bigint): bigint {
  const quotient = (2n * size(dividend) + size(divisor)) / (2n * size(divisor));
  return dividend < 0n === divisor < 0n ? quotient : -quotient;
}

/** `dividend / divisor` as the type keeps it: NUMERIC rounds; BIGNUMERIC would round at decimals that are not kept. */
function kept(dividend: bigint, divisor: bigint, kind: DecimalKind, overflow: () => string): bigint {
  if (kind.name === 'BIGNUMERIC' && dividend % divisor !== 0n) throw unsupported();
  const value = nearest(dividend, divisor);
  if (size(value) < END) return value;
  if (kind.name === 'BIGNUMERIC') throw unsupported();
  throw new Error(overflow());
}

/** `a * b`. */
export const multiply =
  (kind: DecimalKind) =>
  (a: bigint, b: bigint): bigint =>
    kept(a * b, kind.one, kind, () => `numeric overflow: ${textOf(a, kind)} * ${textOf(b, kind)}`);

const byZero = (text: string): Error => new Error(`division by zero: ${text}`);

/** `a / b`. */
export const divide =
  (kind: DecimalKind) =>
  (a: bigint, b: bigint): bigint => {
    if (b === 0n) throw byZero(`${textOf(a, kind)} / 0`);
    return kept(a * kind.one, b, kind, () => `numeric overflow: ${textOf(a, kind)} / ${textOf(b, kind)}`);
  };

/** The mean of `count` values of this sum; NULL of none. */
export const average =
  (kind: DecimalKind) =>
  (sum: bigint, count: bigint): bigint | null =>
    count === 0n ? null : kept(sum, count, kind, () => 'numeric overflow: AVG');

/** DIV: the whole part of a quotient. */
export const wholeQuotient =
  (kind: DecimalKind) =>
  (a: bigint, b: bigint): bigint => {
    if (b === 0n) throw byZero(`DIV(${textOf(a, kind)}, 0)`);
    const overflow = (): string => `numeric overflow: DIV(${textOf(a, kind)}, ${textOf(b, kind)})`;
    return kept((a / b) * kind.one, 1n, kind, overflow);
  };

/** ROUND and TRUNC at so many decimals, negative ones before the point. */
export const roundAt =
  (kind: DecimalKind) =>
  (value: bigint, digits: bigint, mode: string): bigint => {
    if (digits >= BigInt(kind.scale)) return value;
    if (digits < -38n) return 0n;
    const step = 10n ** (BigInt(kind.scale) - digits);
    const rest = value % step;
    const rounded = nearest(value, step) * step;
    const isEven = mode === 'ROUND_HALF_EVEN' && size(rest) * 2n === step && (value / step) % 2n === 0n;
    if (mode === 'TRUNC' || isEven) return value - rest;
    return kept(rounded, 1n, kind, () => `numeric overflow: ROUND(${textOf(value, kind)}, ${digits})`);
  };

/** A NUMERIC as a BIGNUMERIC. */
export const fromNumeric = (value: bigint): bigint =>
  kept((value * BIGNUMERIC_KIND.one) / NUMERIC_KIND.one, 1n, BIGNUMERIC_KIND, () => '');

/** A FLOAT64 by its exact binary value. */
export const fromFloat =
  (kind: DecimalKind) =>
  (value: number): bigint => {
    if (!Number.isFinite(value)) {
      const text = Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
      throw new Error(`Illegal conversion of non-finite floating point number to ${kind.name}: ${text}`);
    }
    const [mantissa, exponent] = binaryParts(value);
    const dividend = mantissa * kind.one * (exponent > 0 ? 2n ** BigInt(exponent) : 1n);
    const divisor = exponent < 0 ? 2n ** BigInt(-exponent) : 1n;
    return kept(dividend, divisor, kind, () => `numeric out of range: ${value}`);
  };

/** `value` as whole number times a power of two. */
function binaryParts(value: number): readonly [bigint, number] {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const whole = bits.getBigUint64(0);
  const exponent = Number((whole >> 52n) & 0x7ffn);
  const fraction = whole & (2n ** 52n - 1n);
  const mantissa = exponent === 0 ? fraction : fraction + 2n ** 52n;
  return [value < 0 ? -mantissa : mantissa, Math.max(exponent, 1) - 1075];
}

/** The decimal that `text` spells, exponent and all, rounded to the type. Throws where it spells none. */
export const fromText =
  (kind: DecimalKind) =>
  (text: string): bigint => {
    const invalid = (): string => `Invalid ${kind.name} value: ${text}`;
    const [, sign, whole = '', fraction = '', power = '0'] =
      /^\s*([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?\s*$/u.exec(text) ?? [];
    if (sign === undefined || whole + fraction === '') throw new Error(invalid());
    const digits = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
    const exponent = Number(power) - fraction.length + kind.scale;
    if (digits === 0n || exponent < -1000 - whole.length - fraction.length) return 0n;
    if (exponent > 1000) throw new Error(invalid());
    if (exponent < 0) return kept(digits, 10n ** BigInt(-exponent), kind, invalid);
    return kept(digits * 10n ** BigInt(exponent), 1n, kind, invalid);
  };

/**
 * PARSE_NUMERIC and PARSE_BIGNUMERIC: as a cast, and takes commas before the point, a sign behind, and space beside it.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/conversion_functions#parse_numeric
 */
export const parseText =
  (kind: DecimalKind) =>
  (text: string): bigint => {
    const [, before = '', digits = '', after = ''] =
      /^\s*([+-]?)\s*((?:,*\d[\d,]*)?(?:\.\d*)?(?:e[+-]?\d+)?)\s*([+-]?)\s*$/iu.exec(text) ?? [];
    try {
      if (before !== '' && after !== '') throw new Error('two signs');
      return fromText(kind)(before + after + digits.replaceAll(',', ''));
    } catch (error) {
      if (error instanceof UnsupportedDecimal) throw error;
      throw new Error(`Invalid input to PARSE_${kind.name}: ${JSON.stringify(text)}`, { cause: error });
    }
  };

/** The largest whole number whose `degree`-th power is at most `value`. */
function wholeRoot(value: bigint, degree: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << (BigInt(value.toString(2).length) / degree + 1n);
  for (;;) {
    const next = ((degree - 1n) * root + value / root ** (degree - 1n)) / degree;
    if (next >= root) return root;
    root = next;
  }
}

/** SQRT and CBRT, rounded. */
export const root =
  (kind: DecimalKind, degree: 2n | 3n) =>
  (value: bigint): bigint => {
    if (value < 0n && degree === 2n) throw new Error('Argument to SQRT cannot be negative');
    const target = size(value) * kind.one ** (degree - 1n);
    // Twice the root, cut, tells on which side of the half the root lies.
    const doubled = wholeRoot(target * 2n ** degree, degree);
    const rounded = (doubled + 1n) / 2n;
    if (kind.name === 'BIGNUMERIC' && rounded ** degree !== target) throw unsupported();
    return value < 0n ? -rounded : rounded;
  };
