const MILLISECONDS_PER_DAY = 86_400_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A time on Seattle's clocks: days since 1970-01-01 and seconds since that day's midnight (0 to 86,399). */
export interface Moment {
  readonly day: number;
  readonly second: number;
}

/**
 * The day number (days since 1970-01-01) of an ISO date.
 *
 * @throws RangeError when the text is no date of the form `YYYY-MM-DD`.
 */
export function dayOfIsoDate(text: string): number {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  if (Number.isNaN(time)) throw new RangeError(`not a date of the form YYYY-MM-DD: ${JSON.stringify(text)}`);
  return time / MILLISECONDS_PER_DAY;
}

/** The ISO date, `YYYY-MM-DD`, of a day number. */
export function isoDateOfDay(day: number): string {
  return new Date(day * MILLISECONDS_PER_DAY).toISOString().slice(0, 10);
}

/** The weekday of a day number: 0 is Sunday. */
export function weekdayOfDay(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** A function that writes a moment as text; days once written are remembered. */
export type MomentFormat = (moment: Moment) => string;

/** A format that writes `MM/DD/YYYY hh:mm:ss AM`, the exports' until 2025 and sometimes since. */
export function slashedFormat(): MomentFormat {
  return format12((year, month, day) => `${month}/${day}/${year}`);
}

/** A format that writes `2015 Jun 08 09:39:00 AM`, the exports' since 2025. */
export function namedMonthFormat(): MomentFormat {
  return format12((year, month, day) => `${year} ${MONTHS[Number(month) - 1] ?? ''} ${day}`);
}

/** A format that writes `2019-01-08T10:46:00.000`, the interface's. */
export function isoFormat(): MomentFormat {
  const dayText = rememberDays((year, month, day) => `${year}-${month}-${day}T`);
  return ({ day, second }) => {
    const minutes = Math.floor(second / 60);
    return `${dayText(day)}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(second % 60)}.000`;
  };
}

type DayParts = (year: string, month: string, day: string) => string;

function format12(parts: DayParts): MomentFormat {
  const dayText = rememberDays(parts);
  return ({ day, second }) => {
    const minutes = Math.floor(second / 60);
    const hour = Math.floor(minutes / 60);
    const clock = `${two(hour % 12 === 0 ? 12 : hour % 12)}:${two(minutes % 60)}:${two(second % 60)}`;
    return `${dayText(day)} ${clock}${hour < 12 ? ' AM' : ' PM'}`;
  };
}

function rememberDays(parts: DayParts): (day: number) => string {
  const known = new Map<number, string>();
  return (day) => {
    let text = known.get(day);
    if (text === undefined) {
      const [year = '', month = '', dayOfMonth = ''] = isoDateOfDay(day).split('-');
      text = parts(year, month, dayOfMonth);
      known.set(day, text);
    }
    return text;
  };
}

const TWO_DIGITS = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));

function two(value: number): string {
  return TWO_DIGITS[value] ?? '';
}
