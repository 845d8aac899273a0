/** A number as its digits: `unscaled / 10 ** scale`, the sign apart. */
export interface Decimal {
  readonly isNegative: boolean;
  readonly unscaled: bigint;
  readonly scale: number;
}

const MANTISSA_BITS = 52n;

/** Exactly what a FLOAT64 holds; it must be finite. */
export function decimalOfFloat(value: number): Decimal {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(value));
  const bits = view.getBigUint64(0);
  const exponent = Number(bits >> MANTISSA_BITS);
  const fraction = bits & ((1n << MANTISSA_BITS) - 1n);
  const mantissa = exponent === 0 ? fraction : fraction + (1n << MANTISSA_BITS);
  const power = Math.max(exponent, 1) - 1075;
  const isNegative = value < 0;
  if (power >= 0) return { isNegative, unscaled: mantissa << BigInt(power), scale: 0 };
  return { isNegative, unscaled: mantissa * 5n ** BigInt(-power), scale: -power };
}

/** What `-12.50` says. */
export function decimalOfText(text: string): Decimal {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  return { isNegative: text.startsWith('-'), unscaled: BigInt(whole + fraction), scale: fraction.length };
}

/** How a tie is rounded. */
export type Tie = 'even' | 'away';

/** The digits of the number at so many decimals (of either sign), as a whole number. */
export function roundDecimal({ unscaled, scale }: Decimal, decimals: number, tie: Tie): bigint {
  if (decimals >= scale) return unscaled * 10n ** BigInt(decimals - scale);
  const divisor = 10n ** BigInt(scale - decimals);
  const quotient = unscaled / divisor;
  const twice = (unscaled % divisor) * 2n;
  const isUp = twice > divisor || (twice === divisor && (tie === 'away' || quotient % 2n === 1n));
  return isUp ? quotient + 1n : quotient;
}
