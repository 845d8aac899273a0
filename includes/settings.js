/** The variables of dataform.json as SQL. `vars` is dataform.projectConfig.vars, `config` is dataform.projectConfig. */

/**
 * The day the project calls today, as a DATE literal: the variable `as_of` (YYYY-MM-DD).
 * Without it, `fallback` (SQL of type DATE) decides.
 */
function asOf(vars, fallback) {
  const day = dayOf(vars, "as_of");
  return day === undefined ? fallback : `DATE '${day}'`;
}

/** Whether the variable `as_of` says what day is today. */
function isTodayGiven(vars) {
  return dayOf(vars, "as_of") !== undefined;
}

/** Variables that are numbers, with the least and the most that each may be. docs/analysts.md says what they mean. */
const THRESHOLDS = {
  most_quarantined_share: [0, 1],
  most_full_load_fall: [0, 1],
  many_offenses_a_month: [1, 1000000],
  most_days_ahead: [0, 365]
};

/** The number that a variable of dataform.json gives, as text for SQL. Fails where it is none, or out of bounds. */
function threshold(vars, name) {
  const [least, most] = THRESHOLDS[name];
  const value = vars[name];
  if (!/^\d+(\.\d+)?$/.test(value) || Number(value) < least || Number(value) > most) {
    throw new Error(`The variable ${name} must be a number from ${least} to ${most}, not "${value}".`);
  }
  return value;
}

/**
 * Whether what was told at `moment` (SQL of type TIMESTAMP) was known at the end of the day `as_known_on` in Seattle.
 * SQL of type BOOL: TRUE for every moment where the variable is not set. Fails where it is set without a schema suffix.
 */
function isKnown(config, moment) {
  const day = knownOn(config);
  return day === undefined ? "TRUE" : `${moment} < TIMESTAMP(DATE_ADD(DATE '${day}', INTERVAL 1 DAY), '${ZONE}')`;
}

/**
 * A statement for the incremental pre-operations of a model: an error where `as_known_on` is set, else nothing. Dataform
 * tells a model that it is incremental only where its table stands and --full-refresh is not given.
 */
function refuseIncremental(config) {
  const day = knownOn(config);
  return day === undefined ? "" : `RAISE USING MESSAGE = '${NEEDS_REFRESH}';`;
}

/** The day of `as_known_on`, or undefined. A past state must not take the place of the present one. */
function knownOn(config) {
  const day = dayOf(config.vars, "as_known_on");
  if (day !== undefined && !config.schemaSuffix) {
    throw new Error(
      "The variable as_known_on builds a past state, which must not replace the present one: add --schema-suffix and --full-refresh."
    );
  }
  return day;
}

const ZONE = "America/Los_Angeles";
// Without the option's dashes: dataform takes them for a comment, even in a string.
const NEEDS_REFRESH =
  "The variable as_known_on needs a full refresh: rows that this table holds already may have become known later.";

/** The variable as text YYYY-MM-DD, undefined where it is not set. */
function dayOf(vars, name) {
  const value = vars[name];
  if (value === undefined || value === "") {
    return undefined;
  }
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || !isCalendarDay(value)) {
    throw new Error(`The variable ${name} must be a day as YYYY-MM-DD, not "${value}".`);
  }
  return value;
}

function isCalendarDay(text) {
  const [year, month, day] = text.split("-").map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

module.exports = {
  asOf,
  isTodayGiven,
  threshold,
  isKnown,
  refuseIncremental
};
