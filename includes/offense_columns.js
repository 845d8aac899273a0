/** Columns of the staging models, typed: name to type, in the order of their tables. */

/** What the feed says of an offense in both of its shapes, typed. */
const shared = {
  report_number: "STRING",
  offense_code: "STRING",
  offense: "STRING",
  nibrs_group: "STRING",
  crime_against: "STRING",
  precinct: "STRING",
  sector: "STRING",
  beat: "STRING",
  neighborhood: "STRING",
  block_address: "STRING",
  location_status: "STRING",
  longitude: "FLOAT64",
  latitude: "FLOAT64",
  started_at: "DATETIME",
  reported_at: "DATETIME"
};

/** What only the shape until 2025 says. */
const legacy = {
  ended_at: "DATETIME"
};

/** What only the present shape says. */
const current = {
  offense_category: "STRING",
  offense_sub_category: "STRING",
  reporting_area: "STRING",
  shooting_type: "STRING"
};

/** The census block came into the present shape in 2026: it is carried on its own. */
const census = {
  census_block: "STRING"
};

const content = {
  ...shared,
  ...legacy,
  ...current,
  ...census
};

/** Which shapes have told their own columns. */
const shapes = {
  has_legacy_columns: "BOOL",
  has_current_columns: "BOOL"
};

/** Columns of stg_spd__observations. */
const observation = {
  offense_id: "STRING",
  load_id: "STRING",
  load_mode: "STRING",
  snapshot_at: "TIMESTAMP",
  socrata_updated_at: "TIMESTAMP",
  is_removed: "BOOL",
  ...shapes,
  ...content
};

/** Columns of stg_spd__moments. */
const moment = {
  load_id: "STRING",
  load_mode: "STRING",
  snapshot_at: "TIMESTAMP",
  is_removed: "BOOL",
  moment_number: "INT64"
};

/** Columns of stg_spd__version_runs. */
const run = {
  offense_id: "STRING",
  version_number: "INT64",
  is_removed: "BOOL",
  first_moment: "INT64",
  last_moment: "INT64",
  shared_moment: "INT64",
  legacy_moment: "INT64",
  current_moment: "INT64",
  census_moment: "INT64",
  next_moment: "INT64"
};

/** When a version was told, and by which loads and shapes. */
const versionState = {
  known_from: "TIMESTAMP",
  known_to: "TIMESTAMP",
  last_seen_at: "TIMESTAMP",
  first_load_id: "STRING",
  last_load_id: "STRING",
  is_removed: "BOOL",
  is_obsolete: "BOOL",
  ...shapes,
  has_census_block: "BOOL"
};

/** Columns of stg_spd__offense_versions. */
const version = {
  offense_id: "STRING",
  version_number: "INT64",
  ...versionState,
  ...content
};

module.exports = {
  shared,
  legacy,
  current,
  census,
  content,
  shapes,
  observation,
  moment,
  run,
  versionState,
  version
};
