/** How statements about an offense are compared and named; `row` is a relation with the columns of an observation. */

/** MD5 over SQL expressions of any type that casts to STRING, nulls told apart from blanks; BYTES, never null. */
function hash(values) {
  const parts = values.map(value => `COALESCE(CAST(${value} AS STRING), '\\\\N')`);
  return `MD5(CONCAT(${parts.join(", '|', ")}))`;
}

/** What both shapes tell. Degrees count in millionths. */
function sharedHash(row) {
  const plain = [
    "report_number", "offense_code", "nibrs_group", "crime_against", "precinct", "sector", "beat", "neighborhood",
    "block_address", "location_status", "started_at", "reported_at"
  ];
  return hash([
    ...plain.map(name => `${row}.${name}`),
    `IF(${row}.offense_code IS NULL, ${row}.offense, NULL)`,
    `CAST(${row}.longitude * 1000000 AS INT64)`,
    `CAST(${row}.latitude * 1000000 AS INT64)`
  ]);
}

/** What only the shape until 2025 tells. */
function legacyHash(row) {
  return hash([`${row}.ended_at`]);
}

/** What only the present shape tells, but for the census block. */
function currentHash(row) {
  return hash(["offense_category", "offense_sub_category", "reporting_area", "shooting_type"].map(name => `${row}.${name}`));
}

/** Name of a version as the source of what it tells; load ids look otherwise. */
function source(versionNumber) {
  return `CONCAT('version ', ${versionNumber})`;
}

module.exports = {
  sharedHash,
  legacyHash,
  currentHash,
  source
};
