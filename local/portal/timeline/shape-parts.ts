import type { Shape } from '../shapes.ts';

/** Where one shape keeps what happens to an offense. */
export interface ShapeParts {
  /** The table of all rows that the shape ever shows. */
  readonly table: string;
  /** The table of places that offenses are moved to or from. */
  readonly places: string;
  readonly reported: string;
  readonly code: string;
  /** Columns that follow from the offense code, with the column of `reference/offense-types.csv` that gives each. */
  readonly typeColumns: Readonly<Record<string, string>>;
  readonly placeColumns: readonly string[];
}

/** The parts of both shapes. */
export const SHAPE_PARTS: Readonly<Record<Shape, ShapeParts>> = {
  legacy: {
    table: 'legacy_rows',
    places: 'legacy_places',
    reported: 'report_datetime',
    code: 'offense_code',
    typeColumns: {
      group_a_b: 'group',
      crime_against_category: 'crime_against',
      offense_parent_group: 'legacy_parent_group',
      offense: 'legacy_name',
      offense_code: 'code',
    },
    placeColumns: ['precinct', 'sector', 'beat', 'mcpp', '_100_block_address', 'longitude', 'latitude'],
  },
  current: {
    table: 'current_rows',
    places: 'current_places',
    reported: 'report_date_time',
    code: 'nibrs_offense_code',
    typeColumns: {
      nibrs_group_a_b: 'group',
      nibrs_crime_against_category: 'crime_against',
      offense_sub_category: 'sub_category',
      offense_category: 'category',
      nibrs_offense_code_description: 'current_name',
      nibrs_offense_code: 'code',
    },
    placeColumns: [
      ...['block_address', 'latitude', 'longitude', 'beat', 'precinct', 'sector', 'neighborhood'],
      ...['reporting_area', 'census_block_2020'],
    ],
  },
};
