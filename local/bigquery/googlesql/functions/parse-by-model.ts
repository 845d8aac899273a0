import type { MomentKind } from './moment-elements.ts';
import { MONTHS, categoryOf, piecesOf } from './moment-model.ts';
import type { Piece } from './moment-model.ts';
import { isInCalendar } from './read-moment.ts';
import { fromWallClock } from './zones.ts';

/** Whether the elements go together for reading: https://cloud.google.com/bigquery/docs/reference/standard-sql/format-elements#format_model_rules_date_time */
function isReadable(names: readonly string[]): boolean {
  const categories = names.map((name) =>
    /^(?:SS|SSSSS|FF\d|TZ[HM])$/u.test(name) ? name.replace(/\d$/u, '') : categoryOf(name),
  );
  const has = (name: string): boolean => names.includes(name) || categories.includes(name);
  const isTwelve = has('HH') || has('HH12');
  return (
    new Set(categories).size === categories.length &&
    !['AM', 'PM', 'DDD', 'DAY', 'DY', 'D'].some((name) => names.includes(name)) &&
    isTwelve === has('MERIDIAN') &&
    !(has('SSSSS') && ['HOUR', 'MINUTE', 'SS', 'MERIDIAN'].some(has))
  );
}

/** Elements that are numbers: how many digits, and the values they may have. */
const NUMBERS: Readonly<Record<string, readonly [digits: number, low: number, high: number]>> = {
  YYYY: [4, 0, 99_999],
  RRRR: [4, 0, 99_999],
  YYY: [3, 0, 999],
  YY: [2, 0, 99],
  RR: [2, 0, 99],
  Y: [1, 0, 9],
  MM: [2, 1, 12],
  DD: [2, 1, 31],
  HH: [2, 1, 12],
  HH12: [2, 1, 12],
  HH24: [2, 0, 23],
  MI: [2, 0, 59],
  SS: [2, 0, 59],
  SSSSS: [5, 0, 86_399],
  TZM: [2, 0, 59],
};

const inAnyCase = (names: string): string => names.replaceAll(/[A-Z]/gu, (c) => `[${c}${c.toLowerCase()}]`);

/** A pattern for one element; where digits follow at once, a number has all of its own. */
function patternOf(name: string, isTight: boolean): string {
  const digits = (count: number, most = count): string =>
    String.raw`(\d{${isTight ? count : 1},${isTight ? count : most}})`;
  if (name.startsWith('FF')) return digits(Number(name.charAt(2)));
  if (name === 'TZH') return String.raw`([+\- ]\d{${isTight ? 2 : 1},2})`;
  if (name === 'Y,YYY') return String.raw`(\d{1,2},\d{3})`;
  if (name === 'MON') return `(${inAnyCase(MONTHS.map((month) => month.slice(0, 3)).join('|'))})`;
  if (name === 'MONTH') return `(${inAnyCase(MONTHS.join('|'))})`;
  if (categoryOf(name) === 'MERIDIAN') return String.raw`([AaPp]\.[Mm]\.)`;
  const count = NUMBERS[name]?.[0] ?? 1;
  return digits(count, count === 4 ? 5 : count);
}

const escapePattern = (text: string): string => text.replaceAll(/[\\^$.|?*+()[\]{}/]/gu, String.raw`\$&`);

const startsWithDigit = (piece: Piece | undefined): boolean =>
  piece?.kind === 'element' && !/^(?:MON|MONTH|TZH|[AP]\.M\.)$/u.test(piece.name);

/** The texts of the elements, by name; undefined where the text does not fit the format. */
function match(pieces: readonly Piece[], text: string): ReadonlyMap<string, string> | undefined {
  const names: string[] = [];
  const patterns = pieces.map((piece, i) => {
    if (piece.kind === 'space') return String.raw`\s+`;
    if (piece.kind === 'text') return Array.from(piece.text, escapePattern).join('');
    names.push(piece.name);
    return patternOf(piece.name, startsWithDigit(pieces[i + 1]));
  });
  const found = new RegExp(String.raw`^\s*${patterns.join('')}\s*$`, 'u').exec(text);
  return found ? new Map(names.map((name, i) => [name, (found[i + 1] ?? '').toUpperCase()])) : undefined;
}

/** The year that its last digits mean, this year's others before them; RR's is the nearest such. */
function yearOf(name: string, digits: string, now: number): number {
  const value = Number(digits.replace(',', ''));
  if (/^(?:YYYY|RRRR|Y,YYY)$/u.test(name)) return value;
  const span = 10 ** name.length;
  const century = Math.floor(now / span) * span;
  if (name !== 'RR') return century + value;
  const half = (n: number): number => (n % 100 < 50 ? 0 : 1);
  return century + value + (half(now) - half(value)) * 100;
}

type Found = ReadonlyMap<string, string>;

const numberOf = (found: Found, ...names: readonly string[]): number | undefined =>
  names.flatMap((name) => (found.has(name) ? [Number(found.get(name))] : []))[0];

/** Microseconds from 1970 to midnight of the day: this year, this month and the first where the format has none. */
function dateOf(found: Found, now: Date): bigint | undefined {
  const yearName = [...found.keys()].find((name) => categoryOf(name) === 'YEAR');
  const year = yearName ? yearOf(yearName, found.get(yearName) ?? '', now.getUTCFullYear()) : now.getUTCFullYear();
  const named = found.get('MONTH') ?? found.get('MON');
  const month = named === undefined ? numberOf(found, 'MM') : MONTHS.findIndex((name) => name.startsWith(named)) + 1;
  const day = numberOf(found, 'DD') ?? 1;
  const date = new Date(0);
  date.setUTCFullYear(year, (month ?? now.getUTCMonth() + 1) - 1, day);
  return date.getUTCDate() === day && year >= 1 && year <= 9999 ? BigInt(date.getTime()) * 1000n : undefined;
}

/** Microseconds from midnight. */
function clockOf(found: Found): bigint {
  const isAfternoon = [...found].some(([name, value]) => categoryOf(name) === 'MERIDIAN' && value.startsWith('P'));
  const twelve = numberOf(found, 'HH', 'HH12');
  const hour = twelve === undefined ? (numberOf(found, 'HH24') ?? 0) : (twelve % 12) + (isAfternoon ? 12 : 0);
  const minutes = hour * 60 + (numberOf(found, 'MI') ?? 0);
  const seconds = numberOf(found, 'SSSSS') ?? minutes * 60 + (numberOf(found, 'SS') ?? 0);
  const fraction = [...found].find(([name]) => name.startsWith('FF'))?.[1] ?? '';
  return BigInt(seconds) * 1_000_000n + BigInt(fraction.padEnd(6, '0').slice(0, 6));
}

/** The offset that the text names, as a zone. */
function zoneOf(found: Found): string | undefined {
  const [hours, minutes] = [found.get('TZH'), found.get('TZM')];
  if (hours === undefined && minutes === undefined) return undefined;
  return `${hours?.startsWith('-') ? '-' : '+'}${hours?.slice(1) ?? '0'}:${minutes ?? '00'}`;
}

const isInBounds = ([name, digits]: readonly [string, string]): boolean => {
  const bounds = NUMBERS[name];
  return bounds === undefined || (Number(digits) >= bounds[1] && Number(digits) <= bounds[2]);
};

/**
 * `CAST(text AS type FORMAT format AT TIME ZONE zone)`: microseconds since 1970, of the moment for a TIMESTAMP. What the
 * format does not have is this year, this month (`now`, in milliseconds), the first day, midnight. Undefined where the
 * format is none for reading the type or the text does not fit.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/format-elements#format_string_as_datetime
 */
export function parseByModel(
  kind: MomentKind,
  format: string,
  text: string,
  zone: string,
  now: number,
): bigint | undefined {
  const pieces = piecesOf(format, kind);
  const names = pieces?.flatMap((piece) => (piece.kind === 'element' ? [piece.name] : [])) ?? [];
  const found = pieces && isReadable(names) ? match(pieces, text) : undefined;
  if (!found || ![...found].every(isInBounds)) return undefined;
  if (kind === 'TIME') return clockOf(found);
  const date = dateOf(found, new Date(now));
  if (date === undefined) return undefined;
  const local = date + clockOf(found);
  const micros = kind === 'TIMESTAMP' ? fromWallClock(local, zoneOf(found) ?? zone) : local;
  return micros !== undefined && isInCalendar(micros) ? micros : undefined;
}
