import { COMPOUND, ELEMENT_KINDS, elementsOf } from './moment-elements.ts';
import type { MomentKind } from './moment-elements.ts';
import { isInCalendar } from './read-moment.ts';
import { fromWallClock } from './zones.ts';

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
  /** Of %U and %W: its weekday counts from Sunday, 0. */
  week: { readonly number: number; readonly firstDay: 0 | 1 } | undefined;
  hasWeekday: boolean;
  /** Month and day that were read after a week or a day of the year: they count before its own. */
  lateMonth: number | undefined;
  lateDay: number | undefined;
  epochSeconds: number | undefined;
  zone: string | undefined;
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

const setMonth = (f: Fields, month: number): void => {
  f.month = month;
  f.lateMonth = month;
};

const setDay = (f: Fields, day: number): void => {
  f.day = day;
  f.lateDay = day;
};

/** A week or a day of the year: month and day before it are its own. */
const setPlace = (f: Fields, place: Partial<Pick<Fields, 'week' | 'dayOfYear'>>): void => {
  Object.assign(f, place, { lateMonth: undefined, lateDay: undefined });
};

/** Two digits and more years: 00-68 are of this century. */
const READERS: Readonly<Record<string, (text: Text, fields: Fields) => void>> = {
  Y: (text, f) => {
    f.year = text.number(5, 0, 10_000);
    f.century = undefined;
    f.yearOfCentury = undefined;
  },
  E4Y: (text, f) => (f.year = Number(text.match(/^\d{4}/u)[0])),
  C: (text, f) => (f.century = text.number(2, 0, 99)),
  y: (text, f) => (f.yearOfCentury = text.number(2, 0, 99)),
  m: (text, f) => {
    setMonth(f, text.number(2, 1, 12));
  },
  d: (text, f) => {
    setDay(f, text.number(2, 1, 31));
  },
  e: (text, f) => {
    text.skipSpace();
    setDay(f, text.number(2, 1, 31));
  },
  Q: (text, f) => {
    setMonth(f, text.number(1, 1, 4) * 3 - 2);
  },
  j: (text, f) => {
    setPlace(f, { dayOfYear: text.number(3, 1, 366) });
  },
  U: (text, f) => {
    setPlace(f, { week: { number: text.number(2, 0, 53), firstDay: 0 } });
  },
  W: (text, f) => {
    setPlace(f, { week: { number: text.number(2, 0, 53), firstDay: 1 } });
  },
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
  b: (text, f) => {
    setMonth(f, text.name(MONTHS) + 1);
  },
  a: (text, f) => {
    text.name(DAYS);
    f.hasWeekday = true;
  },
  u: (text, f) => (f.hasWeekday = text.number(1, 1, 7) > 0),
  w: (text, f) => (f.hasWeekday = text.number(1, 0, 6) >= 0),
  p: (text, f) => (f.isAfternoon = text.match(/^[ap]m/iu)[0].toLowerCase() === 'pm'),
  s: (text, f) => (f.epochSeconds = Number(text.match(/^-?\d{1,18}/u)[0])),
  z: (text, f) => (f.zone = text.match(/^[+-]\d{2}(?:[0-5]\d)?/u)[0]),
  Ez: (text, f) => (f.zone = text.match(/^(?:[+-]\d{2}(?::?[0-5]\d)?|Z)/u)[0].replace('Z', '+00')),
  Z: (text, f) => (f.zone = text.match(/^[\w/+:-]+/u)[0]),
};
const SAME: Readonly<Record<string, string>> = { B: 'b', h: 'b', A: 'a', k: 'H', l: 'I', P: 'p' };

function readElement(name: string, text: Text, fields: Fields, kind: MomentKind): void {
  const parts = COMPOUND[name];
  if (parts !== undefined) {
    text.skipSpace();
    readFormat(parts, text, fields, kind);
    return;
  }
  const digits = /^E([\d*])S$/u.exec(name)?.[1];
  if (digits !== undefined) {
    fields.second = text.number(2, 0, 60);
    const fraction = digits === '0' ? '' : (/^\.\d{1,9}/u.exec(text.text.slice(text.position))?.[0] ?? '');
    const used = digits === '*' ? fraction : fraction.slice(0, Number(digits) + 1);
    text.position += used.length;
    // The second 60 is the next minute's first.
    fields.micros = fields.second === 60 ? 0 : Math.floor(Number(`0${used}`) * 1_000_000 + 1e-4);
    return;
  }
  const read = READERS[SAME[name] ?? name];
  if (!read) throw new Failure(`not supported by the local warehouse: parsing by the format element %${name}`);
  if (/^[kl]$/u.test(name)) text.skipSpace();
  read(text, fields);
}

function readFormat(format: string, text: Text, fields: Fields, kind: MomentKind): void {
  if (/^(?:[^%]|%[^])*%$/u.test(format)) throw new Failure("Format string cannot end with a single '%'");
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

const day = (year: number, month: number, date: number): Date => {
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, date);
  return at;
};

/** The year of the fields: a century without its year is its first. */
function yearOf({ year, century, yearOfCentury }: Fields): number {
  if (century !== undefined) return century * 100 + (yearOfCentury ?? 0);
  return yearOfCentury === undefined ? year : (yearOfCentury < 69 ? 2000 : 1900) + yearOfCentury;
}

/** The day that a week of the year begins with; week 0 is what is before the year's first such weekday. */
function weekStart(year: number, { number, firstDay }: NonNullable<Fields['week']>): Date {
  const first = 1 + ((7 + firstDay - day(year, 1, 1).getUTCDay()) % 7);
  const start = day(year, 1, first + (number - 1) * 7);
  if (number === 0 ? first === 1 : start.getUTCFullYear() > year) {
    throw new Failure(`Week number ${number} is invalid for year ${year}`);
  }
  return start;
}

function dateOf(fields: Fields): Date {
  const year = yearOf(fields);
  const { dayOfYear, week, lateMonth, lateDay } = fields;
  if (week && fields.hasWeekday) {
    throw new Failure('not supported by the local warehouse: parsing a weekday beside the number of a week');
  }
  const place = dayOfYear !== undefined ? day(year, 1, dayOfYear) : week && weekStart(year, week);
  if (dayOfYear !== undefined && place?.getUTCFullYear() !== year)
    throw new Failure('Invalid result from parsing function');
  const month = place ? (lateMonth ?? place.getUTCMonth() + 1) : fields.month;
  const date = place ? (lateDay ?? place.getUTCDate()) : fields.day;
  const result = day(place?.getUTCFullYear() ?? year, month, date);
  if (result.getUTCDate() !== date || year < 1 || year > 9999)
    throw new Failure('Invalid result from parsing function');
  return result;
}

/** Microseconds since 1970 of the wall clock (or, with a zone, of the moment). */
function toMicros(fields: Fields): bigint {
  const { epochSeconds, zone } = fields;
  if (epochSeconds !== undefined) return BigInt(epochSeconds) * 1_000_000n;
  const hour = fields.isTwelveHour && fields.isAfternoon ? fields.hour + 12 : fields.hour;
  const seconds = dateOf(fields).getTime() / 1000 + hour * 3600 + fields.minute * 60 + fields.second;
  const local = BigInt(seconds) * 1_000_000n + BigInt(fields.micros);
  if (zone === undefined) return local;
  return fromWallClock(local, zone) ?? fail(`Invalid time zone: ${zone}`);
}

const fail = (message: string): never => {
  throw new Failure(message);
};

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
    week: undefined,
    hasWeekday: false,
    lateMonth: undefined,
    lateDay: undefined,
    epochSeconds: undefined,
    zone: undefined,
  };
  try {
    text.skipSpace();
    readFormat(format, text, fields, kind);
    text.skipSpace();
    if (text.position < input.length) throw new Failure();
    const micros = toMicros(fields);
    return isInCalendar(micros) ? micros : fail('Invalid result from parsing function');
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const message = error.message === '' ? `Failed to parse input string "${input}"` : error.message;
    throw new Error(message, { cause: error });
  }
}
