import { GoogleSqlError } from '../errors.ts';
import type { Argument } from './signature.ts';

/** Days from Monday back to each weekday on which a week can begin. */
const SHIFTS: Readonly<Record<string, number>> = {
  MONDAY: 0,
  SUNDAY: 1,
  SATURDAY: 2,
  FRIDAY: 3,
  THURSDAY: 4,
  WEDNESDAY: 5,
  TUESDAY: 6,
};

/** A date part; `shift` is the number of days by which its week begins before Monday. */
export interface DatePart {
  readonly name: string;
  readonly shift: number;
}

/** The part that a word names; throws `GoogleSqlError` where `what` has no such part. */
export function datePart(arg: Argument | undefined, what: string, allowed: readonly string[]): DatePart {
  const text = arg?.kind === 'word' ? arg.text.toUpperCase() : '';
  const [, name = '', weekday] = /^(\w+)(?:\((\w+)\))?$/u.exec(text) ?? [];
  const shift = SHIFTS[weekday ?? 'SUNDAY'];
  if (!allowed.includes(name) || shift === undefined || (weekday !== undefined && name !== 'WEEK')) {
    if (name === 'NANOSECOND') throw new GoogleSqlError(`not supported by the local warehouse: ${what} at NANOSECOND`);
    throw new GoogleSqlError(`${what} does not support the ${text} date part`);
  }
  return name === 'ISOWEEK' ? { name: 'WEEK', shift: 0 } : { name, shift };
}

export const TIME_PARTS = ['MICROSECOND', 'MILLISECOND', 'SECOND', 'MINUTE', 'HOUR'] as const;
export const DATE_PARTS = ['DAY', 'WEEK', 'ISOWEEK', 'MONTH', 'QUARTER', 'YEAR', 'ISOYEAR'] as const;

/** Microseconds in each part of a fixed length. */
export const MICROSECONDS: Readonly<Record<string, number>> = {
  MICROSECOND: 1,
  MILLISECOND: 1000,
  SECOND: 1_000_000,
  MINUTE: 60_000_000,
  HOUR: 3_600_000_000,
  DAY: 86_400_000_000,
  WEEK: 604_800_000_000,
};

const MONTHS: Readonly<Record<string, number>> = { MONTH: 1, QUARTER: 3, YEAR: 12 };

/** DuckDB text of `count` (a text) of a part as an interval. */
export function intervalOf(part: string, count: string): string {
  const months = MONTHS[part];
  if (months !== undefined) return `to_months(CAST(${times(count, months)} AS INTEGER))`;
  if (part === 'DAY' || part === 'WEEK') return `to_days(CAST(${times(count, part === 'WEEK' ? 7 : 1)} AS INTEGER))`;
  return `to_microseconds(${times(count, MICROSECONDS[part] ?? 1)})`;
}

const times = (count: string, factor: number): string => (factor === 1 ? count : `${count} * ${factor}`);

/** The number of the week of a date, counted from the year 1: its difference counts the boundaries between. */
export const weekNumber = (date: string, shift: number): string => `((${date} - DATE '0001-01-01' + ${shift}) // 7)`;

/** The first day of the week of a date. */
export const weekStart = (date: string, shift: number): string =>
  `(${date} - CAST((${date} - DATE '0001-01-01' + ${shift}) % 7 AS INTEGER))`;
