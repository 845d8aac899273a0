const {
  prefixed
} = require("./column_lists");

/** Columns of stg_spd__offenses and fct_offenses. */
const offenses = {
  offense_id: "STRING",
  report_number: "STRING",
  version_number: "INT64",
  offense_code: "STRING",
  offense: "STRING",
  nibrs_group: "STRING",
  crime_against: "STRING",
  offense_category: "STRING",
  offense_sub_category: "STRING",
  precinct: "STRING",
  sector: "STRING",
  beat: "STRING",
  neighborhood: "STRING",
  block_address: "STRING",
  reporting_area: "STRING",
  census_block: "STRING",
  shooting_type: "STRING",
  is_reportable: "BOOL",
  is_removed: "BOOL",
  has_location: "BOOL",
  is_location_masked: "BOOL",
  location_status: "STRING",
  is_hour_known: "BOOL",
  start_issue: "STRING",
  longitude: "FLOAT64",
  latitude: "FLOAT64",
  started_at: "DATETIME",
  started_date: "DATE",
  started_hour: "INT64",
  ended_at: "DATETIME",
  reported_at: "DATETIME",
  reported_date: "DATE",
  reported_hour: "INT64",
  known_from: "TIMESTAMP"
};

/** Columns of stg_spd__judged_versions: an offense as each version told it, and when. */
const judgedVersions = {
  ...offenses,
  known_to: "TIMESTAMP",
  first_load_id: "STRING",
  last_load_id: "STRING",
  has_legacy_columns: "BOOL",
  has_current_columns: "BOOL"
};

/** What stg_spd__version_differences and fct_offense_versions repeat of the version before, as previous_NAME. */
const previous = {
  offense_code: "STRING",
  offense: "STRING",
  offense_category: "STRING",
  precinct: "STRING",
  neighborhood: "STRING",
  block_address: "STRING",
  started_at: "DATETIME",
  reported_at: "DATETIME"
};

/** Columns of stg_spd__version_differences: what a version says otherwise than the one before. */
const differences = {
  offense_id: "STRING",
  version_number: "INT64",
  is_returned: "BOOL",
  is_reclassified: "BOOL",
  is_moved: "BOOL",
  is_retimed: "BOOL",
  is_changed_otherwise: "BOOL",
  ...prefixed(previous, "previous_")
};

module.exports = {
  offenses,
  judgedVersions,
  differences,
  previous
};
