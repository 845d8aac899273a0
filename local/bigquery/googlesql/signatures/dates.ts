import { GoogleSqlError } from '../errors.ts';
import { isMomentKind } from '../functions/moment-elements.ts';
import { DATE_PARTS, MICROSECONDS, TIME_PARTS, datePart, intervalOf, weekNumber, weekStart } from './date-parts.ts';
import type { DatePart } from './date-parts.ts';
import { castTemplate, datetimeText } from '../casts.ts';
import { DATE, DATETIME, STRING, TIME, TIMESTAMP } from '../types.ts';
import { bound, inCalendar } from './ranges.ts';
import { row } from './row.ts';
import type { Signature, TemplateCall } from './signature.ts';
import { fromZone, offsetMinutes, toCalendar, toZone } from './zones.ts';

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

/** A date part in `place` (from 1); of a DATE no part below the day, whatever the function takes. */
function partOf(
  { args }: TemplateCall,
  place: number,
  name: string,
  value: number,
  parts: readonly string[],
): DatePart {
  const given = args[value - 1];
  const isDate = given?.kind === 'value' && given.type.kind === 'DATE';
  return datePart(args[place - 1], name, isDate ? parts.filter((part) => !isTimePart(part)) : parts);
}

const isTimePart = (part: string): boolean => TIME_PARTS.some((time) => time === part);

const MICROS_OF_DAY = 86_400_000_000;

/** `DATE_ADD` and its kin: `$1` plus or minus `$2` of the part in `$3`. */
const step =
  (name: string, sign: '+' | '-') =>
  (call: TemplateCall): string => {
    const kind = kindOf(call);
    const { name: part } = partOf(call, 3, name, 1, STEP_PARTS[kind] ?? []);
    if (kind === 'TIME') {
      // A clock goes round: what is whole days of the count is left out, lest the product overflow.
      const count = `($2 % ${MICROS_OF_DAY / (MICROSECONDS[part] ?? 1)})`;
      return `CAST((DATE '1970-01-01' + $1) ${sign} ${intervalOf(part, count)} AS TIME)`;
    }
    const sum = `($1 ${sign} ${intervalOf(part, '$2')})`;
    const verb = sign === '+' ? ["'Adding '", 'to'] : ["'Subtracting '", 'from'];
    const message = `${verb[0]} || $2 || ' ${part} ${verb[1]} ${kind.toLowerCase()} ' || $1 || ' causes overflow'`;
    return inCalendar(kind as 'DATE', kind === 'DATE' ? `CAST(${sum} AS DATE)` : sum, message);
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
    const parts = PARTS[kind] ?? [];
    const part = name === 'DATE_DIFF' ? partOf(call, 3, name, 1, parts) : datePart(call.args[2], name, parts);
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
    const part = partOf(call, 2, name, 1, PARTS[kind] ?? []);
    if (kind === 'TIME') return `CAST(date_trunc('${part.name.toLowerCase()}', DATE '1970-01-01' + $1) AS TIME)`;
    // Only a week can begin before the year 1.
    const checked = (text: string): string =>
      part.name === 'WEEK' || part.name === 'ISOYEAR'
        ? inCalendar(kind as 'DATE', text, `'Truncating ' || $1 || ' to the nearest week causes overflow'`)
        : text;
    if (kind !== 'TIMESTAMP') return checked(truncate(part, '$1', kind === 'DATE' ? 'DATE' : 'DATETIME'));
    const local = toZone('$1', call.args, 3);
    if (call.args.length === 2 && isTimePart(part.name)) return `date_trunc('${part.name.toLowerCase()}', $1)`;
    // An hour that daylight saving doubles is not looked up again: what is past of it is taken off.
    if (isTimePart(part.name)) return `($1 - (${local} - ${truncate(part, local, 'DATETIME')}))`;
    const moment = fromZone(truncate(part, local, 'DATETIME'), call.args, 3);
    return call.args.length === 2 ? checked(moment) : moment;
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

/** EXTRACT coerces no text, and takes a DATE only for what it has. */
function checkOperand({ args }: TemplateCall): void {
  const [word, value] = args;
  if (value?.kind !== 'value' || word?.kind !== 'word') return;
  if (value.type.kind === 'STRING') throw new GoogleSqlError('EXTRACT does not support literal STRING arguments');
  if (value.type.kind === 'DATE' && isMomentKind(word.text)) {
    throw new GoogleSqlError(`EXTRACT from DATE does not support the ${word.text} date part`);
  }
}

/** The DATE, TIME or DATETIME of `$2`. */
const extractMoment =
  (duck: string) =>
  (call: TemplateCall): string => {
    checkOperand(call);
    if (kindOf(call, 2) !== 'TIMESTAMP') return `CAST($2 AS ${duck})`;
    return `CAST(${duck === 'TIME' ? toZone('$2', call.args, 3) : toCalendar('$2', call.args, 3)} AS ${duck})`;
  };

function extract(call: TemplateCall): string {
  checkOperand(call);
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
  const checked = (day: string): string =>
    inCalendar('DATE', day, `'Last day of date ' || $1 || ' to ${part.name} resulted in an out of range date value'`);
  if (part.name === 'WEEK') return checked(`(${weekStart(date, part.shift)} + 6)`);
  if (part.name === 'ISOYEAR') {
    return checked(`(CAST(date_trunc('week', make_date(isoyear($1) + 1, 1, 4)) AS DATE) - 1)`);
  }
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

/** A part of the wall clock of `$1` in the zone of the second argument. */
const zoned =
  (duck: string) =>
  ({ args }: TemplateCall): string =>
    `CAST(${duck === 'TIME' ? toZone('$1', args, 2) : toCalendar('$1', args, 2)} AS ${duck})`;

/** A TIMESTAMP as its zone shows it, with the offset in whole minutes: `-08`, `+05:30`. */
function zonedText({ args }: TemplateCall): string {
  const utc = "($1 AT TIME ZONE 'UTC')";
  const minutes = '"minutes~"';
  const rest = `CASE WHEN ${minutes} % 60 = 0 THEN '' ELSE printf(':%02d', abs(${minutes}) % 60) END`;
  const sign = `CASE WHEN ${minutes} < 0 THEN '-' ELSE '+' END`;
  const local = datetimeText(`(${utc} + to_minutes(${minutes}))`);
  const text = `(${local} || ${sign} || printf('%02d', abs(${minutes}) // 60) || ${rest})`;
  return bound(minutes, offsetMinutes('$1', toZone('$1', args, 2)), text);
}

/** A DATE, DATETIME or TIME of its numbers, each within its bounds; the second 60 is the next minute's first. */
const fromNumbers = (kind: 'DATE' | 'DATETIME' | 'TIME', count: number): string => {
  const values = Array.from({ length: count }, (_, i) => `$${i + 1}`);
  const date = `printf('%04d-%02d-%02d', $1, $2, $3)`;
  const [h, m, s] = values.slice(-3);
  const clock = `make_timestamp((${h} * 3600 + ${m} * 60 + ${s}) * 1000000)`;
  const isDay = `$1 BETWEEN 1 AND 9999 AND try_cast(${date} AS DATE) IS NOT NULL`;
  const isClock = `${h} BETWEEN 0 AND 23 AND ${m} BETWEEN 0 AND 59 AND ${s} BETWEEN 0 AND 60`;
  const midnight = `CAST(${date} AS DATE)`;
  const [condition, value] = {
    DATE: [isDay, midnight] as const,
    TIME: [isClock, `CAST(${clock} AS TIME)`] as const,
    DATETIME: [`${isDay} AND ${isClock}`, `(${midnight} + (${clock} - TIMESTAMP '1970-01-01 00:00:00'))`] as const,
  }[kind];
  const isGiven = `${values.join(' + ')} IS NOT NULL`;
  const failure = `$e('Input calculates to invalid ${kind.toLowerCase()}: ' || ${values.join(` || ', ' || `)})`;
  return `CASE WHEN ${condition} THEN ${value} WHEN ${isGiven} THEN ${failure} END`;
};

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
  row('$extract_date(PART, {TIMESTAMP[, STRING]|DATETIME}) -> DATE', extractMoment('DATE')),
  row('$extract_time(PART, {TIMESTAMP[, STRING]|DATETIME}) -> TIME', extractMoment('TIME')),
  row('$extract_datetime(PART, TIMESTAMP[, STRING]) -> DATETIME', extractMoment('TIMESTAMP')),
  row('LAST_DAY({DATE|DATETIME}[, PART]) -> DATE', lastDay),
  row('GENERATE_DATE_ARRAY(DATE, DATE) -> ARRAY<DATE>', series('DATE')),
  row('GENERATE_DATE_ARRAY(DATE, DATE, INTERVAL INT64 PART) -> ARRAY<DATE>', series('DATE')),
  row('GENERATE_TIMESTAMP_ARRAY(TIMESTAMP, TIMESTAMP, INTERVAL INT64 PART) -> ARRAY<TIMESTAMP>', series('TIMESTAMPTZ')),
  row('CURRENT_DATE([STRING]) -> DATE', now('DATE')),
  row('CURRENT_DATETIME([STRING]) -> DATETIME', now('TIMESTAMP')),
  row('CURRENT_TIME([STRING]) -> TIME', now('TIME')),
  row('CURRENT_TIMESTAMP() -> TIMESTAMP', 'now()'),
  row('DATE(INT64, INT64, INT64) -> DATE', fromNumbers('DATE', 3)),
  row('DATE(TIMESTAMP[, STRING]) -> DATE', zoned('DATE')),
  row('DATE({DATE|DATETIME}) -> DATE', 'CAST($1 AS DATE)'),
  row('DATETIME(INT64, INT64, INT64, INT64, INT64, INT64) -> DATETIME', fromNumbers('DATETIME', 6)),
  row('DATETIME({DATETIME|DATE}) -> DATETIME', 'CAST($1 AS TIMESTAMP)'),
  row('DATETIME(DATE, TIME) -> DATETIME', '($1 + $2)'),
  row('DATETIME(TIMESTAMP[, STRING]) -> DATETIME', zoned('TIMESTAMP')),
  row('TIME(INT64, INT64, INT64) -> TIME', fromNumbers('TIME', 3)),
  row('TIME(TIMESTAMP[, STRING]) -> TIME', zoned('TIME')),
  row('TIME({DATETIME|TIME}) -> TIME', 'CAST($1 AS TIME)'),
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
  row(
    'DATE_FROM_UNIX_DATE(INT64) -> DATE',
    "CASE WHEN $1 BETWEEN -719162 AND 2932896 THEN DATE '1970-01-01' + CAST($1 AS INTEGER) " +
      "WHEN $1 IS NOT NULL THEN $e('DATE_FROM_UNIX_DATE range is -719162 to 2932896 but saw ' || $1) END",
  ),
  ...(['SECONDS', 'MILLIS', 'MICROS'] as const).flatMap((unit, i) => {
    const perUnit = 10 ** (6 - 3 * i);
    const moment = `(TIMESTAMPTZ '1970-01-01 00:00:00+00' + to_microseconds($1 * ${perUnit}))`;
    const inside = `$1 BETWEEN ${-62_135_596_800_000_000 / perUnit} AND ${253_402_300_800_000_000n / BigInt(perUnit) - 1n}`;
    const failure = `$e('Input value ' || $1 || ' cannot be converted into a TIMESTAMP, because it would be out of range')`;
    return row(
      `TIMESTAMP_${unit}(INT64) -> TIMESTAMP`,
      `CASE WHEN ${inside} THEN ${moment} WHEN $1 IS NOT NULL THEN ${failure} END`,
    );
  }),
].flat();
