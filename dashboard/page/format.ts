const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const minus = '−';
const noBreak = '\u00a0';

/** `1,234`. */
export function formatCount(value: number): string {
  return whole.format(value);
}

/** `12.3`. */
export function formatDecimal(value: number): string {
  return oneDigit.format(value);
}

/** `1 offense`, `1,234 offenses`. */
export function counted(value: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(value)} ${Math.round(value) === 1 ? singular : plural}`;
}

/** A share of 0-1 as `12.3 %`. */
export function formatShare(share: number): string {
  return `${oneDigit.format(100 * share)} %`;
}

/** Whole percents of a share of 0-1, rounded down. 0.29 is 29: 100 times that is less by an error of floating point. */
export function wholePercents(share: number): number {
  return Math.floor(100 * share + 1e-9);
}

/** `+1,234`, `−1,234`, `0`. */
export function formatChange(change: number): string {
  return change > 0 ? `+${formatCount(change)}` : formatCount(change).replace('-', minus);
}

/** A change in percent points of the earlier value: `+12.3 %`. */
export function formatPercentChange(percent: number): string {
  return `${percent > 0 ? '+' : ''}${oneDigit.format(percent).replace('-', minus)} %`;
}

/** `2026-06-29` as `29 Jun 2026`. */
export function formatDate(date: string): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${day ?? ''} ${monthNames[(month ?? 1) - 1] ?? ''} ${year ?? ''}`;
}

/** `2026-06-01` as `Jun 2026`. */
export function formatMonth(date: string): string {
  const [year, month] = date.split('-').map(Number);
  return `${monthNames[(month ?? 1) - 1] ?? ''} ${year ?? ''}`;
}

/** `13` as `13:00`. */
export function formatHour(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

/** Words in capitals, as the city writes them, as a reader would: `PROPERTY CRIME` as `Property crime`; others, and abbreviations such as `DUI`, stay. */
export function readable(text: string): string {
  return /[a-z]/.test(text) || text.length <= 3 ? text : text.charAt(0) + text.slice(1).toLowerCase();
}

/** `NORTH BEACON HILL` as `North Beacon Hill`; a name that has small letters stays. */
export function placeName(text: string): string {
  if (/[a-z]/.test(text) || text === 'OOJ') return text;
  return text
    .toLowerCase()
    .replaceAll(/(^|[\s/(.-])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
}

/** A sentence as type: days are written as on the rest of the page, a number and its percent sign stay on one line, and a minus is no hyphen. */
export function typeset(sentence: string): string {
  return sentence
    .replaceAll(/\b\d{4}-\d{2}-\d{2}\b/g, formatDate)
    .replaceAll(/(?<=\d) %/g, `${noBreak}%`)
    .replaceAll(/(?<=[( ])-(?=\d)/g, minus);
}

/** A day as UTC midnight, so that no zone moves it. */
export function dayOf(date: string): Date {
  return new Date(`${date}T00:00:00Z`);
}

/** The day as `YYYY-MM-DD`. */
export function dateText(day: Date): string {
  return day.toISOString().slice(0, 10);
}

/** The date so many days later. */
export function addDays(date: string, days: number): string {
  return dateText(new Date(dayOf(date).getTime() + days * 86_400_000));
}
