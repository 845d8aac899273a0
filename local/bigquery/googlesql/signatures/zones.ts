import { canonicalOffset } from '../constants.ts';
import { GoogleSqlError } from '../errors.ts';
import type { Argument } from './signature.ts';
import { templateString } from './template.ts';

/** An offset from UTC in minutes, of a zone written as one. */
function offsetMinutes(zone: string): number | undefined {
  if (!/^(?:UTC)?[+-]\d{1,2}(?::?\d{2})?$/u.test(zone)) return undefined;
  const [, sign = '+', hours = '0', minutes = '0'] =
    /^([+-])(\d\d):(\d\d)$/u.exec(canonicalOffset(zone.replace('UTC', ''))) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** The zone that a call names: its text for DuckDB, or an offset in minutes. Without one, UTC. */
function zoneOf(arg: Argument | undefined, place: number): string | number {
  if (arg?.kind !== 'value') return "'UTC'";
  const { literal } = arg;
  if (typeof literal?.value !== 'string') return `$${place}`;
  if (literal.value === '') throw new GoogleSqlError('Invalid time zone: ');
  return offsetMinutes(literal.value) ?? templateString(literal.value);
}

/** A TIMESTAMP as the wall clock of the zone in argument `place` (from 1) shows it. */
export function toZone(timestamp: string, args: readonly Argument[], place: number): string {
  const zone = zoneOf(args[place - 1], place);
  if (typeof zone === 'string') return `(${timestamp} AT TIME ZONE ${zone})`;
  return `((${timestamp} AT TIME ZONE 'UTC') + to_minutes(${zone}))`;
}

/** The TIMESTAMP at which the wall clock of the zone in argument `place` (from 1) shows a DATETIME. */
export function fromZone(datetime: string, args: readonly Argument[], place: number): string {
  const zone = zoneOf(args[place - 1], place);
  if (zone === "'UTC'") return `(${datetime} AT TIME ZONE 'UTC')`;
  // Of an hour that comes twice BigQuery takes the first, DuckDB the second.
  if (typeof zone === 'string') {
    const moment = `(${datetime} AT TIME ZONE ${zone})`;
    const earlier = `(${moment} - to_hours(1))`;
    return `CASE WHEN (${earlier} AT TIME ZONE ${zone}) = ${datetime} THEN ${earlier} ELSE ${moment} END`;
  }
  return `((${datetime} - to_minutes(${zone})) AT TIME ZONE 'UTC')`;
}
