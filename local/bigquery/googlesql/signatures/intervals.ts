import { GoogleSqlError } from '../errors.ts';
import { MICROSECONDS, datePart, intervalOf } from './date-parts.ts';
import { row } from './row.ts';
import type { Signature, TemplateCall } from './signature.ts';

const PARTS = ['YEAR', 'QUARTER', 'MONTH', 'WEEK', 'DAY', 'HOUR', 'MINUTE', 'SECOND', 'MILLISECOND', 'MICROSECOND'];

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
};

const FIELDS = 'YMDhms';
const MONTHS_OF: Readonly<Record<string, number>> = { MONTH: 1, QUARTER: 3, YEAR: 12 };

/** Reads the text of `INTERVAL '…' X TO Y`: each of its three groups has a sign of its own. */
export function readInterval(
  text: string,
  range: string,
): readonly [months: number, days: number, micros: number] | undefined {
  const layout = RANGES[range];
  if (layout === undefined) return undefined;
  const digits = (letter: string): string => (letter === 's' ? '(\\d+(?:\\.\\d{1,6})?)' : '(\\d+)');
  const pattern = layout
    .split(' ')
    .map((group) => `([+-]?)${Array.from(group, (c) => (FIELDS.includes(c) ? digits(c) : c)).join('')}`);
  const match = new RegExp(`^${pattern.join(' ')}$`, 'u').exec(text);
  if (!match) return undefined;
  const values = new Map<string, number>();
  let place = 1;
  for (const group of layout.split(' ')) {
    const sign = match[place++] === '-' ? -1 : 1;
    for (const letter of group) if (FIELDS.includes(letter)) values.set(letter, sign * Number(match[place++]));
  }
  const of = (letter: string): number => values.get(letter) ?? 0;
  const micros = Math.round((of('h') * 3600 + of('m') * 60 + of('s')) * 1_000_000);
  return [of('Y') * 12 + of('M'), of('D'), micros];
}

/** `INTERVAL '5' DAY`: one number of one part. */
function readSingle(text: string, part: string): readonly [number, number, number] | undefined {
  const isRead = part === 'SECOND' ? /^[+-]?\d+(?:\.\d{1,6})?$/u.test(text) : /^[+-]?\d+$/u.test(text);
  const count = Number(text);
  if (!isRead) return undefined;
  if (part in MONTHS_OF) return [count * (MONTHS_OF[part] ?? 0), 0, 0];
  if (part === 'DAY' || part === 'WEEK') return [0, part === 'DAY' ? count : count * 7, 0];
  const micros = MICROSECONDS[part];
  return micros === undefined ? undefined : [0, 0, Math.round(count * micros)];
}

function interval({ args, types }: TemplateCall): string {
  const [value, word] = args;
  const range = word?.kind === 'word' ? word.text : '';
  if (types[0]?.kind === 'INT64') return intervalOf(datePart(word, 'INTERVAL', PARTS).name, '$1');
  const text = value?.kind === 'value' && typeof value.literal?.value === 'string' ? value.literal.value : '';
  const parts = readInterval(text, range) ?? readSingle(text, range);
  if (!parts) throw new GoogleSqlError(`Invalid INTERVAL value '${text}'`);
  return `(to_months(${parts[0]}) + to_days(${parts[1]}) + to_microseconds(${parts[2]}))`;
}

/** MAKE_INTERVAL's arguments may be named. */
function makeInterval({ args }: TemplateCall): string {
  const names = ['year', 'month', 'day', 'hour', 'minute', 'second'];
  const pieces = args.map((arg, i) => {
    const name = (arg.kind === 'value' ? arg.name : undefined) ?? names[i] ?? '';
    return intervalOf(name.toUpperCase(), `$${i + 1}`);
  });
  return pieces.length === 0 ? 'to_days(0)' : `(${pieces.join(' + ')})`;
}

const parameters = ['year', 'month', 'day', 'hour', 'minute', 'second'].map((name) => `${name} => INT64`).join(', ');

const MONTHS = "(datepart('year', $1) * 12 + datepart('month', $1))";
const DAYS = "datepart('day', $1)";
const MICROS = "(datepart('hour', $1) * 3600000000 + datepart('minute', $1) * 60000000 + datepart('microsecond', $1))";
const DAY = 86_400_000_000;

/** Hands whole months and days upwards; what is left has the sign of the whole. */
const justified = (months: string, days: string, micros: string): string =>
  `(to_months(CAST(${months} AS INTEGER)) + to_days(CAST(${days} AS INTEGER)) + to_microseconds(${micros}))`;

const JUSTIFIED_DAYS = `(${MONTHS} * 30 + ${DAYS})`;
const JUSTIFIED_HOURS = `(${DAYS} * ${DAY} + ${MICROS})`;
const ALL = `(${JUSTIFIED_DAYS} * ${DAY} + ${MICROS})`;

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/interval_functions */
export const INTERVALS: readonly Signature[] = [
  row('$interval(INT64, PART) -> INTERVAL', interval),
  row('$interval(literal STRING, PART) -> INTERVAL', interval),
  row('JUSTIFY_DAYS(INTERVAL) -> INTERVAL', justified(`${JUSTIFIED_DAYS} // 30`, `${JUSTIFIED_DAYS} % 30`, MICROS)),
  row(
    'JUSTIFY_HOURS(INTERVAL) -> INTERVAL',
    justified(MONTHS, `${JUSTIFIED_HOURS} // ${DAY}`, `${JUSTIFIED_HOURS} % ${DAY}`),
  ),
  row(
    'JUSTIFY_INTERVAL(INTERVAL) -> INTERVAL',
    justified(`${ALL} // ${30 * DAY}`, `${ALL} // ${DAY} % 30`, `${ALL} % ${DAY}`),
  ),
  row('MAKE_INTERVAL([INT64, INT64, INT64, INT64, INT64, INT64]) -> INTERVAL', makeInterval),
  row(`MAKE_INTERVAL([${parameters}]) -> INTERVAL`, makeInterval),
].flat();
