const microsPerSecond = 1_000_000n;
const microsPerDay = 86_400n * microsPerSecond;
const daysTo1970 = 719_468;

const pad = (value: number, width: number) => String(value).padStart(width, '0');

/** `YYYY-MM-DD` of a number of days since 1970-01-01. */
export function dateText(days: number): string {
  // Days to civil date by eras of 400 years: https://howardhinnant.github.io/date_algorithms.html#civil_from_days
  const shifted = days + daysTo1970;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** `HH:MM:SS[.FFFFFF]` of microseconds since midnight. */
export function timeText(micros: bigint): string {
  const seconds = Number(micros / microsPerSecond);
  const fraction = Number(micros % microsPerSecond);
  const hours = Math.floor(seconds / 3600);
  const text = `${pad(hours, 2)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}`;
  return fraction === 0 ? text : `${text}.${pad(fraction, 6)}`;
}

/** `YYYY-MM-DDTHH:MM:SS[.FFFFFF]` of microseconds since 1970-01-01 00:00. */
export function datetimeText(micros: bigint): string {
  const inDay = ((micros % microsPerDay) + microsPerDay) % microsPerDay;
  return `${dateText(Number((micros - inDay) / microsPerDay))}T${timeText(inDay)}`;
}

/** `Y-M D H:M:S[.F]`, as GoogleSQL prints an INTERVAL. */
export function intervalText(months: number, days: number, micros: bigint): string {
  const sign = (isNegative: boolean) => (isNegative ? '-' : '');
  const wholeMonths = Math.abs(months);
  const wholeMicros = micros < 0n ? -micros : micros;
  const seconds = wholeMicros / microsPerSecond;
  const fraction = Number(wholeMicros % microsPerSecond);
  // The fraction has three digits or six: trailing zeros of the last three are left out.
  const digits = fraction === 0 ? '' : `.${pad(fraction, 6).replace(/000$/, '')}`;
  const clock = `${seconds / 3600n}:${(seconds / 60n) % 60n}:${seconds % 60n}${digits}`;
  const yearMonth = `${sign(months < 0)}${Math.floor(wholeMonths / 12)}-${wholeMonths % 12}`;
  return `${yearMonth} ${days} ${sign(micros < 0n)}${clock}`;
}
