import { GoogleSqlError } from '../errors.ts';
import { duckType } from '../types.ts';
import { bound } from './ranges.ts';
import { row } from './row.ts';
import type { Signature, TemplateCall } from './signature.ts';
import { offsetMinutes, toZone } from './zones.ts';

/** The function's answer, or an error where it has none for values that are given. */
const orFail = (answer: string, what: string): string =>
  bound(
    '"cast~"',
    answer,
    `CASE WHEN "cast~" IS NULL AND $1 IS NOT NULL AND $2 IS NOT NULL THEN $e('${what} by the format ''' || $2 || '''') ` +
      `ELSE "cast~" END`,
  );

const number = ({ types: [type] }: TemplateCall): string =>
  orFail(`bq_format_number($2, CAST($1 AS VARCHAR), ${type?.kind === 'FLOAT64' ? 1 : 0})`, 'Cannot print the number');

const text = ({ types: [type], args }: TemplateCall): string => {
  const kind = type?.kind ?? '';
  const isTimestamp = kind === 'TIMESTAMP';
  const local = isTimestamp
    ? toZone('$1', args, 3)
    : `CAST(${kind === 'TIME' ? "DATE '1970-01-01' + $1" : '$1'} AS TIMESTAMP)`;
  const offset = isTimestamp ? offsetMinutes('$1', '"local~"') : '0';
  const print = bound('"local~"', local, `bq_format_by_model('${kind}', $2, epoch_us("local~"), ${offset})`);
  return orFail(print, `Cannot print the ${kind}`);
};

const moment =
  (kind: string): ((call: TemplateCall) => string) =>
  ({ args, resultType }) => {
    const [value] = args;
    // An untyped NULL has a type that is not read by a format.
    if (value?.kind === 'value' && value.literal?.value === null && value.type.kind !== 'STRING') {
      throw new GoogleSqlError(`FORMAT is not allowed for cast from ${value.type.kind} to ${kind}`);
    }
    const zone = args.length > 2 ? '$3' : "'UTC'";
    const wall = `make_timestamp(bq_parse_by_model('${kind}', $2, $1, ${zone}))`;
    const read = kind === 'TIMESTAMP' ? `(${wall} AT TIME ZONE 'UTC')` : `CAST(${wall} AS ${duckType(resultType)})`;
    return orFail(read, 'Failed to parse input timestamp string');
  };

/**
 * CAST(… AS type FORMAT …) of dates, times and numbers, a function for each type; those of bytes are among the strings.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/format-elements#formatting_syntax
 */
export const CAST_FORMATS: readonly Signature[] = [
  row('$cast_format_string({INT64|FLOAT64|NUMERIC|BIGNUMERIC}, STRING) -> STRING', number),
  row('$cast_format_string({DATE|DATETIME|TIME}, STRING) -> STRING', text),
  row('$cast_format_string(TIMESTAMP, STRING[, STRING]) -> STRING', text),
  row('$cast_format_date(STRING, STRING) -> DATE', moment('DATE')),
  row('$cast_format_datetime(STRING, STRING) -> DATETIME', moment('DATETIME')),
  row('$cast_format_time(STRING, STRING) -> TIME', moment('TIME')),
  row('$cast_format_timestamp(STRING, STRING[, STRING]) -> TIMESTAMP', moment('TIMESTAMP')),
].flat();
