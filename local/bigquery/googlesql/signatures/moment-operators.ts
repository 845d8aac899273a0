import { GoogleSqlError } from '../errors.ts';
import { checkedInterval, daysOf, intervalFrom, microsOf, monthsOf } from './interval-fields.ts';
import { bound, inCalendar } from './ranges.ts';
import { row } from './row.ts';
import type { Signature, TemplateCall } from './signature.ts';

const DAY = 86_400_000_000;

type Operator = '+' | '-';

/** A DATE some days off. */
const dateShift =
  (operator: Operator, date: string, days: string) =>
  ({ args }: TemplateCall): string => {
    if (args.some((arg) => arg.kind === 'value' && arg.literal?.value === null)) {
      throw new GoogleSqlError(`Operands of ${operator} cannot be literal NULL`);
    }
    const message = `'Adding ' || ${days} || ' days to date ' || ${date} || ' causes overflow'`;
    return inCalendar('DATE', `(${date} ${operator} CAST(${days} AS INTEGER))`, message);
  };

const byInterval = (kind: 'DATETIME' | 'TIMESTAMP', operator: Operator, moment: string, interval: string): string =>
  inCalendar(
    kind,
    `(${moment} ${operator} ${interval})`,
    `'Adding an interval to ${kind.toLowerCase()} ' || ${moment} || ' causes overflow'`,
  );

/** A TIMESTAMP knows no months: they depend on the zone. */
const timestampShift = (operator: Operator, moment: string, interval: string): string =>
  `CASE WHEN ${monthsOf(interval)} <> 0 THEN $e('TIMESTAMP +/- INTERVAL is not supported for intervals with non-zero ` +
  `MONTH or YEAR part.') ELSE ${byInterval('TIMESTAMP', operator, moment, interval)} END`;

const product = (interval: string, factor: string): string =>
  checkedInterval(
    intervalFrom(
      `${monthsOf(interval)} * ${factor}`,
      `${daysOf(interval)} * ${factor}`,
      `${microsOf(interval)} * ${factor}`,
    ),
  );

/** What a field's division leaves over goes to the next one, a month as 30 days; the last is cut off. */
function quotient(): string {
  const days = `(${daysOf('$1')} + ${monthsOf('$1')} % $2 * 30)`;
  const micros = `(CAST(${microsOf('$1')} AS HUGEINT) + CAST("days~" % $2 AS HUGEINT) * ${DAY})`;
  const whole = bound('"days~"', days, intervalFrom(`${monthsOf('$1')} // $2`, '"days~" // $2', `${micros} // $2`));
  return `CASE WHEN $2 = 0 AND $1 IS NOT NULL THEN $e('division by zero: INTERVAL / 0') ELSE ${whole} END`;
}

const DIFFERENCE = '(epoch_us($1) - epoch_us($2))';

/**
 * Arithmetic with dates, times and intervals.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/operators#date_arithmetics_operators
 */
export const MOMENT_OPERATORS: readonly Signature[] = [
  row('$add(DATE, INT64) -> DATE', dateShift('+', '$1', '$2')),
  row('$add(INT64, DATE) -> DATE', dateShift('+', '$2', '$1')),
  row('$subtract(DATE, INT64) -> DATE', dateShift('-', '$1', '$2')),
  row('$subtract(DATE, DATE) -> INTERVAL', 'to_days(CAST($1 - $2 AS INTEGER))'),
  row('$subtract({TIMESTAMP|TIME}, {TIMESTAMP|TIME}) -> INTERVAL', `to_microseconds(${DIFFERENCE})`),
  row(
    '$subtract(DATETIME, DATETIME) -> INTERVAL',
    bound('"micros~"', DIFFERENCE, intervalFrom('0', `"micros~" // ${DAY}`, `"micros~" % ${DAY}`)),
  ),
  row('$add({DATE|DATETIME}, INTERVAL) -> DATETIME', byInterval('DATETIME', '+', '$1', '$2')),
  row('$add(INTERVAL, {DATE|DATETIME}) -> DATETIME', byInterval('DATETIME', '+', '$2', '$1')),
  row('$subtract({DATE|DATETIME}, INTERVAL) -> DATETIME', byInterval('DATETIME', '-', '$1', '$2')),
  row('$add(TIMESTAMP, INTERVAL) -> TIMESTAMP', timestampShift('+', '$1', '$2')),
  row('$add(INTERVAL, TIMESTAMP) -> TIMESTAMP', timestampShift('+', '$2', '$1')),
  row('$subtract(TIMESTAMP, INTERVAL) -> TIMESTAMP', timestampShift('-', '$1', '$2')),
  row('$add(INTERVAL, INTERVAL) -> INTERVAL', checkedInterval('($1 + $2)')),
  row('$subtract(INTERVAL, INTERVAL) -> INTERVAL', checkedInterval('($1 - $2)')),
  row('$multiply(INTERVAL, INT64) -> INTERVAL', product('$1', '$2')),
  row('$multiply(INT64, INTERVAL) -> INTERVAL', product('$2', '$1')),
  row('$divide(INTERVAL, INT64) -> INTERVAL', quotient()),
  row('$unary_minus(INTERVAL) -> INTERVAL', '(-$1)'),
].flat();
