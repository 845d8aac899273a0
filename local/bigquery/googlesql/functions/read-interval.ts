/** The fields of an INTERVAL: months with years among them, days, microseconds with hours among them. */
export type IntervalFields = readonly [months: bigint, days: bigint, micros: bigint];

/** Where each field of `Y-M D H:M:S` stands in a text that names a range of them. */
const RANGES: Readonly<Record<string, string>> = {
  'YEAR TO MONTH': 'Y-M',
  'YEAR TO DAY': 'Y-M D',
  'YEAR TO HOUR': 'Y-M D h',
  'YEAR TO MINUTE': 'Y-M D h:m',
  'YEAR TO SECOND': 'Y-M D h:m:s',
  'MONTH TO DAY': 'M D',
  'MONTH TO HOUR': 'M D h',
  'MONTH TO MINUTE': 'M D h:m',
  'MONTH TO SECOND': 'M D h:m:s',
  'DAY TO HOUR': 'D h',
  'DAY TO MINUTE': 'D h:m',
  'DAY TO SECOND': 'D h:m:s',
  'HOUR TO MINUTE': 'h:m',
  'HOUR TO SECOND': 'h:m:s',
  'MINUTE TO SECOND': 'm:s',
  YEAR: 'Y',
  QUARTER: 'Q',
  MONTH: 'M',
  WEEK: 'W',
  DAY: 'D',
  HOUR: 'h',
  MINUTE: 'm',
};

/** Ranges that a text without their name can only mean: CAST takes these. */
const UNAMBIGUOUS = [
  'YEAR TO SECOND',
  'YEAR TO MINUTE',
  'YEAR TO HOUR',
  'YEAR TO DAY',
  'YEAR TO MONTH',
  'MONTH TO SECOND',
  'DAY TO SECOND',
  'DAY TO MINUTE',
  'HOUR TO SECOND',
];

/** Which of the three fields a letter counts in, and by how much. */
const UNITS: Readonly<Record<string, readonly [field: 0 | 1 | 2, factor: bigint]>> = {
  Y: [0, 12n],
  Q: [0, 3n],
  M: [0, 1n],
  W: [1, 7n],
  D: [1, 1n],
  h: [2, 3_600_000_000n],
  m: [2, 60_000_000n],
  s: [2, 1_000_000n],
};

/** How far each field may go: 10,000 years. */
const LIMITS = [120_000n, 3_660_000n, 316_224_000_000_000_000n] as const;

const isWithin = (fields: readonly bigint[]): boolean =>
  fields.every((value, i) => (value < 0n ? -value : value) <= (LIMITS[i] ?? 0n));

/** A number of a unit with its decimals, in the unit's field. */
function amount(digits: string, letter: string): bigint {
  const [whole = '', decimals = ''] = digits.split(/[.,]/u);
  const factor = UNITS[letter]?.[1] ?? 1n;
  return BigInt(whole === '' ? '0' : whole) * factor + BigInt(decimals.padEnd(6, '0'));
}

const SECONDS_ALONE = /^([+-]?)(\d+(?:\.\d{1,6})?|\.\d{1,6})$/u;

/**
 * Reads the text of `INTERVAL '…' X TO Y` or `INTERVAL '…' X`: each of its groups has a sign of its own. Undefined where
 * the text does not fit or goes beyond 10,000 years.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#interval_type
 */
export function readInterval(text: string, range: string): IntervalFields | undefined {
  const fields: [bigint, bigint, bigint] = [0n, 0n, 0n];
  if (range === 'SECOND') {
    const [, sign, digits] = SECONDS_ALONE.exec(text) ?? [];
    if (digits === undefined) return undefined;
    fields[2] = (sign === '-' ? -1n : 1n) * amount(digits, 's');
    return isWithin(fields) ? fields : undefined;
  }
  const groups = RANGES[range]?.split(' ');
  if (!groups) return undefined;
  const digits = (letter: string): string => (letter === 's' ? String.raw`(\d+(?:\.\d{1,6})?)` : String.raw`(\d+)`);
  const patterns = groups.map((group) => `([+-]?)${group.replaceAll(/[A-Za-z]/gu, digits)}`);
  const match = new RegExp(`^${patterns.join(' ')}$`, 'u').exec(text);
  if (!match) return undefined;
  let place = 1;
  for (const group of groups) {
    const sign = match[place++] === '-' ? -1n : 1n;
    for (const letter of group.replaceAll(/[-:]/gu, '')) {
      fields[UNITS[letter]?.[0] ?? 0] += sign * amount(match[place++] ?? '', letter);
    }
  }
  return isWithin(fields) ? fields : undefined;
}

const DURATION = /^P((?:-?\d+[YMWD])*)(?:T((?:-?\d+(?:[.,]\d{1,6})?[HMS])*))?$/u;

/** `P1Y2M3DT4H5M6.5S`, each number with a sign of its own. */
function readDuration(text: string): IntervalFields | undefined {
  const [, date, time] = DURATION.exec(text) ?? [];
  if (date === undefined || (date === '' && time === undefined)) return undefined;
  const fields: [bigint, bigint, bigint] = [0n, 0n, 0n];
  const parts = [date, (time ?? '').toLowerCase()].flatMap((half) => half.match(/-?[\d.,]+[A-Za-z]/gu) ?? []);
  for (const part of parts) {
    const letter = part.slice(-1);
    const digits = part.slice(0, -1).replace('-', '');
    if (/[.,]/u.test(digits) && letter !== 's') return undefined;
    fields[UNITS[letter]?.[0] ?? 0] += (part.startsWith('-') ? -1n : 1n) * amount(digits, letter);
  }
  return isWithin(fields) ? fields : undefined;
}

/**
 * What CAST(… AS INTERVAL) reads: a duration of ISO 8601, or such parts of `Y-M D H:M:S` as can mean but one range. As the
 * text `months days microseconds`; undefined where it is neither.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/conversion_functions#cast-as-interval
 */
export function castInterval(text: string): string | undefined {
  const fields =
    readDuration(text) ?? UNAMBIGUOUS.map((range) => readInterval(text, range)).find((found) => found !== undefined);
  return fields?.join(' ');
}
