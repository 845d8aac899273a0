/** The checks of mart_quality_checks and their limits. */
/** Days between the newest report and the reading of the source after which the feed counts as stale. */
const FRESH_DAYS = 4;
/** Loads, and offenses a week or a day, below which volumes are not compared. */
const FEWEST_LOADS = 3;
const FEWEST_WEEKLY = 50;
const FEWEST_DAILY = 50;
/** The newest days, as many, are looked at one by one. */
const WATCHED_DAYS = 28;
/** A volume is odd below and above these multiples of the past mean. */
const VOLUME_LOW = 0.5;
const VOLUME_HIGH = 2;

/** Columns are compared with a load of at least so many rows, and count as gone where so many values were to be expected. */
const FEWEST_COMPARED_ROWS = 100;
const FEWEST_EXPECTED_VALUES = 10;

/**
 * What each check is about. `allowed` is the part of all offenses up to which the source's flaws are as always: counted on
 * real exports of 2026 (coordinates outside the city 0.04 %, unknown precincts 0.2 %, odd starts 0.3 %), and doubled.
 */
const checks = {
  "volume of the newest load": {
    severity: "warning",
    allowed: 0,
    meaning: "The newest load has less than half or more than double the rows of the loads of its kind before it.",
    whatToDo: "Compare with the portal's own count; load again in full if rows are missing."
  },
  "volume of the last week": {
    severity: "warning",
    allowed: 0,
    meaning: "The week up to as_of has less than half or more than double the reports of a mean week of the last eight.",
    whatToDo: "See mart_offenses_daily for the days concerned; the city may have stopped or caught up publishing."
  },
  "months without a report": {
    severity: "warning",
    allowed: 0,
    meaning: "A month between the oldest report and as_of has no report: it was not loaded, or lost. Marts show it as 0, and forecasts and trends take it as such.",
    whatToDo: "Load the missing time, such as by crime ingest --source live; the findings leave its year out meanwhile."
  },
  "volume of a day": {
    severity: "warning",
    allowed: 0,
    meaning: "A day of the last four weeks has less than half or more than double the reports of its weekday in the eight weeks before.",
    whatToDo: "Look whether the day is a holiday; else the city may publish it late, or have published it twice."
  },
  "columns changed": {
    severity: "warning",
    allowed: 0,
    meaning: "In the newest load, columns of the feed have appeared, are gone or have another name, compared with the load before.",
    whatToDo: "See mart_loads. A new name that is read (columns_renamed) needs nothing; of one that is gone, what is known is kept."
  },
  "rows lost between layers": {
    severity: "warning",
    allowed: 0,
    meaning: "A step from the source to the marts loses or adds rows, and nothing explains it.",
    whatToDo: "See mart_reconciliation; if only some of the models were run, run all of them."
  },
  "freshness": {
    severity: "warning",
    allowed: 0,
    meaning: "When the source was read, its newest report was more than four days old.",
    whatToDo: "Look at the portal's page of the dataset: the city may have stopped publishing."
  },
  "report after the portal was read": {
    severity: "warning",
    allowed: 0,
    meaning: "A report lies more than a day after the reading of the source that showed it.",
    whatToDo: "Check --snapshot-at of the load; as_of follows the newest report, so give the variable as_of if the report is wrong."
  },
  "coordinates outside the city": {
    severity: "notice",
    allowed: 0.001,
    meaning: "Coordinates lie outside 47-48 N, 122-123 W; they are not mapped.",
    whatToDo: "Nothing if few; if many, the source may have changed how it writes coordinates."
  },
  "precinct is not that of the beat": {
    severity: "notice",
    allowed: 0.01,
    meaning: "The offense's precinct is not the one that its beat lies in.",
    whatToDo: "Nothing if few; if many, the city may have redrawn its beats: compare includes/places.js with the city's map."
  },
  "offense repeated within a load": {
    severity: "notice",
    allowed: 0.0001,
    meaning: "A load has an offense more than once; the newest edition of the row counts.",
    whatToDo: "Nothing if few; if many, load again in full."
  },
  "code that the project does not list": {
    severity: "warning",
    allowed: 0,
    meaning: "An offense code is new: it counts under its sub-category, and ranks last by seriousness.",
    whatToDo: "Add it to includes/offense_codes.js."
  },
  "NIBRS group or crime against that the project does not know": {
    severity: "warning",
    allowed: 0,
    meaning: "The city groups an offense by a NIBRS group or a crime against that is new; headline counts leave out NOT_A_CRIME only.",
    whatToDo: "Decide whether headline counts take it, and add it to includes/offense_codes.js."
  },
  "neighborhood that the project does not list": {
    severity: "warning",
    allowed: 0,
    meaning: "A neighborhood is new: it counts, but has no precinct and no place on the map.",
    whatToDo: "Add it to includes/places.js."
  },
  "column that the project does not know": {
    severity: "warning",
    allowed: 0,
    meaning: "The source has a column that the project does not read; its values are kept in raw.",
    whatToDo: "Look whether it replaces one that is read; add it to the ingester's shapes if it is worth reading."
  },
  "record quarantined": {
    severity: "warning",
    allowed: 0,
    meaning: "A record of the source could not be loaded, so it counts nowhere.",
    whatToDo: "See raw.spd_quarantine for the reason and the record."
  },
  "precinct not known": {
    severity: "notice",
    allowed: 0.005,
    meaning: "The feed does not tell the offense's precinct; it counts for the city only.",
    whatToDo: "Nothing if few; if many, the source may have renamed its precincts."
  },
  "start before 2008 or after the report": {
    severity: "notice",
    allowed: 0.006,
    meaning: "The start of the offense is implausible; it is kept, and lies outside the span of the marts.",
    whatToDo: "Nothing if few; if many, the source may have changed how it writes times."
  }
};

module.exports = {
  FRESH_DAYS,
  FEWEST_LOADS,
  FEWEST_WEEKLY,
  FEWEST_DAILY,
  WATCHED_DAYS,
  VOLUME_LOW,
  VOLUME_HIGH,
  FEWEST_COMPARED_ROWS,
  FEWEST_EXPECTED_VALUES,
  checks
};
