/**
 * The feed's text as typed values. Every function takes SQL of type STRING (null allowed), names no table, and never
 * raises: what cannot be read is null, or `Unknown` where a place is told by name.
 */
const {
  list
} = require("./literal_rows");
const codes = require("./offense_codes");
const places = require("./places");

/** What the exports write for "nothing", in capitals. */
const EMPTY = ["", "-", "<NULL>", "NULL", "UNKNOWN", "REDACTED", "FK ERROR"];
/** Coordinates that stand for a hidden place. */
const MASKS = ["REDACTED", "-1.0", "-1", "0", "0.0"];

/** Trimmed text, null if nothing is left. */
function text(value) {
  return `NULLIF(TRIM(${value}), '')`;
}

/** Trimmed text in capitals, null if nothing is left. */
function capitals(value) {
  return `UPPER(${text(value)})`;
}

/** Capitals that tell something: null for the feed's words for nothing. */
function label(value) {
  return `IF(${value} IN (${list(EMPTY)}), NULL, ${value})`;
}

/**
 * DATETIME of `10/04/2014 12:26:00 AM`, `2015 Jun 08 09:39:00 AM` or ISO, with or without `.000`: the three ways of the
 * city's exports. Seattle wall-clock time.
 */
function datetime(value) {
  return `COALESCE(
    SAFE.PARSE_DATETIME('%m/%d/%Y %I:%M:%S %p', ${value}),
    SAFE.PARSE_DATETIME('%Y %b %d %I:%M:%S %p', ${value}),
    SAFE_CAST(${value} AS DATETIME)
  )`;
}

/** Precinct by its canonical name, from the letter of the older shape or the name of the present one in capitals. */
function precinct(value) {
  const branches = places.precincts.map(
    ([name, letter]) => `WHEN ${value} IN (${list([letter, name.toUpperCase()])}) THEN '${name}'`
  );
  return `CASE ${branches.join(" ")}
    WHEN ${value} = '${places.OUTSIDE}' THEN '${places.OUTSIDE}'
    ELSE '${places.UNKNOWN}' END`;
}

/** Capitals that are one of `known` or outside the city, else `Unknown`. */
function oneOf(value, known) {
  return `IF(${value} IN (${list([...known, places.OUTSIDE])}), ${value}, '${places.UNKNOWN}')`;
}

function sector(value) {
  return oneOf(value, places.sectors.map(([name]) => name));
}

function beat(value) {
  return oneOf(value, places.beats.map(([name]) => name));
}

/** Neighborhood in capitals as the city writes it; a name we do not list is kept. */
function neighborhood(value) {
  return `COALESCE(${label(value)}, '${places.UNKNOWN}')`;
}

/**
 * Whether a pair of coordinates tells a place: `given` (inside 47 to 48 N, 122 to 123 W), `masked` (hidden by the city,
 * with a mask in either), `missing` (blank) or `impossible`.
 */
function locationStatus(longitude, latitude) {
  return `CASE
    WHEN ${longitude} IN (${list(MASKS)}) OR ${latitude} IN (${list(MASKS)}) THEN 'masked'
    WHEN COALESCE(${longitude}, '') = '' OR COALESCE(${latitude}, '') = '' THEN 'missing'
    WHEN SAFE_CAST(${longitude} AS FLOAT64) BETWEEN -123 AND -122
      AND SAFE_CAST(${latitude} AS FLOAT64) BETWEEN 47 AND 48 THEN 'given'
    ELSE 'impossible' END`;
}

/** The city's category of a sub-category; ALL OTHER where that is null or in neither of the two named. */
function category(subCategory) {
  const branches = Object.entries(codes.categories).map(
    ([name, members]) => `WHEN ${subCategory} IN (${list(members)}) THEN '${name}'`
  );
  return `CASE ${branches.join(" ")} ELSE '${codes.OTHER}' END`;
}

/** Whether headline counts take an offense: false for what is no crime, or not known to be one. Never null. */
function isReportable(offenseCode, crimeAgainst) {
  return `COALESCE(${offenseCode}, '') NOT IN (${list(codes.notReportable)})
    AND COALESCE(${crimeAgainst}, '') != '${codes.NOT_A_CRIME}'`;
}

/** Why headline counts leave an offense out, null where they take it: see `not_reportable_reason` in descriptions.js. */
function notReportableReason(offenseCode, crimeAgainst) {
  return `CASE
    WHEN ${offenseCode} = '999' THEN 'not_reportable_to_nibrs'
    WHEN ${offenseCode} = '-' THEN 'not_told'
    WHEN ${crimeAgainst} = '${codes.NOT_A_CRIME}' THEN 'not_a_crime' END`;
}

module.exports = {
  text,
  capitals,
  label,
  datetime,
  precinct,
  sector,
  beat,
  neighborhood,
  locationStatus,
  category,
  isReportable,
  notReportableReason
};
