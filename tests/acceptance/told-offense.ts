/**
 * An independent reading of the portal's rows: what each says of its offense, typed and by canonical names. It shares no
 * code and no SQL with the models.
 */
import { csvRecords, feedTime } from './recount/csv.ts';

/** What a row says of its offense; columns that its shape of the feed lacks are undefined, what it does not tell is null. */
export interface ToldOffense {
  readonly offenseId: string;
  readonly shared: Readonly<Record<string, string | number | null>>;
  readonly endedAt: number | null | undefined;
  readonly current: Readonly<Record<string, string | null>> | undefined;
}

const nothing = new Set(['', '-', '<NULL>', 'NULL', 'UNKNOWN', 'REDACTED', 'FK ERROR']);
const precincts: Readonly<Record<string, string>> = { N: 'North', S: 'South', E: 'East', W: 'West', SW: 'Southwest' };
const precinctNames = [...Object.values(precincts), 'OOJ'];
const sector = /^([BCDEFGJKLMNOQRSUW]|OOJ)$/;
const beat = /^([BCDEFGHJKLMNOQRSUW][123]|OOJ)$/;

/** Text that tells something, as it stands. */
function told(text: string): string | null {
  return nothing.has(text.toUpperCase()) ? null : text;
}

function degrees(longitude: string, latitude: string): readonly [number | null, number | null] {
  const [east, north] = [Number(longitude), Number(latitude)];
  const isInside = east >= -123 && east <= -122 && north >= 47 && north <= 48;
  return isInside ? [Math.round(east * 1e6), Math.round(north * 1e6)] : [null, null];
}

/** The offenses of the portal's rows as CSV, sorted by `:updated_at` and `:id`: the last row of an offense counts. */
export function toldOffenses(csv: string): ReadonlyMap<string, ToldOffense> {
  return new Map(
    csvRecords(csv)
      .map(toldOffense)
      .map((offense) => [offense.offenseId, offense]),
  );
}

function toldOffense(record: Readonly<Record<string, string>>): ToldOffense {
  const isLegacy = 'mcpp' in record;
  const value = (current: string, legacy = current): string => (record[isLegacy ? legacy : current] ?? '').trim();
  const capitals = (current: string, legacy = current): string => value(current, legacy).toUpperCase();
  const precinct = capitals('precinct');
  const name = precincts[precinct] ?? precinctNames.find((known) => known.toUpperCase() === precinct) ?? 'Unknown';
  const known = (text: string, pattern: RegExp): string => (pattern.test(text) ? text : 'Unknown');
  const code = capitals('nibrs_offense_code', 'offense_code');
  const [longitude, latitude] = degrees(value('longitude'), value('latitude'));
  return {
    offenseId: value('offense_id'),
    shared: {
      report_number: value('report_number') || null,
      offense_code: code || null,
      nibrs_group: told(value('nibrs_group_a_b', 'group_a_b')),
      crime_against:
        told(value('nibrs_crime_against_category', 'crime_against_category'))?.replaceAll(' ', '_') ?? null,
      precinct: name,
      sector: known(capitals('sector'), sector),
      beat: known(capitals('beat'), beat),
      neighborhood: told(capitals('neighborhood', 'mcpp')) ?? 'Unknown',
      block_address: told(capitals('block_address', '_100_block_address')),
      longitude,
      latitude,
      started_at: feedTime(value('offense_date', 'offense_start_datetime')) ?? null,
      reported_at: feedTime(value('report_date_time', 'report_datetime')) ?? null,
    },
    endedAt: isLegacy ? (feedTime(value('', 'offense_end_datetime')) ?? null) : undefined,
    current: isLegacy
      ? undefined
      : {
          offense_category: told(value('offense_category').replaceAll('_', ' ')),
          offense_sub_category: told(value('offense_sub_category')),
          reporting_area: told(value('reporting_area')),
          shooting_type: told(value('shooting_type_group')),
        },
  };
}
