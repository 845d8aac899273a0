/** What the feed says of an offense in both of its shapes, typed. */
const shared = {
  shared_hash: "STRING",
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
  legacy_hash: "STRING",
  ended_at: "DATETIME"
};

/** What only the present shape says. */
const current = {
  current_hash: "STRING",
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

/** Columns of stg_spd__observations. */
const observation = {
  offense_id: "STRING",
  load_id: "STRING",
  snapshot_at: "TIMESTAMP",
  socrata_updated_at: "TIMESTAMP",
  socrata_id: "STRING",
  is_removed: "BOOL",
  ...content
};

/** Columns of stg_spd__offense_versions. */
const version = {
  offense_id: "STRING",
  version_number: "INT64",
  known_from: "TIMESTAMP",
  known_to: "TIMESTAMP",
  last_seen_at: "TIMESTAMP",
  first_load_id: "STRING",
  last_load_id: "STRING",
  is_removed: "BOOL",
  is_obsolete: "BOOL",
  ...content
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

/** A select list of typed nulls. */
function nulls(columns) {
  return Object.entries(columns)
    .map(([name, type]) => `CAST(NULL AS ${type}) AS ${name}`)
    .join(", ");
}

/**
 * A query giving typed rows for unit tests: `rows` map column names to SQL; a column left out is null.
 * Fails on a column that is not one of `columns`.
 */
function testRows(columns, rows) {
  const selects = rows.map(row => {
    const strange = Object.keys(row).find(name => !(name in columns));
    if (strange !== undefined) {
      throw new Error(`No column "${strange}" in ${names(columns)}.`);
    }
    const values = Object.entries(columns).map(([name, type]) => `CAST(${row[name] || "NULL"} AS ${type}) AS ${name}`);
    return `SELECT ${values.join(", ")}`;
  });
  return selects.join(" UNION ALL ");
}

module.exports = {
  shared,
  legacy,
  current,
  census,
  content,
  raw,
  observation,
  version,
  definitions,
  names,
  nulls,
  testRows
};
