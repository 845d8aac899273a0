/** The two column sets of the feed; the city renamed the columns in 2025. */
export type FeedShape = 'legacy' | 'current';

/** A shape's columns by their raw names; a source without an optional one has null there. */
export interface FeedShapeColumns {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Those of the required ones without which a row means nothing. */
  readonly keys: readonly string[];
  /** When the offense began. */
  readonly startTime: string;
  /** When the offense was reported. */
  readonly reportTime: string;
}

/**
 * The columns of both shapes of dataset `tazs-3rd5`. Optional are those that exports of the shape were seen without.
 * @see https://data.seattle.gov/Public-Safety/SPD-Crime-Data-2008-Present/tazs-3rd5
 */
export const FEED_SHAPES: Readonly<Record<FeedShape, FeedShapeColumns>> = {
  legacy: {
    required: [
      ...['report_number', 'offense_id', 'offense_start_datetime', 'offense_end_datetime', 'report_datetime'],
      ...['group_a_b', 'crime_against_category', 'offense_parent_group', 'offense', 'offense_code'],
      ...['precinct', 'sector', 'beat', 'mcpp', '_100_block_address', 'longitude', 'latitude'],
    ],
    optional: [],
    keys: ['offense_id', 'report_number', 'report_datetime', 'offense_start_datetime', 'offense_code'],
    startTime: 'offense_start_datetime',
    reportTime: 'report_datetime',
  },
  current: {
    required: [
      ...['report_number', 'offense_id', 'offense_date', 'report_date_time', 'nibrs_group_a_b'],
      ...['nibrs_crime_against_category', 'offense_sub_category', 'nibrs_offense_code_description'],
      ...['nibrs_offense_code', 'precinct', 'sector', 'beat', 'neighborhood', 'block_address', 'longitude', 'latitude'],
    ],
    optional: ['offense_category', 'shooting_type_group', 'reporting_area', 'census_block_2020'],
    keys: ['offense_id', 'report_number', 'report_date_time', 'offense_date', 'nibrs_offense_code'],
    startTime: 'offense_date',
    reportTime: 'report_date_time',
  },
};

/** The portal's own fields, as an export names them, and the raw columns that keep them. */
export const SYSTEM_FIELDS: ReadonlyMap<string, string> = new Map([
  [':id', 'socrata_id'],
  [':created_at', 'socrata_created_at'],
  [':updated_at', 'socrata_updated_at'],
]);

/** The renaming of 2025: the older name and the present one of the same thing. */
export const RENAMES: readonly (readonly [legacy: string, current: string])[] = [
  ['offense_start_datetime', 'offense_date'],
  ['report_datetime', 'report_date_time'],
  ['group_a_b', 'nibrs_group_a_b'],
  ['crime_against_category', 'nibrs_crime_against_category'],
  ['offense_parent_group', 'offense_sub_category'],
  ['offense', 'nibrs_offense_code_description'],
  ['offense_code', 'nibrs_offense_code'],
  ['mcpp', 'neighborhood'],
  ['_100_block_address', 'block_address'],
];
