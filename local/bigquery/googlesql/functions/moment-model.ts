import type { MomentKind } from './moment-elements.ts';

/** A piece of the FORMAT of a CAST: an element by its name in capitals and as written, text to stand as it is, or space. */
export type Piece =
  | { readonly kind: 'element'; readonly name: string; readonly written: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'space'; readonly text: string };

const CATEGORIES: Readonly<Record<string, readonly string[]>> = {
  YEAR: ['YYYY', 'YYY', 'YY', 'Y', 'RRRR', 'RR', 'Y,YYY'],
  MONTH: ['MM', 'MON', 'MONTH'],
  DAY: ['DD', 'DDD', 'DAY', 'DY', 'D'],
  HOUR: ['HH', 'HH12', 'HH24'],
  MINUTE: ['MI'],
  SECOND: ['SS', 'SSSSS', ...Array.from({ length: 9 }, (_, i) => `FF${i + 1}`)],
  MERIDIAN: ['AM', 'PM', 'A.M.', 'P.M.'],
  ZONE: ['TZH', 'TZM'],
};

/** What an element is of, `YEAR` of `RRRR`; none may come twice. */
export const categoryOf = (name: string): string =>
  Object.entries(CATEGORIES).find(([, names]) => names.includes(name))?.[0] ?? '';

const NAMES = Object.values(CATEGORIES)
  .flat()
  .sort((a, b) => b.length - a.length);

const OF_KIND: Readonly<Record<MomentKind, RegExp>> = {
  DATE: /^(?:YEAR|MONTH|DAY)$/u,
  TIME: /^(?:HOUR|MINUTE|SECOND|MERIDIAN)$/u,
  DATETIME: /^(?!ZONE)/u,
  TIMESTAMP: /^/u,
};

const known = new Map<string, readonly Piece[] | undefined>();

/** The pieces of a format; undefined where it has something else, or what the type does not. */
export function piecesOf(format: string, kind: MomentKind): readonly Piece[] | undefined {
  const key = `${kind} ${format}`;
  // A format is a column in theory: what is remembered stays small.
  if (known.size > 100) known.clear();
  if (!known.has(key)) known.set(key, readPieces(format, kind));
  return known.get(key);
}

function readPieces(format: string, kind: MomentKind): readonly Piece[] | undefined {
  const pieces: Piece[] = [];
  for (let at = 0; at < format.length;) {
    const rest = format.slice(at);
    const quoted = /^"((?:[^"\\]|\\["\\])*)"/u.exec(rest);
    const space = /^ +/u.exec(rest)?.[0];
    const name = NAMES.find((known) => rest.toUpperCase().startsWith(known));
    if (quoted) {
      pieces.push({ kind: 'text', text: (quoted[1] ?? '').replaceAll(/\\(.)/gu, '$1') });
      at += quoted[0].length;
    } else if (space !== undefined) {
      pieces.push({ kind: 'space', text: space });
      at += space.length;
    } else if (name !== undefined) {
      if (!OF_KIND[kind].test(categoryOf(name))) return undefined;
      pieces.push({ kind: 'element', name, written: rest.slice(0, name.length) });
      at += name.length;
    } else if (/^[-./,';:]/u.test(rest)) {
      pieces.push({ kind: 'text', text: rest.charAt(0) });
      at += 1;
    } else return undefined;
  }
  return pieces;
}

/** Months in capitals. */
export const MONTHS = 'JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER'.split(
  ' ',
);
/** Weekdays in capitals, from Sunday. */
export const DAYS = 'SUNDAY MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY'.split(' ');
