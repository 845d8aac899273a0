/**
 * The settings of the weekly forecasts, in weeks where nothing else is said, and SQL that more than one model needs.
 * docs/decisions.md says how they were chosen.
 */
/** Forecasts reach this many weeks ahead. */
const HORIZONS = 8;
/** A level is fitted to the newest weeks, at most so many. */
const FIT_WEEKS = 156;
/** Past errors whose target lies within so many weeks choose the candidate and give the intervals. */
const ERROR_WEEKS = 156;
/** No fit and no interval is made from fewer weeks, or past errors, than these. */
const FEWEST_WEEKS = 52;
/** Origins that the backtest shows: the newest. */
const BACKTEST_ORIGINS = 208;
/** No forecast where the last 52 weeks have a mean below this many offenses a week. */
const SMALLEST_MEAN = 20;
/** Percentages by which the weight of a week falls with each week that it lies further back. */
const DECAY_PERCENTS = [3, 5, 8, 12, 20, 30];
/** A trend fades to this part of itself with each week ahead. */
const TREND_DAMPING = 0.9;
/** Harmonics of the year that the season may have, each shrunken by what noise alone would give it, times this. */
const HARMONICS = 4;
const NOISE_MULTIPLE = 3;
/** The season is estimated from the newest whole years, at most so many. */
const SEASON_YEARS = 8;
/** Mean number of weeks in a year, and days. */
const WEEKS_PER_YEAR = 52.1775;
const DAYS_PER_YEAR = 365.2425;
/** Origins that must be fitted for BACKTEST_ORIGINS of them to have past errors. */
const FITTED_ORIGINS = BACKTEST_ORIGINS + ERROR_WEEKS + HORIZONS;

/** Number of the week that begins on a Monday (DATE), counted from 1970-01-05; consecutive weeks differ by 1. */
function weekNumber(weekStart) {
  return `DIV(UNIX_DATE(${weekStart}) - 4, 7)`;
}

/** The Monday (DATE) of a week by its number. */
function weekStart(weekNumber) {
  return `DATE_FROM_UNIX_DATE(7 * (${weekNumber}) + 4)`;
}

/** Place of a week in the year as an angle (FLOAT64), by its number: that of its Thursday. One year is a full turn. */
function yearAngle(weekNumber) {
  return `(2 * ACOS(-1) * (7 * (${weekNumber}) + 7) / ${DAYS_PER_YEAR})`;
}

/** Sum (FLOAT64) of the steps that a damped trend takes up to a horizon (INT64), as parts of its slope. */
function trendSteps(horizon) {
  return `(${TREND_DAMPING} * (1 - POW(${TREND_DAMPING}, ${horizon})) / (1 - ${TREND_DAMPING}))`;
}

/**
 * The entry (FLOAT64) of an ordered array of n past errors below which (`isUpper`: above which) a part `tail` of
 * future errors is expected: the one at (n + 1) times the part from that end, rounded outwards.
 */
function errorQuantile(errors, tail, isUpper) {
  const fromEnd = `GREATEST(CAST(FLOOR((ARRAY_LENGTH(${errors}) + 1) * ${tail}) AS INT64), 1)`;
  return `${errors}[ORDINAL(${isUpper ? `ARRAY_LENGTH(${errors}) + 1 - ` : ""}${fromEnd})]`;
}

module.exports = {
  HORIZONS,
  FIT_WEEKS,
  ERROR_WEEKS,
  FEWEST_WEEKS,
  BACKTEST_ORIGINS,
  SMALLEST_MEAN,
  DECAY_PERCENTS,
  HARMONICS,
  NOISE_MULTIPLE,
  SEASON_YEARS,
  WEEKS_PER_YEAR,
  FITTED_ORIGINS,
  weekNumber,
  weekStart,
  yearAngle,
  trendSteps,
  errorQuantile
};
