const {
  literal
} = require("./literal_rows");

/** Columns of raw.spd_offenses that the models read, for unit tests. */
const raw = Object.fromEntries(
  [
    "load_id", "load_mode", "feed_shape", "socrata_id", "socrata_updated_at", "report_number", "offense_id",
    "offense_start_datetime", "offense_end_datetime", "report_datetime", "group_a_b", "crime_against_category",
    "offense_parent_group", "offense", "offense_code", "precinct", "sector", "beat", "mcpp", "_100_block_address",
    "longitude", "latitude", "offense_date", "report_date_time", "nibrs_group_a_b", "nibrs_crime_against_category",
    "offense_category", "offense_sub_category", "nibrs_offense_code_description", "nibrs_offense_code",
    "neighborhood", "block_address", "shooting_type_group", "reporting_area", "census_block_2020"
  ].map(name => [name, "STRING"])
);
raw.snapshot_at = "TIMESTAMP";

/**
 * A query giving typed rows for unit tests: each row lists the values of `given`, as text, in that order. A column that
 * is not given is null, or false if it is a BOOL. Fails on a name that is not one of `columns`.
 */
function select(columns, given, rows) {
  const strange = given.find(name => !(name in columns));
  if (strange !== undefined) {
    throw new Error(`No column "${strange}" in ${Object.keys(columns).join(", ")}.`);
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
  raw,
  select
};
