/** A piece of a date format: text to stand as it is, or an element by its name without `%` (`Y`, `E*S`). */
export type Element =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'element'; readonly name: string };

/** The types that have formats. */
export type MomentKind = 'DATE' | 'DATETIME' | 'TIME' | 'TIMESTAMP';

export const isMomentKind = (kind: string): kind is MomentKind => /^(?:DATE|DATETIME|TIME|TIMESTAMP)$/u.test(kind);

const KNOWN = /^(?:E(?:\d|\*)S|E4Y|Ez|[AaBbCcDdeFGgHhIJjklMmnPpQRSsTtUuVWwXxYyZz])/u;

/** The pieces of a format; an unknown element is text. */
export function elementsOf(format: string): readonly Element[] {
  const elements: Element[] = [];
  for (let i = 0; i < format.length;) {
    const rest = format.slice(i + 1);
    const name = format.charAt(i) === '%' ? KNOWN.exec(rest)?.[0] : undefined;
    if (name !== undefined) elements.push({ kind: 'element', name });
    else elements.push({ kind: 'text', text: format.startsWith('%%', i) ? '%' : format.charAt(i) });
    i += name !== undefined ? 1 + name.length : format.startsWith('%%', i) ? 2 : 1;
  }
  return elements;
}

const TIME_NAMES = /^(?:E[\d*]S|[HIklMPpRSTX])$/u;
const ZONE_NAMES = /^(?:Z|z|Ez)$/u;

/** Whether the type has the element: a DATE has no hour, only a TIMESTAMP has a zone. */
export const ELEMENT_KINDS: Readonly<Record<MomentKind, (name: string) => boolean>> = {
  DATE: (name) => !TIME_NAMES.test(name) && !ZONE_NAMES.test(name) && name !== 's' && name !== 'c',
  DATETIME: (name) => !ZONE_NAMES.test(name),
  TIME: (name) => TIME_NAMES.test(name) || name === 'n' || name === 't',
  TIMESTAMP: () => true,
};
