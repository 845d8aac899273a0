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

/** A FLOAT64 by 15 digits, or 17 where those would be another number: `1.0`, `1e+20`, `nan`. */
export function floatText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const precision = Number(value.toPrecision(15)) === value ? 15 : 17;
  const [mantissa = '', exponent = ''] = value.toExponential(precision - 1).split('e');
  const power = Number(exponent);
  if (power < -4 || power >= precision) {
    return `${mantissa.replace(/\.?0+$/u, '')}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  }
  const digits = value.toFixed(Math.max(1, precision - 1 - power));
  return digits.replace(/(\.\d*?)0+$/u, '$1').replace(/\.$/u, '.0');
}
