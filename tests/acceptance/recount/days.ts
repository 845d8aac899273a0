/** Days are whole numbers, days since 1970-01-01; months are too, months since January of year 0. */

const MILLISECONDS = 86_400_000;
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** The day of a wall-clock time, which is given as UTC milliseconds. */
export const dayOf = (time: number): number => Math.floor(time / MILLISECONDS);
/** Milliseconds since the day began. */
export const timeOfDay = (time: number): number => time - dayOf(time) * MILLISECONDS;
export const hourOf = (time: number): number => Math.floor(timeOfDay(time) / 3_600_000);
export const parseDay = (text: string): number => dayOf(Date.parse(text));
const dateTexts = new Map<number, string>();
export function dateText(day: number): string {
  const known = dateTexts.get(day) ?? new Date(day * MILLISECONDS).toISOString().slice(0, 10);
  dateTexts.set(day, known);
  return known;
}
/** As the warehouse writes a DATETIME in JSON. */
export const timeText = (time: number): string => new Date(time).toISOString().replace(/(?:\.000)?Z$/, '');
export const yearOf = (day: number): number => new Date(day * MILLISECONDS).getUTCFullYear();
/** 1 Monday to 7 Sunday. */
export const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;
export const weekdayName = (day: number): string => WEEKDAYS[weekdayOf(day) - 1] ?? '';
export const monthOf = (day: number): number => yearOf(day) * 12 + new Date(day * MILLISECONDS).getUTCMonth();
export const monthStart = (month: number): number => dayOf(Date.UTC(Math.floor(month / 12), month % 12, 1));
export const monthEnd = (month: number): number => monthStart(month + 1) - 1;

/** The whole numbers from `first` to `last`, both included. */
export const range = (first: number, last: number): readonly number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
