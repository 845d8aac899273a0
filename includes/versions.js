/** How statements about an offense are compared; `row` is a relation with the columns of an observation. */

/** MD5 over SQL expressions of any type that casts to STRING, nulls told apart from blanks; BYTES, never null. */
function hash(values) {
  const parts = values.map(value => `COALESCE(CAST(${value} AS STRING), '\\\\N')`);
  return `MD5(CONCAT(${parts.join(", '|', ")}))`;
}

/** A DATETIME as seconds, which print faster. */
function seconds(datetime) {
  return `DATETIME_DIFF(${datetime}, DATETIME '2000-01-01 00:00:00', SECOND)`;
}

/** Degrees as whole millionths: a tenth of a metre, which is finer than the feed. */
function millionths(degrees) {
  return `CAST(${degrees} * 1000000 AS INT64)`;
}

/** What both shapes tell. Degrees count in millionths; why a place is not told is left out, since the shapes say it otherwise. */
function sharedHash(row) {
  const plain = [
    "report_number", "offense_code", "nibrs_group", "crime_against", "precinct", "sector", "beat", "neighborhood",
    "block_address"
  ];
  return hash([
    ...plain.map(name => `${row}.${name}`),
    `IF(${row}.offense_code IS NULL, ${row}.offense, NULL)`,
    seconds(`${row}.started_at`),
    seconds(`${row}.reported_at`),
    millionths(`${row}.longitude`),
    millionths(`${row}.latitude`)
  ]);
}

/** What only the shape until 2025 tells. */
function legacyHash(row) {
  return hash([seconds(`${row}.ended_at`)]);
}

/** What only the present shape tells, but for the census block. */
function currentHash(row) {
  return hash(["offense_category", "offense_sub_category", "reporting_area", "shooting_type"].map(name => `${row}.${name}`));
}

/** Joins an observation to the moment at which its load speaks. */
function isMoment(row) {
  return ["load_id", "snapshot_at", "is_removed"].map(name => `${row}.${name} = moments.${name}`).join(" AND ");
}

module.exports = {
  millionths,
  sharedHash,
  legacyHash,
  currentHash,
  isMoment
};
