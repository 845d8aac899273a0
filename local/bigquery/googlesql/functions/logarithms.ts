import { nearest, NUMERIC_KIND } from './decimals.ts';

/**
 * EXP, LN, LOG and POW of NUMERIC: worked out with far more digits than the type keeps, then rounded once, halves away
 * from zero. https://cloud.google.com/bigquery/docs/reference/standard-sql/mathematical_functions
 */
const DIGITS = 100n;
const ONE = 10n ** DIGITS;
const END = 10n ** 38n;
const { one: STEP } = NUMERIC_KIND;
const WIDEN = ONE / STEP;

/** Twice the area tangent of `x`, by its series: for small `x`. */
function doubledAreaTangent(x: bigint): bigint {
  const square = (x * x) / ONE;
  let [sum, term] = [0n, x];
  for (let n = 1n; term !== 0n; n += 2n) {
    sum += term / n;
    term = (term * square) / ONE;
  }
  return 2n * sum;
}

const LN2 = doubledAreaTangent(ONE / 3n);

/** The natural logarithm of a positive `x`. */
function logarithm(x: bigint): bigint {
  let [value, twos] = [x, 0n];
  for (; value >= 2n * ONE; twos += 1n) value /= 2n;
  for (; value < ONE; twos -= 1n) value *= 2n;
  return twos * LN2 + doubledAreaTangent(((value - ONE) * ONE) / (value + ONE));
}

const LN10 = logarithm(10n * ONE);

/** e to the power of `x`, which is below 100. */
function exponential(x: bigint): bigint {
  const twos = x / LN2;
  const rest = x - twos * LN2;
  let [sum, term] = [0n, ONE];
  for (let n = 1n; term !== 0n; n += 1n) {
    sum += term;
    term = (term * rest) / ONE / n;
  }
  return twos >= 0n ? sum * 2n ** twos : sum / 2n ** -twos;
}

function rounded(value: bigint, name: string): bigint {
  const result = nearest(value, WIDEN);
  if (result >= END || result <= -END) throw new Error(`numeric overflow: ${name}`);
  return result;
}

const wide = (value: bigint): bigint => value * WIDEN;
const LIMIT = 100n * STEP;

/** EXP. */
export function exp(x: bigint): bigint {
  if (x > LIMIT) throw new Error('numeric overflow: EXP');
  return x < -LIMIT ? 0n : rounded(exponential(wide(x)), 'EXP');
}

function positive(x: bigint, name: string): bigint {
  if (x <= 0n) throw new Error(`${name} is undefined for zero or negative value`);
  return logarithm(wide(x));
}

/** LN. */
export const ln = (x: bigint): bigint => rounded(positive(x, 'LN'), 'LN');

/** LOG10. */
export const log10 = (x: bigint): bigint => rounded((positive(x, 'LOG10') * ONE) / LN10, 'LOG10');

/** LOG of `x` to a base. */
export function log(x: bigint, base: bigint): bigint {
  if (base === STEP) throw new Error('LOG is undefined for base 1');
  return rounded((positive(x, 'LOG') * ONE) / positive(base, 'LOG'), 'LOG');
}

/** POW. */
export function pow(x: bigint, y: bigint): bigint {
  const isWhole = y % STEP === 0n;
  if (y === 0n) return STEP;
  if (x === 0n && y < 0n) throw new Error('division by zero: POW');
  if (x === 0n) return 0n;
  if (x < 0n && !isWhole) throw new Error('Negative NUMERIC value cannot be raised to a fractional power');
  const isNegative = x < 0n && (y / STEP) % 2n !== 0n;
  const power = isWhole && y <= LIMIT && y >= -LIMIT ? wholePower(x, y / STEP) : realPower(x < 0n ? -x : x, y);
  return isNegative && power > 0n ? -power : power;
}

/** Exact where the power is a small whole number: only then can the answer lie half-way between two steps. */
function wholePower(x: bigint, n: bigint): bigint {
  const [up, down] = n > 0n ? [x ** n * STEP, STEP ** n] : [STEP ** (1n - n), x ** -n];
  const result = nearest(up, down);
  if (result >= END || result <= -END) throw new Error('numeric overflow: POW');
  return result;
}

function realPower(x: bigint, y: bigint): bigint {
  const exponent = (logarithm(wide(x)) * y) / STEP;
  if (exponent > 100n * ONE) throw new Error('numeric overflow: POW');
  return exponent < -100n * ONE ? 0n : rounded(exponential(exponent), 'POW');
}
