import { isoFormat, namedMonthFormat, slashedFormat, type Moment, type MomentFormat } from './calendar.ts';
import type { IncidentTimes } from './incident-times.ts';
import type { OffenseType } from './offense-types.ts';
import type { Place } from './place.ts';

/** The display headers of the exports until 2025, as exported. */
export const LEGACY_HEADER =
  'Report Number,Offense ID,Offense Start DateTime,Offense End DateTime,Report DateTime,Group A B,' +
  'Crime Against Category,Offense Parent Group,Offense,Offense Code,Precinct,Sector,Beat,MCPP,100 Block Address,' +
  'Longitude,Latitude\n';

/** The display headers of the exports since 2025; the last column came in 2026. */
export const CURRENT_HEADER =
  'Report Number,Report DateTime,Offense ID,Offense Date,NIBRS Group AB,NIBRS Crime Against Category,' +
  'Offense Sub Category,Shooting Type Group,Block Address,Latitude,Longitude,Beat,Precinct,Sector,Neighborhood,' +
  'Reporting Area,Offense Category,NIBRS Offense Code Description,NIBRS_offense_code,Census Block 2020\n';

/** One offense, ready to be written. */
export interface OffenseRow {
  readonly reportNumber: string;
  readonly offenseId: string;
  readonly times: IncidentTimes;
  readonly type: OffenseType;
  readonly place: Place;
}

/** The line of an offense in the legacy shape. The type must be one that the shape has. */
export function legacyRowText(): (row: OffenseRow) => string {
  const format = slashedFormat();
  const text = (moment: Moment | undefined): string => (moment === undefined ? '' : format(moment));
  return ({ reportNumber, offenseId, times, type, place }) =>
    `${reportNumber},${offenseId},${text(times.started)},${text(times.ended)},${format(times.reported)},` +
    `${type.legacy ?? ''},${place.legacy}\n`;
}

/** How one row of the current shape writes times, unknown starts and shootings; the feed does not keep to one way. */
export interface CurrentDialect {
  readonly format: MomentFormat;
  readonly unknownStart: string;
  readonly shooting: string;
}

/** The three ways of writing times that exports of the current shape have been seen to use, with what goes with them. */
export function currentDialects(): readonly [CurrentDialect, CurrentDialect, CurrentDialect] {
  return [
    { format: namedMonthFormat(), unknownStart: '-', shooting: '-' },
    { format: isoFormat(), unknownStart: '', shooting: '' },
    { format: slashedFormat(), unknownStart: '-', shooting: '-' },
  ];
}

/** The line of an offense in the current shape. */
export function currentRowText(row: OffenseRow, dialect: CurrentDialect, shooting: string | undefined): string {
  const { times, type, place } = row;
  const started = times.started === undefined ? dialect.unknownStart : dialect.format(times.started);
  return (
    `${row.reportNumber},${dialect.format(times.reported)},${row.offenseId},${started},${type.currentHead},` +
    `${shooting ?? dialect.shooting},${place.current},${type.currentTail},${place.censusBlock}\n`
  );
}
