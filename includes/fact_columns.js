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

module.exports = {
  offenses
};
