import { COMPOUND, ELEMENT_KINDS } from './moment-elements.ts';
import type { MomentKind } from './moment-elements.ts';
import { DAYS, MONTHS } from './moment-model.ts';

/** The wall clock to print, with the microseconds past its second and its zone's offset in minutes. */
interface Wall {
  readonly date: Date;
  readonly micros: number;
  readonly offset: number;
}

/** A number with the width it has unless told otherwise, and what fills it. */
type Printed = string | readonly [value: number, width: number, fill: '0' | ' '];

const DAY = 86_400_000;

const capitalised = (word: string): string => word.charAt(0) + word.slice(1).toLowerCase();

const yearStart = (year: number): number => new Date(0).setUTCFullYear(year, 0, 1);

const dayOfYear = ({ date }: Wall): number => Math.floor((date.getTime() - yearStart(date.getUTCFullYear())) / DAY);

/** The Thursday of the ISO week: its year is the week's. */
const thursday = ({ date }: Wall): Date => new Date(date.getTime() + (3 - ((date.getUTCDay() + 6) % 7)) * DAY);

const isoYear = (wall: Wall): number => thursday(wall).getUTCFullYear();

const isoWeek = (wall: Wall): number =>
  Math.floor((thursday(wall).getTime() - yearStart(isoYear(wall))) / (7 * DAY)) + 1;

const weekFrom = (wall: Wall, firstDay: number): number =>
  Math.floor((dayOfYear(wall) + 7 - ((wall.date.getUTCDay() - firstDay + 7) % 7)) / 7);

const offsetText = ({ offset }: Wall, colon: string): string => {
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(offset) / 60))}${colon}${pad(Math.abs(offset) % 60)}`;
};

function zoneName(wall: Wall): string {
  if (wall.offset === 0) return 'UTC';
  const minutes = Math.abs(wall.offset) % 60;
  const hours = Math.floor(Math.abs(wall.offset) / 60);
  return `UTC${minutes === 0 ? `${wall.offset < 0 ? '-' : '+'}${hours}` : offsetText(wall, '')}`;
}

const hour12 = ({ date }: Wall): number => ((date.getUTCHours() + 11) % 12) + 1;
const half = ({ date }: Wall): string => (date.getUTCHours() < 12 ? 'AM' : 'PM');

const PRINTERS: Readonly<Record<string, (wall: Wall) => Printed>> = {
  A: ({ date }) => capitalised(DAYS[date.getUTCDay()] ?? ''),
  a: ({ date }) => capitalised((DAYS[date.getUTCDay()] ?? '').slice(0, 3)),
  B: ({ date }) => capitalised(MONTHS[date.getUTCMonth()] ?? ''),
  b: ({ date }) => capitalised((MONTHS[date.getUTCMonth()] ?? '').slice(0, 3)),
  h: ({ date }) => capitalised((MONTHS[date.getUTCMonth()] ?? '').slice(0, 3)),
  C: ({ date }) => [Math.floor(date.getUTCFullYear() / 100), 1, '0'],
  d: ({ date }) => [date.getUTCDate(), 2, '0'],
  e: ({ date }) => [date.getUTCDate(), 2, ' '],
  G: (wall) => [isoYear(wall), 1, '0'],
  g: (wall) => [isoYear(wall) % 100, 2, '0'],
  H: ({ date }) => [date.getUTCHours(), 2, '0'],
  I: (wall) => [hour12(wall), 2, '0'],
  j: (wall) => [dayOfYear(wall) + 1, 3, '0'],
  k: ({ date }) => [date.getUTCHours(), 2, ' '],
  l: (wall) => [hour12(wall), 2, ' '],
  M: ({ date }) => [date.getUTCMinutes(), 2, '0'],
  m: ({ date }) => [date.getUTCMonth() + 1, 2, '0'],
  n: () => '\n',
  P: (wall) => half(wall).toLowerCase(),
  p: half,
  Q: ({ date }) => String(Math.floor(date.getUTCMonth() / 3) + 1),
  S: ({ date }) => [date.getUTCSeconds(), 2, '0'],
  s: ({ date, offset }) => String(Math.floor(date.getTime() / 1000) - offset * 60),
  t: () => '\t',
  U: (wall) => [weekFrom(wall, 0), 2, '0'],
  u: ({ date }) => String(date.getUTCDay() === 0 ? 7 : date.getUTCDay()),
  V: (wall) => [isoWeek(wall), 2, '0'],
  W: (wall) => [weekFrom(wall, 1), 2, '0'],
  w: ({ date }) => String(date.getUTCDay()),
  Y: ({ date }) => [date.getUTCFullYear(), 1, '0'],
  y: ({ date }) => [date.getUTCFullYear() % 100, 2, '0'],
  Z: zoneName,
  z: (wall) => offsetText(wall, ''),
  Ez: (wall) => offsetText(wall, ':'),
  E4Y: ({ date }) => [date.getUTCFullYear(), 4, '0'],
  '%': () => '%',
};

const ELEMENT = /%([-_0^#]*)(\d{0,2})(E(?:\d|\*)S|E4Y|Ez|(?:E(?=[CXcxyY])|O(?=[deHImMSuUVwWy]))?[A-Za-z%])/gu;

function printSeconds(name: string, { date, micros }: Wall): string {
  const seconds = String(date.getUTCSeconds()).padStart(2, '0');
  const fraction = String(micros).padStart(6, '0');
  const shown = name === 'E*S' ? fraction.replace(/0+$/u, '') : `${fraction}000`.slice(0, Number(name.charAt(1)));
  return shown === '' ? seconds : `${seconds}.${shown}`;
}

/** Flags of C's strftime: `-` fills nothing, `_` with spaces, `0` with noughts, `^` prints capitals, `#` the other case. */
function print(printed: Printed, name: string, flags: string, width: string): string {
  const fills = Array.from(flags).filter((flag) => '-_0'.includes(flag));
  const isText = typeof printed === 'string';
  const fill = { '-': '', _: ' ', '0': '0' }[fills.at(-1) ?? ''] ?? (isText ? ' ' : printed[2]);
  const least = width === '' ? (isText ? 0 : printed[1]) : Number(width);
  const text = (isText ? printed : String(printed[0])).padStart(fill === '' ? 0 : least, fill || ' ');
  if (flags.includes('#')) return /^[pZ]$/u.test(name) ? text.toLowerCase() : text.toUpperCase();
  return flags.includes('^') ? text.toUpperCase() : text;
}

function printFormat(kind: MomentKind, format: string, wall: Wall): string {
  return format.replaceAll(ELEMENT, (whole: string, flags: string, width: string, written: string) => {
    const name = written.length === 2 && /^(?:E[CXcxyY]|O)/u.test(written) ? written.slice(1) : written;
    const isPlain = flags === '' && width === '';
    if (isPlain && name !== '%' && !ELEMENT_KINDS[kind](name)) return whole;
    if (/^E[\d*]S$/u.test(name)) return printSeconds(name, wall);
    const parts = COMPOUND[name];
    if (parts !== undefined) return print(printFormat('TIMESTAMP', parts, wall), name, flags, width);
    const printer = PRINTERS[name];
    return printer ? print(printer(wall), name, flags, width) : whole;
  });
}

/**
 * FORMAT_DATE and its kin, for formats that strftime does not print alike: `micros` since 1970 of the wall clock, `offset` of
 * its zone in minutes. An element that the type does not have stands as it is written.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/format-elements#format_elements_date_time
 */
export function formatMoment(kind: MomentKind, format: string, micros: bigint, offset: number): string {
  const rest = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  return printFormat(kind, format, { date: new Date(Number((micros - rest) / 1000n)), micros: Number(rest), offset });
}
