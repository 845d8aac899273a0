import { COMPOUND, ELEMENT_KINDS, elementsOf } from '../functions/moment-elements.ts';
import type { Element, MomentKind } from '../functions/moment-elements.ts';

const MONTHS = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec';
const LONG_MONTHS = 'january|february|march|april|may|june|july|august|september|october|november|december';

/** Elements that strptime reads alike where the text matches: pattern, and pattern between other digits. */
const STRICT: Readonly<Record<string, readonly [loose: string, fixed: string]>> = {
  // The year 0 is left to the slow way.
  Y: [String.raw`[1-9]\d{3}`, String.raw`[1-9]\d{3}`],
  m: ['(?:0?[1-9]|1[0-2])', '(?:0[1-9]|1[0-2])'],
  d: [String.raw`(?:0?[1-9]|[12]\d|3[01])`, String.raw`(?:0[1-9]|[12]\d|3[01])`],
  H: [String.raw`(?:[01]?\d|2[0-3])`, String.raw`(?:[01]\d|2[0-3])`],
  I: ['(?:0?[1-9]|1[0-2])', '(?:0[1-9]|1[0-2])'],
  M: [String.raw`[0-5]?\d`, String.raw`[0-5]\d`],
  S: [String.raw`[0-5]?\d`, String.raw`[0-5]\d`],
  b: [`(?i:${MONTHS})`, `(?i:${MONTHS})`],
  B: [`(?i:${LONG_MONTHS})`, `(?i:${LONG_MONTHS})`],
  p: ['(?i:[ap]m)', '(?i:[ap]m)'],
};

const PARTS: Readonly<Record<string, string>> = { ...COMPOUND, h: '%b' };

const expand = (format: string): readonly Element[] =>
  elementsOf(format).flatMap((element) =>
    element.kind === 'element' && PARTS[element.name] !== undefined ? elementsOf(PARTS[element.name] ?? '') : [element],
  );

const quotePattern = (text: string): string => text.replaceAll(/[\\^$.|?*+()[\]{}]/gu, String.raw`\$&`);

const isNumber = (element: Element | undefined): boolean =>
  element?.kind === 'element' && !'bBp'.includes(element.name);

/** Whether strptime reads such elements alike: a whole date, nothing twice, an hour of twelve with its half of the day. */
function isFast(names: readonly string[], kind: MomentKind): boolean {
  const has = (name: string): boolean => names.includes(name);
  const months = names.filter((name) => 'mbB'.includes(name));
  const hasDate = kind !== 'TIME' && has('Y') && has('d') && months.length === 1;
  const hasHalves = has('I') === has('p') && !(has('I') && has('H'));
  const isAllowed = names.every((name) => ELEMENT_KINDS[kind](name));
  return hasDate && hasHalves && isAllowed && new Set(names).size === names.length;
}

/** How strptime reads the format: the pattern of the texts it may be given. Undefined where it would read otherwise. */
export function fastParsing(
  format: string,
  kind: MomentKind,
): { readonly pattern: string; readonly formats: readonly string[] } | undefined {
  const elements = expand(format);
  const names = elements.flatMap((element) => (element.kind === 'element' ? [element.name] : []));
  if (!isFast(names, kind)) return undefined;
  let pattern = '';
  let plain = '';
  for (const [i, element] of elements.entries()) {
    if (element.kind === 'text') {
      pattern += quotePattern(element.text);
      plain += element.text === '%' ? '%%' : element.text;
      continue;
    }
    const isFraction = element.name === 'E*S';
    const choices = STRICT[isFraction ? 'S' : element.name];
    if (!choices) return undefined;
    const isTight = isNumber(elements[i - 1]) || isNumber(elements[i + 1]);
    pattern += (isTight ? choices[1] : choices[0]) + (isFraction ? String.raw`(?:\.\d{1,6})?` : '');
    plain += isFraction ? '%S@' : `%${element.name}`;
  }
  if (!plain.includes('@')) return { pattern, formats: [plain] };
  if (format.includes('@')) return undefined;
  return { pattern, formats: [plain.replace('@', '.%f'), plain.replace('@', '')] };
}

/** A pattern that every text of the format matches, and few others do. */
export function loosePattern(format: string, kind: MomentKind): string {
  let pattern = String.raw`\s*`;
  for (const element of expand(format)) {
    if (element.kind === 'text') {
      pattern += /\s/u.test(element.text) ? String.raw`\s*` : quotePattern(element.text);
    } else if (element.name === 'n' || element.name === 't') {
      pattern += String.raw`\s*`;
    } else if (!ELEMENT_KINDS[kind](element.name)) {
      // The slow way says so.
      return '(?s).*';
    } else {
      pattern += /^[aAbBhpP]$/u.test(element.name) ? String.raw`\s*\pL+` : String.raw`(?s:.+)`;
    }
  }
  return pattern + String.raw`\s*`;
}
