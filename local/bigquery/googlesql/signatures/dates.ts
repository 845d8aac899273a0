import { DATE_PARTS, MICROSECONDS, TIME_PARTS, datePart, intervalOf, weekNumber, weekStart } from './date-parts.ts';
import type { DatePart } from './date-parts.ts';
import { castTemplate, datetimeText } from '../casts.ts';
import { DATE, DATETIME, STRING, TIME, TIMESTAMP } from '../types.ts';
import { row } from './row.ts';
import type { Signature, TemplateCall } from './signature.ts';
import { isCheap } from './template.ts';
import { fromZone, toZone } from './zones.ts';

const STEP_PARTS: Readonly<Record<string, readonly string[]>> = {
  DATE: ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'],
  DATETIME: [...TIME_PARTS, 'DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'],
  TIMESTAMP: [...TIME_PARTS, 'DAY'],
  TIME: TIME_PARTS,
};

const PARTS: Readonly<Record<string, readonly string[]>> = {
  DATE: DATE_PARTS,
  DATETIME: [...TIME_PARTS, ...DATE_PARTS],
  TIMESTAMP: [...TIME_PARTS, ...DATE_PARTS],
  TIME: TIME_PARTS,
};

const kindOf = ({ types }: TemplateCall, place = 1): string => types[place - 1]?.kind ?? '';

/** What leaves the years 1 to 9999 is an error, seen where the operands are cheap to repeat. */
function inRange(moment: string, { sql }: TemplateCall, name: string): string {
  const operands = sql.slice(0, 2);
  if (!operands.every(isCheap)) return moment;
  const isInside = `year(${moment}) BETWEEN 1 AND 9999`;
  return `CASE WHEN NOT (${isInside}) THEN $e('${name} causes overflow: ' || $1) ELSE ${moment} END`;
}

/** `DATE_ADD` and its kin: `$1` plus or minus `$2` of the part in `$3`. */
const step =
  (name: string, sign: '+' | '-') =>
  (call: TemplateCall): string => {
    const kind = kindOf(call);
    const { name: part } = datePart(call.args[2], name, STEP_PARTS[kind] ?? []);
    const sum = `($1 ${sign} ${intervalOf(part, '$2')})`;
    if (kind === 'TIME') return `CAST((DATE '1970-01-01' + $1) ${sign} ${intervalOf(part, '$2')} AS TIME)`;
    return inRange(kind === 'DATE' ? `CAST(${sum} AS DATE)` : sum, call, name);
  };

/** Boundaries crossed from `b` to `a`. */
function boundaries(part: DatePart, a: string, b: string): string {
  const [dateA, dateB] = [`CAST(${a} AS DATE)`, `CAST(${b} AS DATE)`];
  if (part.name === 'WEEK') return `(${weekNumber(dateA, part.shift)} - ${weekNumber(dateB, part.shift)})`;
  if (part.name === 'ISOYEAR') return `(isoyear(${a}) - isoyear(${b}))`;
  if (part.name === 'DAY') return `(${dateA} - ${dateB})`;
  return `date_diff('${part.name.toLowerCase()}', ${b}, ${a})`;
}

const diff =
  (name: string) =>
  (call: TemplateCall): string => {
    const kind = kindOf(call);
    if (kind === 'TIMESTAMP') {
      // Whole lengths of time, not boundaries.
      const { name: part } = datePart(call.args[2], name, STEP_PARTS.TIMESTAMP ?? []);
      return `((epoch_us($1) - epoch_us($2)) // ${MICROSECONDS[part] ?? 1})`;
    }
    const part = datePart(call.args[2], name, PARTS[kind] ?? []);
    if (kind !== 'TIME') return boundaries(part, '$1', '$2');
    return boundaries(part, "(DATE '1970-01-01' + $1)", "(DATE '1970-01-01' + $2)");
  };

/** The start of the part around a DATE or DATETIME, as one. */
function truncate(part: DatePart, x: string, kind: 'DATE' | 'DATETIME'): string {
  const date = kind === 'DATE' ? x : `CAST(${x} AS DATE)`;
  const whole = kind === 'DATE' ? 'DATE' : 'TIMESTAMP';
  if (part.name === 'DAY') return kind === 'DATE' ? x : `CAST(${date} AS TIMESTAMP)`;
  if (part.name === 'WEEK') {
    const start = weekStart(date, part.shift);
    return kind === 'DATE' ? start : `CAST(${start} AS TIMESTAMP)`;
  }
  if (part.name === 'ISOYEAR') return `CAST(date_trunc('week', make_date(isoyear(${x}), 1, 4)) AS ${whole})`;
  const text = `date_trunc('${part.name.toLowerCase()}', ${x})`;
  return kind === 'DATE' ? `CAST(${text} AS DATE)` : text;
}

const trunc =
  (name: string) =>
  (call: TemplateCall): string => {
    const kind = kindOf(call);
    const part = datePart(call.args[1], name, PARTS[kind] ?? []);
    if (kind === 'TIME') return `CAST(date_trunc('${part.name.toLowerCase()}', DATE '1970-01-01' + $1) AS TIME)`;
    if (kind !== 'TIMESTAMP') return truncate(part, '$1', kind === 'DATE' ? 'DATE' : 'DATETIME');
    const local = toZone('$1', call.args, 3);
    if (call.args.length === 2 && TIME_PARTS.some((time) => time === part.name)) {
      return `date_trunc('${part.name.toLowerCase()}', $1)`;
    }
    // An hour that daylight saving doubles is not looked up again: what is past of it is taken off.
    if (TIME_PARTS.some((time) => time === part.name))
      return `($1 - (${local} - ${truncate(part, local, 'DATETIME')}))`;
    return fromZone(truncate(part, local, 'DATETIME'), call.args, 3);
  };

const DATE_FIELDS = ['YEAR', 'QUARTER', 'MONTH', 'DAY', 'DAYOFYEAR', 'DAYOFWEEK', 'WEEK', 'ISOWEEK', 'ISOYEAR'];
const TIME_FIELDS = [...TIME_PARTS];

/** One number of a DATE, DATETIME or TIME. */
function field(part: DatePart, isIsoWeek: boolean, x: string): string {
  if (isIsoWeek) return `weekofyear(${x})`;
  switch (part.name) {
    case 'DAYOFWEEK':
      return `(dayofweek(${x}) + 1)`;
    case 'WEEK':
      // Days before the first such weekday of the year are week 0.
      return `((dayofyear(${x}) + 6 - (isodow(${x}) - 1 + ${part.shift}) % 7) // 7)`;
    case 'MICROSECOND':
      return `(microsecond(${x}) % 1000000)`;
    case 'MILLISECOND':
      return `(microsecond(${x}) % 1000000 // 1000)`;
    default:
      return `${part.name.toLowerCase()}(${x})`;
  }
}

function extract(call: TemplateCall): string {
  const kind = kindOf(call, 2);
  const isIsoWeek = call.args[0]?.kind === 'word' && call.args[0].text === 'ISOWEEK';
  const allowed = { DATE: DATE_FIELDS, TIME: TIME_FIELDS, INTERVAL: ['YEAR', 'MONTH', 'DAY', ...TIME_FIELDS] };
  const parts = allowed[kind as keyof typeof allowed] as readonly string[] | undefined;
  const part = datePart(call.args[0], `EXTRACT from ${kind}`, parts ?? [...DATE_FIELDS, ...TIME_FIELDS]);
  const value = kind === 'TIMESTAMP' ? toZone('$2', call.args, 3) : '$2';
  return field(part, isIsoWeek, value);
}

function lastDay(call: TemplateCall): string {
  const arg = call.args[1] ?? { kind: 'word', text: 'MONTH' };
  const part = datePart(arg, 'LAST_DAY', ['WEEK', 'ISOWEEK', 'MONTH', 'QUARTER', 'YEAR', 'ISOYEAR']);
  const date = 'CAST($1 AS DATE)';
  if (part.name === 'WEEK') return `(${weekStart(date, part.shift)} + 6)`;
  if (part.name === 'ISOYEAR') return `(CAST(date_trunc('week', make_date(isoyear($1) + 1, 1, 4)) AS DATE) - 1)`;
  return `CAST(${truncate(part, date, 'DATE')} + ${intervalOf(part.name, '1')} - to_days(1) AS DATE)`;
}

/** An array from `$1` to `$2` by `$3` of the part in `$4`. */
const series =
  (type: 'DATE' | 'TIMESTAMPTZ') =>
  (call: TemplateCall): string => {
    const isDate = type === 'DATE';
    const allowed = isDate ? STEP_PARTS.DATE : STEP_PARTS.TIMESTAMP;
    const name = isDate ? 'GENERATE_DATE_ARRAY' : 'GENERATE_TIMESTAMP_ARRAY';
    const part = call.args.length > 2 ? datePart(call.args[3], name, allowed ?? []).name : 'DAY';
    const count = call.args.length > 2 ? '$3' : '1';
    const [from, to] = isDate ? ['CAST($1 AS TIMESTAMP)', 'CAST($2 AS TIMESTAMP)'] : ['$1', '$2'];
    const list = `generate_series(${from}, ${to}, ${intervalOf(part, count)})`;
    return `CASE WHEN ${count} = 0 THEN $e('Sequence step cannot be 0.') ELSE CAST(${list} AS ${type}[]) END`;
  };

const moments = (name: string, types: string): readonly Signature[] => [
  ...row(`${name}_ADD(${types}, INTERVAL INT64 PART) -> ${types}`, step(`${name}_ADD`, '+')),
  ...row(`${name}_SUB(${types}, INTERVAL INT64 PART) -> ${types}`, step(`${name}_SUB`, '-')),
  ...row(`${name}_DIFF(${types}, ${types}, PART) -> INT64`, diff(`${name}_DIFF`)),
];

const zoned =
  (text: string) =>
  (call: TemplateCall): string =>
    text.replace('@', () => toZone('$1', call.args, 2));

/** A TIMESTAMP as its zone shows it, with the offset: `-08`, `+05:30`. */
function zonedText({ args }: TemplateCall): string {
  const local = toZone('$1', args, 2);
  const minutes = `date_diff('minute', $1 AT TIME ZONE 'UTC', ${local})`;
  const rest = `CASE WHEN ${minutes} % 60 = 0 THEN '' ELSE printf(':%02d', abs(${minutes}) % 60) END`;
  const sign = `CASE WHEN ${minutes} < 0 THEN '-' ELSE '+' END`;
  return `(${datetimeText(local)} || ${sign} || printf('%02d', abs(${minutes}) // 60) || ${rest})`;
}

/** The moment now in the zone of the first argument. */
const now =
  (type: string) =>
  ({ args }: TemplateCall): string =>
    `CAST(${toZone('now()', args, 1)} AS ${type})`;

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/date_functions and its siblings */
export const DATES: readonly Signature[] = [
  ...moments('DATE', '{DATE|DATETIME|TIMESTAMP}'),
  ...moments('DATETIME', '{DATETIME|TIMESTAMP}'),
  ...moments('TIMESTAMP', '{TIMESTAMP|DATETIME}'),
  ...moments('TIME', 'TIME'),
  row('DATE_TRUNC({DATE|DATETIME|TIMESTAMP}, PART) -> {DATE|DATETIME|TIMESTAMP}', trunc('DATE_TRUNC')),
  row('DATE_TRUNC(TIMESTAMP, PART, STRING) -> TIMESTAMP', trunc('DATE_TRUNC')),
  row('DATETIME_TRUNC({DATETIME|TIMESTAMP}, PART) -> {DATETIME|TIMESTAMP}', trunc('DATETIME_TRUNC')),
  row('DATETIME_TRUNC(TIMESTAMP, PART, STRING) -> TIMESTAMP', trunc('DATETIME_TRUNC')),
  row('TIMESTAMP_TRUNC(TIMESTAMP, PART[, STRING]) -> TIMESTAMP', trunc('TIMESTAMP_TRUNC')),
  row('TIMESTAMP_TRUNC(DATETIME, PART) -> DATETIME', trunc('TIMESTAMP_TRUNC')),
  row('TIME_TRUNC(TIME, PART) -> TIME', trunc('TIME_TRUNC')),
  row('$extract(PART, {DATE|DATETIME|TIME|INTERVAL}) -> INT64', extract),
  row('$extract(PART, TIMESTAMP[, STRING]) -> INT64', extract),
  row('$extract_date(PART, TIMESTAMP[, STRING]) -> DATE', ({ args }) => `CAST(${toZone('$2', args, 3)} AS DATE)`),
  row('$extract_date(PART, DATETIME) -> DATE', 'CAST($2 AS DATE)'),
  row('$extract_time(PART, TIMESTAMP[, STRING]) -> TIME', ({ args }) => `CAST(${toZone('$2', args, 3)} AS TIME)`),
  row('$extract_time(PART, DATETIME) -> TIME', 'CAST($2 AS TIME)'),
  row('$extract_datetime(PART, TIMESTAMP[, STRING]) -> DATETIME', ({ args }) => toZone('$2', args, 3)),
  row('LAST_DAY({DATE|DATETIME}[, PART]) -> DATE', lastDay),
  row('GENERATE_DATE_ARRAY(DATE, DATE) -> ARRAY<DATE>', series('DATE')),
  row('GENERATE_DATE_ARRAY(DATE, DATE, INTERVAL INT64 PART) -> ARRAY<DATE>', series('DATE')),
  row('GENERATE_TIMESTAMP_ARRAY(TIMESTAMP, TIMESTAMP, INTERVAL INT64 PART) -> ARRAY<TIMESTAMP>', series('TIMESTAMPTZ')),
  row('CURRENT_DATE([STRING]) -> DATE', now('DATE')),
  row('CURRENT_DATETIME([STRING]) -> DATETIME', now('TIMESTAMP')),
  row('CURRENT_TIME([STRING]) -> TIME', now('TIME')),
  row('CURRENT_TIMESTAMP() -> TIMESTAMP', 'now()'),
  row(
    'DATE(INT64, INT64, INT64) -> DATE',
    "coalesce(try_cast(printf('%04d-%02d-%02d', $1, $2, $3) AS DATE), CASE WHEN $1 + $2 + $3 IS NOT NULL THEN $e('Input calculates to invalid date: ' || printf('%04d-%02d-%02d', $1, $2, $3)) END)",
  ),
  row('DATE({DATE|DATETIME}) -> DATE', 'CAST($1 AS DATE)'),
  row('DATE(TIMESTAMP[, STRING]) -> DATE', zoned('CAST(@ AS DATE)')),
  row(
    'DATETIME(INT64, INT64, INT64, INT64, INT64, INT64) -> DATETIME',
    'make_timestamp($1, $2, $3, $4, $5, CAST($6 AS DOUBLE))',
  ),
  row('DATETIME({DATETIME|DATE}) -> DATETIME', 'CAST($1 AS TIMESTAMP)'),
  row('DATETIME(DATE, TIME) -> DATETIME', '($1 + $2)'),
  row('DATETIME(TIMESTAMP[, STRING]) -> DATETIME', zoned('@')),
  row('TIME(INT64, INT64, INT64) -> TIME', 'make_time($1, $2, CAST($3 AS DOUBLE))'),
  row('TIME(DATETIME) -> TIME', 'CAST($1 AS TIME)'),
  row('TIME(TIMESTAMP[, STRING]) -> TIME', zoned('CAST(@ AS TIME)')),
  row('TIMESTAMP(STRING) -> TIMESTAMP', castTemplate(STRING, TIMESTAMP) ?? ''),
  row('TIMESTAMP(STRING, STRING) -> TIMESTAMP', ({ args }) =>
    fromZone(`(${castTemplate(STRING, DATETIME) ?? ''})`, args, 2),
  ),
  row('TIMESTAMP(TIMESTAMP) -> TIMESTAMP', '$1'),
  row('STRING(DATE) -> STRING', castTemplate(DATE, STRING) ?? ''),
  row('STRING(DATETIME) -> STRING', castTemplate(DATETIME, STRING) ?? ''),
  row('STRING(TIME) -> STRING', castTemplate(TIME, STRING) ?? ''),
  row('STRING(TIMESTAMP[, STRING]) -> STRING', zonedText),
  row('TIMESTAMP({DATE|DATETIME}[, STRING]) -> TIMESTAMP', ({ args }) => fromZone('CAST($1 AS TIMESTAMP)', args, 2)),
  row('UNIX_DATE(DATE) -> INT64', "($1 - DATE '1970-01-01')"),
  row('UNIX_SECONDS(TIMESTAMP) -> INT64', "(epoch_us(date_trunc('second', $1)) // 1000000)"),
  row('UNIX_MILLIS(TIMESTAMP) -> INT64', "(epoch_us(date_trunc('milliseconds', $1)) // 1000)"),
  row('UNIX_MICROS(TIMESTAMP) -> INT64', 'epoch_us($1)'),
  row('DATE_FROM_UNIX_DATE(INT64) -> DATE', "(DATE '1970-01-01' + CAST($1 AS INTEGER))"),
  ...(['SECONDS', 'MILLIS', 'MICROS'] as const).flatMap((unit, i) => {
    const factor = [' * 1000000', ' * 1000', ''][i] ?? '';
    return row(
      `TIMESTAMP_${unit}(INT64) -> TIMESTAMP`,
      `(TIMESTAMPTZ '1970-01-01 00:00:00+00' + to_microseconds($1${factor}))`,
    );
  }),
].flat();
