import type { MomentKind } from './moment-elements.ts';
import { fromWallClock } from './zones.ts';

const DATE = String.raw`(\d{4})-(\d{1,2})-(\d{1,2})`;
const CLOCK = String.raw`(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,6}))?`;
const OFFSET = String.raw`[+-]\d{1,2}(?::?\d{1,2})?`;
const PATTERNS: Readonly<Record<MomentKind, RegExp>> = {
  DATE: new RegExp(`^${DATE}$`, 'u'),
  DATETIME: new RegExp(`^${DATE}(?:[ Tt]${CLOCK})?$`, 'u'),
  // A timestamp's year may have a fifth digit, which must be nought; a zone's name needs a clock before it.
  TIMESTAMP: new RegExp(`^0?${DATE}(?:[ Tt]${CLOCK}(?:([Zz])|(${OFFSET})| ([A-Za-z][\\w/+:-]*))?| (${OFFSET}))?$`, 'u'),
  TIME: new RegExp(`^()()()${CLOCK}$`, 'u'),
};

const FIRST = -62_135_596_800_000_000n;
const LAST = 253_402_300_799_999_999n;

/** Whether a moment, in microseconds since 1970, lies in the years 1 to 9999. */
export const isInCalendar = (micros: bigint): boolean => micros >= FIRST && micros <= LAST;

/**
 * Microseconds from midnight to `h:m:s`. The second 60 is the next minute's first, where only a TIMESTAMP keeps its
 * decimals. Undefined where there is no such time.
 */
function readClock(kind: MomentKind, hour = '0', minute = '0', second = '0', fraction = ''): bigint | undefined {
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined;
  const micros = second === '60' && kind !== 'TIMESTAMP' ? 0 : Number(fraction.padEnd(6, '0'));
  return BigInt(Number(hour) * 3600 + Number(minute) * 60 + Number(second)) * 1_000_000n + BigInt(micros);
}

/** Microseconds from 1970 to midnight of a day of the years 1 to 9999; undefined where there is no such day. */
function readDate(year: number, month: number, day: number): bigint | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isReal = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal && year > 0 ? BigInt(date.getTime()) * 1000n : undefined;
}

/**
 * What the text of a literal or of a CAST means: microseconds since 1970 (of the wall clock; of the moment for a
 * TIMESTAMP, in UTC without a zone of its own) or since midnight. Undefined where it is no such value.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#canonical_format_for_timestamp_literals
 */
export function readMoment(kind: MomentKind, text: string): bigint | undefined {
  const [, year, month, day, hour, minute, second, fraction, utc, offset, name, only] = PATTERNS[kind].exec(text) ?? [];
  const clock = year === undefined ? undefined : readClock(kind, hour, minute, second, fraction);
  if (clock === undefined) return undefined;
  if (kind === 'TIME') return clock % 86_400_000_000n;
  const date = readDate(Number(year), Number(month), Number(day));
  if (date === undefined) return undefined;
  const zone = utc === undefined ? (offset ?? name ?? only) : undefined;
  const micros = zone === undefined ? date + clock : fromWallClock(date + clock, zone);
  return micros !== undefined && isInCalendar(micros) ? micros : undefined;
}
