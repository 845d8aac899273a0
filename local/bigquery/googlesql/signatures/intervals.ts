import { GoogleSqlError } from '../errors.ts';
import { readInterval } from '../functions/read-interval.ts';
import { datePart, intervalOf } from './date-parts.ts';
import { checkedInterval, daysOf, intervalFrom, intervalLiteral, microsOf, monthsOf } from './interval-fields.ts';
import { row } from './row.ts';
import type { Signature, TemplateCall } from './signature.ts';

const PARTS = ['YEAR', 'QUARTER', 'MONTH', 'WEEK', 'DAY', 'HOUR', 'MINUTE', 'SECOND', 'MILLISECOND', 'MICROSECOND'];

function interval({ args, types }: TemplateCall): string {
  const [value, word] = args;
  const range = word?.kind === 'word' ? word.text : '';
  const count = value?.kind === 'value' ? value.literal?.value : undefined;
  // A constant is worked out here: it would be again for each row.
  const constant = typeof count === 'bigint' ? readInterval(String(count), range) : undefined;
  if (constant) return intervalLiteral(constant);
  if (typeof count === 'bigint' && !/^MI(?:LLI|CRO)SECOND$/u.test(range)) {
    datePart(word, 'INTERVAL', PARTS);
    throw new GoogleSqlError(`Interval of ${count} ${range} is out of range: it may have 10000 years`);
  }
  if (types[0]?.kind === 'INT64') return checkedInterval(intervalOf(datePart(word, 'INTERVAL', PARTS).name, '$1'));
  const text = value?.kind === 'value' && typeof value.literal?.value === 'string' ? value.literal.value : '';
  const fields = readInterval(text, range);
  if (!fields) throw new GoogleSqlError(`Invalid INTERVAL value '${text}'`);
  return intervalLiteral(fields);
}

const NAMES = ['year', 'month', 'day', 'hour', 'minute', 'second'];

/** MAKE_INTERVAL's arguments may be named from any of them on. */
const makeIntervalRow = (positional: number): readonly Signature[] => {
  const parameters = NAMES.map((name, i) => (i < positional ? 'INT64' : `${name} => INT64`));
  const optional = parameters.slice(positional).join(', ');
  const required = parameters.slice(0, positional).join(', ');
  const separator = positional > 0 && optional !== '' ? ', ' : '';
  return row(`MAKE_INTERVAL(${required}[${separator}${optional}]) -> INTERVAL`, makeInterval);
};

function makeInterval({ args }: TemplateCall): string {
  const pieces = args.map((arg, i) => {
    const name = (arg.kind === 'value' ? arg.name : undefined) ?? NAMES[i] ?? '';
    return intervalOf(name.toUpperCase(), `$${i + 1}`);
  });
  return pieces.length === 0 ? 'to_days(0)' : checkedInterval(`(${pieces.join(' + ')})`);
}

const DAY = 86_400_000_000;
const [MONTHS, DAYS, MICROS] = [monthsOf('$1'), daysOf('$1'), microsOf('$1')];

const JUSTIFIED_DAYS = `(${MONTHS} * 30 + ${DAYS})`;
const JUSTIFIED_HOURS = `(${DAYS} * ${DAY} + ${MICROS})`;
const ALL = `(${JUSTIFIED_DAYS} * ${DAY} + ${MICROS})`;

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/interval_functions */
export const INTERVALS: readonly Signature[] = [
  row('$interval(INT64, PART) -> INTERVAL', interval),
  row('$interval(literal STRING, PART) -> INTERVAL', interval),
  row('JUSTIFY_DAYS(INTERVAL) -> INTERVAL', intervalFrom(`${JUSTIFIED_DAYS} // 30`, `${JUSTIFIED_DAYS} % 30`, MICROS)),
  row(
    'JUSTIFY_HOURS(INTERVAL) -> INTERVAL',
    intervalFrom(MONTHS, `${JUSTIFIED_HOURS} // ${DAY}`, `${JUSTIFIED_HOURS} % ${DAY}`),
  ),
  row(
    'JUSTIFY_INTERVAL(INTERVAL) -> INTERVAL',
    intervalFrom(`${ALL} // ${30 * DAY}`, `${ALL} // ${DAY} % 30`, `${ALL} % ${DAY}`),
  ),
  [0, 1, 2, 3, 4, 5, 6].flatMap(makeIntervalRow),
].flat();
