/** Where INITCAP begins a new word unless told otherwise. */
export const INITCAP_DELIMITERS = ' \t\n\r\v\f[](){}/|<>!?@"^#$&~_,.:;*%+-';

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
    const first = String.fromCodePoint(word.codePointAt(0) ?? 0);
    return first.toUpperCase() + word.slice(first.length).toLowerCase();
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
    throw new Error('Third and fourth arguments of INSTR must be non-zero and positive');
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
  if (new Set(sources).size < sources.length) throw new Error('Duplicate character in TRANSLATE source characters');
  return Array.from(text)
    .map((c) => (sources.includes(c) ? (targets[sources.indexOf(c)] ?? '') : c))
    .join('');
}

/** Lower case that folds alike what differs in case alone. */
export const casefold = (text: string, form: string): string =>
  text.normalize(form).toUpperCase().toLowerCase().normalize(form);

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
    if (point < 0n || point > 255n) throw new Error(`Invalid extended ASCII code points ${point}`);
  }
  return Uint8Array.from(points.map(Number));
}
