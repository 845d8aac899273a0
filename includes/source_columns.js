/**
 * The columns that the feed has or had, by their names in raw: those until 2025 beside those of today, null where a shape
 * lacks one. A pair is one thing under two names: where both have the same, it was not renamed.
 */
const pairs = [
  ["report_number", "report_number"],
  ["offense_id", "offense_id"],
  ["offense_start_datetime", "offense_date"],
  ["offense_end_datetime", null],
  ["report_datetime", "report_date_time"],
  ["group_a_b", "nibrs_group_a_b"],
  ["crime_against_category", "nibrs_crime_against_category"],
  ["offense_parent_group", "offense_sub_category"],
  [null, "offense_category"],
  ["offense", "nibrs_offense_code_description"],
  ["offense_code", "nibrs_offense_code"],
  ["precinct", "precinct"],
  ["sector", "sector"],
  ["beat", "beat"],
  ["mcpp", "neighborhood"],
  ["_100_block_address", "block_address"],
  ["longitude", "longitude"],
  ["latitude", "latitude"],
  [null, "shooting_type_group"],
  [null, "reporting_area"],
  [null, "census_block_2020"]
];

/** Every name once. */
const names = [...new Set(pairs.flat().filter(name => name !== null))];

/** The two names of what has been renamed. */
const renamed = pairs.filter(([before, now]) => before !== null && now !== null && before !== now);

module.exports = {
  names,
  renamed
};
