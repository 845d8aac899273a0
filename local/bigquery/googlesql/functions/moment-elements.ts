/** A piece of a date format: text to stand as it is, or an element by its name without `%` (`Y`, `E*S`). */
export type Element =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'element'; readonly name: string };

/** The types that have formats. */
export type MomentKind = 'DATE' | 'DATETIME' | 'TIME' | 'TIMESTAMP';

export const isMomentKind = (kind: string): kind is MomentKind => /^(?:DATE|DATETIME|TIME|TIMESTAMP)$/u.test(kind);

const KNOWN = /^(?:E(?:\d|\*)S|E4Y|Ez|E[CXcxyY]|O[deHImMSuUVwWy]|[AaBbCcDdeFGgHhIJjklMmnPpQRrSsTtUuVWwXxYyZz])/u;

/** Elements made of others. */
export const COMPOUND: Readonly<Record<string, string>> = {
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  R: '%H:%M',
  T: '%H:%M:%S',
  X: '%H:%M:%S',
  c: '%a %b %e %H:%M:%S %Y',
  r: '%I:%M:%S %p',
  x: '%m/%d/%y',
};

/** `%EY` and `%Od` are `%Y` and `%d`: there is one way of writing a number. */
const plainName = (name: string): string => name.replace(/^(?:E(?=[CXcxyY]$)|O)/u, '');

/** The pieces of a format; an unknown element is text. */
export function elementsOf(format: string): readonly Element[] {
  const elements: Element[] = [];
  for (let i = 0; i < format.length;) {
    const rest = format.slice(i + 1);
    const name = format.charAt(i) === '%' ? KNOWN.exec(rest)?.[0] : undefined;
    if (name !== undefined) elements.push({ kind: 'element', name: plainName(name) });
    else elements.push({ kind: 'text', text: format.startsWith('%%', i) ? '%' : format.charAt(i) });
    i += name !== undefined ? 1 + name.length : format.startsWith('%%', i) ? 2 : 1;
  }
  return elements;
}

const TIME_NAMES = /^(?:E[\d*]S|[HIklMPpRrSTX])$/u;
const ZONE_NAMES = /^(?:Z|z|Ez)$/u;

/** Whether the type has the element: a DATE has no hour, only a TIMESTAMP has a zone. */
export const ELEMENT_KINDS: Readonly<Record<MomentKind, (name: string) => boolean>> = {
  DATE: (name) => !TIME_NAMES.test(name) && !ZONE_NAMES.test(name) && name !== 's' && name !== 'c',
  DATETIME: (name) => !ZONE_NAMES.test(name),
  TIME: (name) => TIME_NAMES.test(name) || name === 'n' || name === 't',
  TIMESTAMP: () => true,
};
