import type { IntervalFields } from '../functions/read-interval.ts';
import { bound } from './ranges.ts';

/** Whole months of an INTERVAL, years among them. */
export const monthsOf = (x: string): string => `(datepart('year', ${x}) * 12 + datepart('month', ${x}))`;

export const daysOf = (x: string): string => `datepart('day', ${x})`;

/** Microseconds of an INTERVAL's part of hours and less. */
export const microsOf = (x: string): string =>
  `(datepart('hour', ${x}) * 3600000000 + datepart('minute', ${x}) * 60000000 + datepart('microsecond', ${x}))`;

/** An INTERVAL of months, days and microseconds. */
export const intervalFrom = (months: string, days: string, micros: string): string =>
  `(to_months(CAST(${months} AS INTEGER)) + to_days(CAST(${days} AS INTEGER)) + to_microseconds(CAST(${micros} AS BIGINT)))`;

/** The constant of so many months, days and microseconds. */
export const intervalLiteral = ([months, days, micros]: IntervalFields): string =>
  `INTERVAL '${months} months ${days} days ${micros} microseconds'`;

const X = '"interval~"';

/** How far each field may go: 10,000 years. */
const FIELDS = [
  ['months', monthsOf(X), 120_000n],
  ['days', daysOf(X), 3_660_000n],
  ['microseconds', microsOf(X), 316_224_000_000_000_000n],
] as const;

/** Template text of an INTERVAL, an error where one of its fields goes too far. */
export function checkedInterval(interval: string): string {
  const checks = FIELDS.map(([name, field, limit]) => {
    const message = `'Interval field ${name} ''' || ${field} || ''' is out of range -${limit} to ${limit}'`;
    return `WHEN abs(${field}) > ${limit} THEN $e(${message})`;
  });
  return bound(X, interval, `CASE ${checks.join(' ')} ELSE ${X} END`);
}
