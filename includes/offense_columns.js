const {
  literal
} = require("./literal_rows");

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

/** Columns of raw.spd_offenses that the models read, for unit tests. */
const raw = Object.fromEntries(
  [
    "load_id", "feed_shape", "socrata_id", "socrata_updated_at", "report_number", "offense_id",
    "offense_start_datetime", "offense_end_datetime", "report_datetime", "group_a_b", "crime_against_category",
    "offense_parent_group", "offense", "offense_code", "precinct", "sector", "beat", "mcpp", "_100_block_address",
    "longitude", "latitude", "offense_date", "report_date_time", "nibrs_group_a_b", "nibrs_crime_against_category",
    "offense_category", "offense_sub_category", "nibrs_offense_code_description", "nibrs_offense_code",
    "neighborhood", "block_address", "shooting_type_group", "reporting_area", "census_block_2020"
  ].map(name => [name, "STRING"])
);
raw.snapshot_at = "TIMESTAMP";

/** Which shapes have told their own columns. */
const shapes = {
  has_legacy_columns: "BOOL",
  has_current_columns: "BOOL"
};

/** Columns of stg_spd__observations. */
const observation = {
  offense_id: "STRING",
  load_id: "STRING",
  snapshot_at: "TIMESTAMP",
  socrata_updated_at: "TIMESTAMP",
  is_removed: "BOOL",
  ...shapes,
  ...content
};

/** Columns of stg_spd__moments. */
const moment = {
  load_id: "STRING",
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

/** Columns of stg_spd__offenses and fct_offenses. */
const staged = {
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

/** Column definitions for CREATE TABLE. */
function definitions(columns) {
  return Object.entries(columns)
    .map(([name, type]) => `${name} ${type}`)
    .join(", ");
}

/** The names as a select list, each with `prefix` in front, if given. */
function names(columns, prefix = "") {
  return Object.keys(columns)
    .map(name => `${prefix}${name}`)
    .join(", ");
}

/** Whether two rows differ in any of the columns, nulls being equal: a condition over two relations by name. */
function differ(columns, one, other) {
  return Object.keys(columns)
    .map(name => `${one}.${name} IS DISTINCT FROM ${other}.${name}`)
    .join(" OR ");
}

/** A select list of typed nulls. */
function nulls(columns) {
  return Object.entries(columns)
    .map(([name, type]) => `CAST(NULL AS ${type}) AS ${name}`)
    .join(", ");
}

/**
 * A query giving typed rows for unit tests: each row lists the values of `given`, as text, in that order. A column that
 * is not given is null, or false if it is a BOOL. Fails on a name that is not one of `columns`.
 */
function testRows(columns, given, rows) {
  const strange = given.find(name => !(name in columns));
  if (strange !== undefined) {
    throw new Error(`No column "${strange}" in ${names(columns)}.`);
  }
  const value = (name, type, row) => {
    const text = given.includes(name) ? row[given.indexOf(name)] : type === "BOOL" ? "false" : null;
    return `CAST(${literal(text === undefined ? null : text)} AS ${type}) AS ${name}`;
  };
  return rows
    .map(row => `SELECT ${Object.entries(columns).map(([name, type]) => value(name, type, row)).join(", ")}`)
    .join(" UNION ALL ");
}

module.exports = {
  shared,
  legacy,
  current,
  census,
  shapes,
  content,
  raw,
  observation,
  moment,
  run,
  versionState,
  version,
  staged,
  definitions,
  names,
  differ,
  nulls,
  testRows
};
