import { daysOf, microsOf, monthsOf } from './interval-fields.ts';
import { bound, inCalendar } from './ranges.ts';
import { row } from './row.ts';
import type { Signature, TemplateCall } from './signature.ts';

const DAY = 86_400_000_000;

/** Where buckets are counted from unless told otherwise. */
const ORIGIN = "TIMESTAMP '1950-01-01 00:00:00'";

/** The start of the bucket around `$1`, of the width `$2`, counted from the origin `$3`. */
const bucket =
  (kind: 'DATE' | 'DATETIME' | 'TIMESTAMP', duck: string) =>
  ({ args }: TemplateCall): string => {
    const hasOrigin = args.length > 2;
    const origin = `epoch_us(${hasOrigin ? '$3' : ORIGIN})`;
    const width = `(${daysOf('$2')} * ${DAY} + ${microsOf('$2')})`;
    const place = `(epoch_us($1) - ${origin})`;
    const micros = `(epoch_us($1) - (${place} % ${width} + ${width}) % ${width})`;
    const fixed =
      kind === 'TIMESTAMP'
        ? `(make_timestamp(${micros}) AT TIME ZONE 'UTC')`
        : `CAST(make_timestamp(${micros}) AS ${duck})`;
    const months = `((year($1) - 1950) * 12 + month($1) - 1)`;
    const rest = `((${months} % ${monthsOf('$2')} + ${monthsOf('$2')}) % ${monthsOf('$2')})`;
    const monthly = `CAST(date_trunc('month', $1) - to_months(CAST(${rest} AS INTEGER)) AS ${duck})`;
    const name = `${kind}_BUCKET`;
    const byMonths =
      kind === 'TIMESTAMP'
        ? `$e('${name} does not support a bucket width of months')`
        : hasOrigin
          ? `$e('not supported by the local warehouse: ${name} by months with an origin')`
          : monthly;
    const isMonths = `${monthsOf('$2')} > 0 AND ${width} = 0`;
    const isFixed = `${monthsOf('$2')} = 0 AND ${width} > 0${kind === 'DATE' ? ` AND ${microsOf('$2')} = 0` : ''}`;
    const start = `CASE WHEN ${isMonths} THEN ${byMonths} WHEN ${isFixed} THEN ${fixed} END`;
    const checked = bound('"start~"', start, inCalendar(kind, '"start~"', `'${name} causes overflow'`));
    const isGiven = `$1 IS NOT NULL AND $2 IS NOT NULL${hasOrigin ? ' AND $3 IS NOT NULL' : ''}`;
    const failure = `$e('${name} does not support the bucket width ' || $2)`;
    return `CASE WHEN NOT (${isMonths} OR ${isFixed}) THEN ${failure} WHEN ${isGiven} THEN ${checked} END`;
  };

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/time-series-functions */
export const BUCKETS: readonly Signature[] = [
  row('DATE_BUCKET(DATE, INTERVAL[, DATE]) -> DATE', bucket('DATE', 'DATE')),
  row('DATETIME_BUCKET(DATETIME, INTERVAL[, DATETIME]) -> DATETIME', bucket('DATETIME', 'TIMESTAMP')),
  row('TIMESTAMP_BUCKET(TIMESTAMP, INTERVAL[, TIMESTAMP]) -> TIMESTAMP', bucket('TIMESTAMP', 'TIMESTAMPTZ')),
].flat();
