import { ELEMENT_KINDS, elementsOf } from './moment-elements.ts';
import type { MomentKind } from './moment-elements.ts';

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const COMPOUND: Readonly<Record<string, string>> = {
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  R: '%H:%M',
  T: '%H:%M:%S',
  X: '%H:%M:%S',
  c: '%a %b %e %H:%M:%S %Y',
  x: '%m/%d/%y',
};

/** What has been read so far. */
interface Fields {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  micros: number;
  century: number | undefined;
  yearOfCentury: number | undefined;
  isAfternoon: boolean | undefined;
  isTwelveHour: boolean;
  dayOfYear: number | undefined;
  epochSeconds: number | undefined;
  offsetMinutes: number | undefined;
}

class Failure extends Error {}

class Text {
  position = 0;

  constructor(readonly text: string) {}

  skipSpace(): void {
    while (/\s/u.test(this.text.charAt(this.position))) this.position += 1;
  }

  /** A whole number of at most `digits` digits within bounds. */
  number(digits: number, low: number, high: number): number {
    this.skipSpace();
    let match = new RegExp(`^\\d{1,${digits}}`, 'u').exec(this.text.slice(this.position))?.[0];
    // A fifth digit of a year that would pass the bound belongs to the next element.
    if (match?.length === 5 && Number(match) > high) match = match.slice(0, -1);
    const value = Number(match);
    if (match === undefined || value < low || value > high) throw new Failure();
    this.position += match.length;
    return value;
  }

  /** The index of the name that stands here, long or by its first three letters. */
  name(names: readonly string[]): number {
    const rest = this.text.slice(this.position).toLowerCase();
    const index = names.findIndex((name) => rest.startsWith(name.slice(0, 3)));
    const name = names[index];
    if (name === undefined) throw new Failure();
    this.position += rest.startsWith(name) ? name.length : 3;
    return index;
  }

  match(pattern: RegExp): RegExpExecArray {
    const match = pattern.exec(this.text.slice(this.position));
    if (!match) throw new Failure();
    this.position += match[0].length;
    return match;
  }
}

/** Two digits and more years: 00-68 are of this century. */
const NUMBERS: Readonly<Record<string, (text: Text, fields: Fields) => void>> = {
  Y: (text, f) => {
    f.year = text.number(5, 0, 10_000);
    f.century = undefined;
    f.yearOfCentury = undefined;
  },
  E4Y: (text, f) => (f.year = text.number(4, 0, 9999)),
  C: (text, f) => (f.century = text.number(2, 0, 99)),
  y: (text, f) => (f.yearOfCentury = text.number(2, 0, 99)),
  m: (text, f) => (f.month = text.number(2, 1, 12)),
  d: (text, f) => (f.day = text.number(2, 1, 31)),
  e: (text, f) => (f.day = text.number(2, 1, 31)),
  Q: (text, f) => (f.month = text.number(1, 1, 4) * 3 - 2),
  j: (text, f) => (f.dayOfYear = text.number(3, 1, 366)),
  H: (text, f) => {
    f.hour = text.number(2, 0, 23);
    f.isTwelveHour = false;
  },
  I: (text, f) => {
    f.hour = text.number(2, 1, 12) % 12;
    f.isTwelveHour = true;
  },
  M: (text, f) => (f.minute = text.number(2, 0, 59)),
  S: (text, f) => (f.second = text.number(2, 0, 60)),
  b: (text, f) => (f.month = text.name(MONTHS) + 1),
  a: (text) => text.name(DAYS),
  p: (text, f) => (f.isAfternoon = text.match(/^[ap]m/iu)[0].toLowerCase() === 'pm'),
  s: (text, f) => (f.epochSeconds = Number(text.match(/^\s*-?\d+/u)[0])),
  z: (text, f) => (f.offsetMinutes = readOffset(text.match(/^([+-])(\d{2}):?(\d{2})?/u))),
  Z: (text, f) => {
    if (!/^(?:utc|z)$/iu.test(text.match(/^[\w/+-]+/u)[0]))
      throw new Failure('not supported by the local warehouse: %Z of a zone other than UTC');
    f.offsetMinutes = 0;
  },
};
const SAME: Readonly<Record<string, string>> = { B: 'b', h: 'b', A: 'a', k: 'H', l: 'I', P: 'p', Ez: 'z' };

const readOffset = ([, sign, hours, minutes = '0']: RegExpExecArray): number =>
  (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));

function readElement(name: string, text: Text, fields: Fields, kind: MomentKind): void {
  const parts = COMPOUND[name];
  if (parts !== undefined) {
    readFormat(parts, text, fields, kind);
    return;
  }
  const digits = /^E([\d*])S$/u.exec(name)?.[1];
  if (digits !== undefined) {
    fields.second = text.number(2, 0, 60);
    const fraction = digits === '0' ? '' : (/^\.\d{1,9}/u.exec(text.text.slice(text.position))?.[0] ?? '');
    const used = digits === '*' ? fraction : fraction.slice(0, Number(digits) + 1);
    text.position += used.length;
    fields.micros = Math.floor(Number(`0${used}`) * 1_000_000 + 1e-4);
    return;
  }
  const read = NUMBERS[SAME[name] ?? name];
  if (!read) throw new Failure(`not supported by the local warehouse: parsing by the format element %${name}`);
  read(text, fields);
}

function readFormat(format: string, text: Text, fields: Fields, kind: MomentKind): void {
  for (const element of elementsOf(format)) {
    if (element.kind === 'element' && !ELEMENT_KINDS[kind](element.name)) {
      throw new Failure(`Invalid format: %${element.name} is not allowed for the ${kind} type.`);
    }
    const isSpace = element.kind === 'text' ? /\s/u.test(element.text) : /^[nt]$/u.test(element.name);
    if (isSpace) text.skipSpace();
    else if (element.kind === 'element') readElement(element.name, text, fields, kind);
    else if (text.text.startsWith(element.text, text.position)) text.position += element.text.length;
    else throw new Failure();
  }
}

/** Microseconds since 1970 of the wall clock (or, with a zone, of the moment). */
function toMicros(fields: Fields): bigint {
  if (fields.epochSeconds !== undefined) return BigInt(fields.epochSeconds) * 1_000_000n;
  let { year } = fields;
  const { century, yearOfCentury } = fields;
  if (yearOfCentury !== undefined) year = (century ?? (yearOfCentury < 69 ? 20 : 19)) * 100 + yearOfCentury;
  else if (century !== undefined) year = century * 100 + (year % 100);
  const hour = fields.isTwelveHour && fields.isAfternoon ? fields.hour + 12 : fields.hour;
  const [month, day] = fields.dayOfYear === undefined ? [fields.month, fields.day] : [1, fields.dayOfYear];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isReal = fields.dayOfYear === undefined ? date.getUTCDate() === day : date.getUTCFullYear() === year;
  if (!isReal || year < 1 || year > 9999) throw new Failure('Out-of-range datetime field in parsing function');
  const seconds =
    date.getTime() / 1000 + hour * 3600 + fields.minute * 60 + fields.second - (fields.offsetMinutes ?? 0) * 60;
  return BigInt(seconds) * 1_000_000n + BigInt(fields.micros);
}

/**
 * Reads a text by a format as PARSE_DATE and its kin do: microseconds since 1970 of the wall clock it shows, or of the
 * moment where it names a zone. Throws where the text does not fit.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/format-elements
 */
export function parseMoment(kind: MomentKind, format: string, input: string): bigint {
  const text = new Text(input);
  const fields: Fields = {
    year: 1970,
    month: 1,
    day: 1,
    hour: 0,
    minute: 0,
    second: 0,
    micros: 0,
    century: undefined,
    yearOfCentury: undefined,
    isAfternoon: undefined,
    isTwelveHour: false,
    dayOfYear: undefined,
    epochSeconds: undefined,
    offsetMinutes: undefined,
  };
  try {
    text.skipSpace();
    readFormat(format, text, fields, kind);
    text.skipSpace();
    if (text.position < input.length) throw new Failure();
    return toMicros(fields);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const message = error.message === '' ? `Failed to parse input string "${input}"` : error.message;
    throw new Error(message, { cause: error });
  }
}
