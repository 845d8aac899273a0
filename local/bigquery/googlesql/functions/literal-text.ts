const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

const hex = (code: number): string => `\\x${code.toString(16).padStart(2, '0')}`;

/** The quotes that need fewer escapes. */
const markFor = (text: string): '"' | "'" => (text.includes('"') && !text.includes("'") ? "'" : '"');

/** A STRING as a literal: `"a\n"`, or `'a"b'` where that needs no escape. */
export function quoteText(text: string): string {
  const mark = markFor(text);
  let isAfterHex = false;
  const pieces = Array.from(text, (c) => {
    const code = c.codePointAt(0) ?? 0;
    const isHex = (code < 32 || code === 127) && !(c in ESCAPES);
    // A digit after `\x01` would be read as part of it.
    const piece = isHex || (isAfterHex && /[\da-f]/iu.test(c)) ? hex(code) : c === mark ? `\\${c}` : (ESCAPES[c] ?? c);
    isAfterHex = piece.startsWith('\\x');
    return piece;
  });
  return mark + pieces.join('') + mark;
}

const escapedByte = (byte: number, marks: string): string => {
  const c = String.fromCharCode(byte);
  if (byte < 32 || byte > 126) return hex(byte);
  return c === '\\' || marks.includes(c) ? `\\${c}` : c;
};

/** BYTES as a literal: `b"\x00a"`. */
export function quoteBytes(bytes: Uint8Array): string {
  const mark = markFor(Buffer.from(bytes).toString('latin1'));
  return `b${mark}${Array.from(bytes, (byte) => escapedByte(byte, mark)).join('')}${mark}`;
}

/** BYTES as `%t` prints them: a literal's inside. */
export const escapeBytes = (bytes: Uint8Array): string => Array.from(bytes, (byte) => escapedByte(byte, `"'`)).join('');

/** `toExponential` as C's printf has it: of two numbers equally near the even one, where JavaScript takes the larger. */
function exponential(value: number, decimals: number): readonly [digits: string, power: number] {
  const [mantissa = '', power = ''] = value.toExponential(80).replace('.', '').split('e');
  const [kept, rest] = [mantissa.slice(0, decimals + 1), mantissa.slice(decimals + 1)];
  if (/^50*$/u.test(rest) && /[02468]$/u.test(kept)) return [kept, Number(power)];
  const [digits = '', rounded = ''] = value.toExponential(decimals).replace('.', '').split('e');
  return [digits, Number(rounded)];
}

/** A FLOAT64 by 15 digits, or 17 where those would be another number: `1.0`, `1e+20`, `nan`. */
export function floatText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const precision = Number(value.toPrecision(15)) === value ? 15 : 17;
  const [digits, power] = exponential(Math.abs(value), precision - 1);
  const sign = value < 0 ? '-' : '';
  const isPlain = power >= -4 && power < precision;
  const point = isPlain && power >= 0 ? power + 1 : 1;
  const whole = isPlain && power < 0 ? '0' : digits.slice(0, point);
  const fraction = isPlain && power < 0 ? '0'.repeat(-power - 1) + digits : digits.slice(point);
  const decimals = fraction.replace(/0+$/u, '');
  if (isPlain) return `${sign}${whole}.${decimals || '0'}`;
  const exponent = `e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  return `${sign}${whole}${decimals && `.${decimals}`}${exponent}`;
}
