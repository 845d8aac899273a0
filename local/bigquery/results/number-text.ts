/**
 * A FLOAT64 as the REST API writes it: `1.0`, `0.1`, `1.0E10`, `NaN`, `-Infinity`. From 10^7 up and below 10^-3 the
 * service uses an exponent, as Java's `Double.toString` does.
 */
export function floatText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Object.is(value, -0)) return '-0.0';
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-3 && size < 1e7)) {
    const text = String(value);
    return text.includes('.') ? text : `${text}.0`;
  }
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
}

/** A decimal of `scale` digits after the point, without trailing zeros. */
export function decimalText(unscaled: bigint, scale: number): string {
  const sign = unscaled < 0n ? '-' : '';
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  const whole = digits.slice(0, digits.length - scale);
  return scale === 0 || fraction === '' ? sign + whole : `${sign}${whole}.${fraction}`;
}

/** Seconds since 1970 as the REST API writes a TIMESTAMP by default: a float with as many digits as micros need. */
export function secondsText(micros: bigint): string {
  const size = micros < 0n ? -micros : micros;
  const text = decimalText(micros, 6);
  if (size < 10_000_000_000_000n) return text.includes('.') ? text : `${text}.0`;
  const digits = size.toString();
  const fraction = digits.slice(1).replace(/0+$/, '') || '0';
  return `${micros < 0n ? '-' : ''}${digits.slice(0, 1)}.${fraction}E${digits.length - 7}`;
}
