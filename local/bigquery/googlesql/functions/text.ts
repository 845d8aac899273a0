/** White space as Unicode has it. */
export const WHITE_SPACE =
  '\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000';

/** Where INITCAP begins a new word unless told otherwise. */
export const INITCAP_DELIMITERS = `${WHITE_SPACE}[](){}/|\\<>!?@"^#$&~_,.:;*%+-`;

/** A mapping that keeps the number of characters, as INITCAP's does. */
function simply(c: string, mapped: string): string {
  if (Array.from(mapped).length === 1) return mapped;
  const isGreekWithIota = c >= '\u1f80' && c <= '\u1faf';
  // Greek letters with an iota below have a title case of their own, a dotted capital I loses its dot.
  if (isGreekWithIota) return String.fromCodePoint((c.codePointAt(0) ?? 0) | 8);
  return c === '\u0130' ? 'i' : c;
}

const words = new Map<string, RegExp>();

/** What matches a word between the delimiters. */
function wordPattern(delimiters: string): RegExp {
  const known = words.get(delimiters);
  if (known) return known;
  const pattern = delimiters === '' ? /.+/gsu : new RegExp(`[^${delimiters.replaceAll(/[\\\]^-]/gu, '\\$&')}]+`, 'gu');
  // Delimiters are a column in theory: what is remembered stays small.
  if (words.size > 100) words.clear();
  words.set(delimiters, pattern);
  return pattern;
}

/** INITCAP: the first letter of each word upper case, the rest lower case. */
export function initcap(text: string, delimiters: string): string {
  return text.replace(wordPattern(delimiters), (word) => {
    const [first = '', ...rest] = word;
    return simply(first, first.toUpperCase()) + rest.map((c) => simply(c, c.toLowerCase())).join('');
  });
}

const SOUNDS = '01230120022455012623010202';

/** SOUNDEX: the first letter and three digits; what is no Latin letter is passed over. */
export function soundex(text: string): string {
  let code = '';
  let last = '';
  for (const c of text) {
    if (!/[a-z]/iu.test(c)) continue;
    const sound = SOUNDS.charAt(c.toUpperCase().charCodeAt(0) - 65);
    if (code === '') code = c;
    else if (sound !== '0' && sound !== last) code += sound;
    // A vowel between two letters of one sound does not part them.
    if (sound !== '0' || last === '') last = sound;
    if (code.length === 4) break;
  }
  return code === '' ? '' : code.padEnd(4, '0');
}

/** EDIT_DISTANCE: Levenshtein's, by code point. */
export function editDistance(left: string, right: string): bigint {
  const [a, b] = [Array.from(left), Array.from(right)];
  let row = b.map((_, i) => i + 1);
  row.unshift(0);
  for (const [i, c] of a.entries()) {
    const next = [i + 1];
    for (const [j, d] of b.entries()) {
      next.push(Math.min((row[j] ?? 0) + (c === d ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return BigInt(row[b.length] ?? 0);
}

/** INSTR: the place of an occurrence, counted from the end where the position is negative; 0 without. */
export function instr(text: string, part: string, position: bigint, occurrence: bigint): bigint {
  const [hay, needle] = [Array.from(text), Array.from(part)];
  if (position === 0n || occurrence < 1n)
    throw new Error(position === 0n ? 'Position must be non-zero' : 'Occurrence must be positive');
  const isHere = (at: number): boolean => needle.every((c, i) => hay[at + i] === c);
  const last = hay.length - needle.length;
  const step = position > 0n ? 1 : -1;
  let at = position > 0n ? Number(position) - 1 : Math.min(last, hay.length + Number(position));
  for (let left = Number(occurrence); at >= 0 && at <= last; at += step) {
    if (isHere(at) && --left === 0) return BigInt(at + 1);
  }
  return 0n;
}

/** TRANSLATE: each character of `from` becomes the one at its place in `to`, or goes. */
export function translate(text: string, from: string, to: string): string {
  const [sources, targets] = [Array.from(from), Array.from(to)];
  const twice = sources.find((c, i) => sources.indexOf(c) < i);
  if (twice !== undefined) throw new Error(`Duplicate character "${twice}" in TRANSLATE source characters`);
  return Array.from(text)
    .map((c) => (sources.includes(c) ? (targets[sources.indexOf(c)] ?? '') : c))
    .join('');
}

/** One character's case folding: what is alike but for case becomes the same. Cherokee folds to capitals. */
function foldCharacter(c: string): string {
  if (/[\u0131\u13a0-\u13f5]/u.test(c)) return c;
  if (/[\u13f8-\u13fd\uab70-\uabbf]/u.test(c)) return c.toUpperCase();
  return Array.from(c.toLowerCase().toUpperCase(), (one) => (one === '\u03a3' ? '\u03c3' : one.toLowerCase())).join('');
}

/** NORMALIZE_AND_CASEFOLD: by Unicode's full case folding, after normalizing. */
export const casefold = (text: string, form: string): string =>
  Array.from(text.normalize(form), foldCharacter).join('');

/** CODE_POINTS_TO_STRING. */
export function codePointsToString(points: readonly (bigint | null)[]): string | null {
  for (const point of points) {
    if (point === null) return null;
    const isSurrogate = point >= 0xd800n && point <= 0xdfffn;
    if (point < 0n || point > 0x10ffffn || isSurrogate) throw new Error(`Invalid codepoint ${point}`);
  }
  return String.fromCodePoint(...points.map(Number));
}

/** CODE_POINTS_TO_BYTES. */
export function codePointsToBytes(points: readonly (bigint | null)[]): Uint8Array | null {
  for (const point of points) {
    if (point === null) return null;
    if (point < 0n || point > 255n) throw new Error(`Invalid ASCII value ${point}`);
  }
  return Uint8Array.from(points.map(Number));
}

/** Each byte as the character of its number. */
export const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** The bytes of such a text. */
export const fromLatin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** UPPER of BYTES: ASCII letters alone. */
export const upperBytes = (bytes: Uint8Array): Uint8Array =>
  bytes.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte));

/** LOWER of BYTES: ASCII letters alone. */
export const lowerBytes = (bytes: Uint8Array): Uint8Array =>
  bytes.map((byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));

/** SAFE_CONVERT_BYTES_TO_STRING: each byte that is no part of a character becomes U+FFFD. */
export function bytesToString(bytes: Uint8Array): string {
  const isValid = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text = '';
  for (let i = 0; i < bytes.length;) {
    const lead = bytes[i] ?? 0;
    const size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    try {
      text += isValid.decode(bytes.subarray(i, i + size));
      i += size;
    } catch {
      text += '\ufffd';
      i += 1;
    }
  }
  return text;
}

/** FROM_BASE64: white space and missing padding are taken. */
export function fromBase64(text: string): Uint8Array {
  const digits = text.replaceAll(/[\t\n\v\f\r ]/gu, '');
  const [, body = '', padding = ''] = /^([\w+/]*)(={0,2})$/u.exec(digits) ?? [];
  const isWhole = padding === '' ? body.length % 4 !== 1 : (body.length + padding.length) % 4 === 0;
  if (body + padding !== digits || body.includes('_') || !isWhole)
    throw new Error('Failed to decode invalid base64 string');
  return Buffer.from(body, 'base64');
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** TO_BASE32. */
export function toBase32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const digits = bits.match(/.{1,5}/gu) ?? [];
  const text = digits.map((five) => BASE32.charAt(parseInt(five.padEnd(5, '0'), 2))).join('');
  return text.padEnd(Math.ceil(text.length / 8) * 8, '=');
}

/** FROM_BASE32: padding is needed. */
export function fromBase32(text: string): Uint8Array {
  const digits = text.replace(/=+$/u, '');
  if (text.length % 8 !== 0 || /[^A-Z2-7]/u.test(digits) || ![0, 2, 4, 5, 7].includes(digits.length % 8)) {
    throw new Error('Failed to decode invalid base32 string');
  }
  const bits = Array.from(digits, (c) => BASE32.indexOf(c).toString(2).padStart(5, '0')).join('');
  return Uint8Array.from(bits.match(/.{8}/gu) ?? [], (byte) => parseInt(byte, 2));
}
