import { isZone, writtenOffset } from '../functions/zones.ts';
import { bound, inCalendar } from './ranges.ts';
import type { Argument } from './signature.ts';
import { templateString } from './template.ts';

/** A zone as a call names it: minutes from UTC, or the text of a name for DuckDB (perhaps an error). */
type Zone = { readonly minutes: string } | { readonly name: string };

const invalid = (zone: string): string => `$e('Invalid time zone: ' || ${zone})`;

/** The zone of argument `place` (from 1), UTC where there is none; undefined for one that is only known as the query runs. */
function zoneOf(arg: Argument | undefined): Zone | undefined {
  if (arg?.kind !== 'value') return { name: "'UTC'" };
  const { literal } = arg;
  if (typeof literal?.value !== 'string') return undefined;
  const minutes = writtenOffset(literal.value);
  const text = templateString(literal.value);
  if (!isZone(literal.value)) return { name: `CAST(${invalid(text)} AS VARCHAR)` };
  return minutes === undefined ? { name: text } : { minutes: String(minutes) };
}

/** Text for a zone in argument `place`: one of a literal's kind, or both with the choice left to each row. */
function inZone(args: readonly Argument[], place: number, print: (zone: Zone) => string): string {
  const zone = zoneOf(args[place - 1]);
  if (zone) return print(zone);
  const [text, minutes] = [`$${place}`, `bq_zone_minutes($${place})`];
  const name = `CASE WHEN bq_is_zone(${text}) = 1 THEN ${text} ELSE ${invalid(text)} END`;
  return `CASE WHEN ${minutes} IS NOT NULL THEN ${print({ minutes })} WHEN ${text} IS NOT NULL THEN ${print({ name })} END`;
}

/** A TIMESTAMP as the wall clock of the zone in argument `place` (from 1) shows it. */
export const toZone = (timestamp: string, args: readonly Argument[], place: number): string =>
  inZone(args, place, (zone) =>
    'name' in zone
      ? `(${timestamp} AT TIME ZONE ${zone.name})`
      : `((${timestamp} AT TIME ZONE 'UTC') + to_minutes(${zone.minutes}))`,
  );

/** The same, an error where the wall clock leaves the years 1 to 9999, which it can only near their ends. */
export function toCalendar(timestamp: string, args: readonly Argument[], place: number): string {
  const local = toZone(timestamp, args, place);
  if (args[place - 1] === undefined) return local;
  const isFar = `${timestamp} BETWEEN TIMESTAMPTZ '0001-01-02 00:00:00+00' AND TIMESTAMPTZ '9999-12-30 00:00:00+00'`;
  const near = inCalendar('DATETIME', local, `'Invalid datetime extracted from timestamp ' || ${timestamp}`);
  return `CASE WHEN ${isFar} THEN ${local} ELSE ${near} END`;
}

/** The TIMESTAMP at which the wall clock of the zone in argument `place` (from 1) shows a DATETIME. */
export const fromZone = (datetime: string, args: readonly Argument[], place: number): string =>
  inZone(args, place, (zone) => {
    if ('minutes' in zone) return checked(`((${datetime} - to_minutes(${zone.minutes})) AT TIME ZONE 'UTC')`);
    if (zone.name === "'UTC'") return `(${datetime} AT TIME ZONE 'UTC')`;
    return checked(bound('"local~"', datetime, fromNamed(zone.name)));
  });

const checked = (moment: string): string =>
  bound('"moment~"', moment, inCalendar('TIMESTAMP', '"moment~"', `'Cannot convert to TIMESTAMP: out of range'`));

/**
 * Of an hour that comes twice BigQuery takes the first, DuckDB the second: where the day before has another offset, what
 * that gives is taken if the zone's clock shows the same.
 */
function fromNamed(zone: string): string {
  const before = `("last~" - to_days(1))`;
  const offset = `((${before} AT TIME ZONE ${zone}) - (${before} AT TIME ZONE 'UTC'))`;
  const first = `(("local~" - ${offset}) AT TIME ZONE 'UTC')`;
  const isSame = `${offset} = "local~" - ("last~" AT TIME ZONE 'UTC')`;
  const choice =
    `CASE WHEN ${isSame} THEN "last~" WHEN (${first} AT TIME ZONE ${zone}) = "local~" THEN ${first} ` +
    `ELSE "last~" END`;
  return bound('"last~"', `("local~" AT TIME ZONE ${zone})`, choice);
}

/** Whole minutes from UTC to the wall clock `local` of `timestamp`. */
export const offsetMinutes = (timestamp: string, local: string): string =>
  `((epoch_us(${local}) - epoch_us(${timestamp})) // 60000000)`;
