import type { PortalColumn } from './dataset.ts';

/** The feed's two column sets: the city renamed the columns in 2025. */
export type Shape = 'legacy' | 'current';

/** The day on which the feed's columns were renamed, as far as it is known: between this and 2025-03-11. */
export const RENAMED_ON = '2025-02-23';

/** The columns of both shapes in the order of their exports, which use the names as headers. */
export const SHAPES: Readonly<Record<Shape, readonly PortalColumn[]>> = {
  legacy: [
    text('Report Number', 'report_number'),
    text('Offense ID', 'offense_id'),
    date('Offense Start DateTime', 'offense_start_datetime'),
    date('Offense End DateTime', 'offense_end_datetime'),
    date('Report DateTime', 'report_datetime'),
    text('Group A B', 'group_a_b'),
    text('Crime Against Category', 'crime_against_category'),
    text('Offense Parent Group', 'offense_parent_group'),
    text('Offense', 'offense'),
    text('Offense Code', 'offense_code'),
    text('Precinct', 'precinct'),
    text('Sector', 'sector'),
    text('Beat', 'beat'),
    text('MCPP', 'mcpp'),
    text('100 Block Address', '_100_block_address'),
    { name: 'Longitude', fieldName: 'longitude', dataTypeName: 'number' },
    { name: 'Latitude', fieldName: 'latitude', dataTypeName: 'number' },
  ],
  current: [
    text('Report Number', 'report_number'),
    date('Report DateTime', 'report_date_time'),
    text('Offense ID', 'offense_id'),
    date('Offense Date', 'offense_date'),
    text('NIBRS Group AB', 'nibrs_group_a_b'),
    text('NIBRS Crime Against Category', 'nibrs_crime_against_category'),
    text('Offense Sub Category', 'offense_sub_category'),
    text('Shooting Type Group', 'shooting_type_group'),
    text('Block Address', 'block_address'),
    text('Latitude', 'latitude'),
    text('Longitude', 'longitude'),
    text('Beat', 'beat'),
    text('Precinct', 'precinct'),
    text('Sector', 'sector'),
    text('Neighborhood', 'neighborhood'),
    text('Reporting Area', 'reporting_area'),
    text('Offense Category', 'offense_category'),
    text('NIBRS Offense Code Description', 'nibrs_offense_code_description'),
    text('NIBRS_offense_code', 'nibrs_offense_code'),
    text('Census Block 2020', 'census_block_2020'),
  ],
};

/** Columns of the current shape that have another name in the legacy one; others of the same name stay. */
export const LEGACY_NAMES: Readonly<Record<string, string>> = {
  report_date_time: 'report_datetime',
  offense_date: 'offense_start_datetime',
  nibrs_group_a_b: 'group_a_b',
  nibrs_crime_against_category: 'crime_against_category',
  offense_sub_category: 'offense_parent_group',
  nibrs_offense_code_description: 'offense',
  nibrs_offense_code: 'offense_code',
  neighborhood: 'mcpp',
  block_address: '_100_block_address',
};

/** The DuckDB types of the columns in a dataset's relation. */
export const SQL_TYPES: Readonly<Record<PortalColumn['dataTypeName'], string>> = {
  text: 'VARCHAR',
  number: 'DOUBLE',
  calendar_date: 'TIMESTAMP',
};

function text(name: string, fieldName: string): PortalColumn {
  return { name, fieldName, dataTypeName: 'text' };
}

function date(name: string, fieldName: string): PortalColumn {
  return { name, fieldName, dataTypeName: 'calendar_date' };
}
