/**
 * Days after which the reports of a day are taken to be in the feed: the city releases reports once they are final. An
 * assumption, for where readings of the portal do not tell (fct_report_maturity): the feed has no column that says when a report
 * came.
 */
const REPORT_DAYS = 14;
/** Offenses are followed for so many days after they started: what comes later is left out of completeness. */
const LADDER_DAYS = 364;
/** Completeness is learned from what became known within so many days before as_of: a whole number of weeks. */
const WINDOW_DAYS = 364;
/** Completeness from which a day counts as mature. */
const MATURE_SHARE = 0.95;
/** No nowcast where less than this share is expected to be known: it would rest on next to nothing. */
const SMALLEST_SHARE = 0.5;
/** A category that is not mature after so many days gets no nowcast. */
const NOWCAST_DAYS = 56;
/** No completeness is estimated from fewer offenses, followed to the last day, than these. */
const FEWEST_OFFENSES = 100;
/** The time that an offense was first seen tells when it became known if the portal was read so shortly before. */
const LOAD_GAP_HOURS = 48;
/**
 * The readings date offenses only if they tell of this share of those that started and were reported in so many days before
 * as_of: what is compared must not be dated by readings on one side and by reports on the other. Of a year before,
 * what was known 364 to 366 days before as_of counts, and nine tenths of these days reach farther back. The tenth that may be
 * lacking is for readings that were missed.
 */
const SEEN_SHARE = 0.9;
const SEEN_DAYS = WINDOW_DAYS + NOWCAST_DAYS;
/** Past days and months whose nowcasts are compared with what came of them. */
const PAST_DAYS = 364;
const PAST_MONTHS = 24;
/** Cohorts of four weeks that the intervals of completeness are taken from, and the fewest that give one. */
const COHORT_DAYS = 28;
const COHORTS = 26;
const FEWEST_COHORTS = 10;
/** No interval is made from fewer past errors than these. */
const FEWEST_ERRORS = 50;
/** Part of past errors beyond either end of an interval: an 80 % interval. */
const TAIL = 0.1;
/** Known counts from which a size begins: nowcasts of one size share their past errors. */
const SIZES = [0, 1, 2, 3, 4, 8, 16, 32, 64, 128, 256, 512];

/** Offenses (FLOAT64) to expect in the end, of which `known` are known, `completeness` (above 0) being their share. */
function nowcast(known, completeness) {
  return `(${known} / ${completeness})`;
}

/**
 * Standard deviation (FLOAT64) of what is to come when each offense is known with probability `completeness`: that of a
 * negative binomial variable, which is above 0 even where nothing is known yet.
 */
function nowcastDeviation(known, completeness) {
  return `(SQRT((${known} + 1) * (1 - ${completeness})) / ${completeness})`;
}

/** The size (INT64) that a known count belongs to: the largest of SIZES that is not above it. */
function size(known) {
  const branches = SIZES.slice(0, -1).map((from, index) => `WHEN ${known} < ${SIZES[index + 1]} THEN ${from}`);
  return `CASE ${branches.join(" ")} ELSE ${SIZES[SIZES.length - 1]} END`;
}

/** The end (INT64) of a nowcast's interval that lies `error` standard deviations from it, but not below what is known. */
function nowcastEnd(known, completeness, error) {
  return `GREATEST(${known}, CAST(ROUND(${nowcast(known, completeness)} + ${error} * ${nowcastDeviation(known, completeness)}) AS INT64))`;
}

/** Whether reports of a time that ends with `lastDay` may still come in. For queries over dim_run and fct_report_maturity. */
function isReportAwaited(lastDay) {
  return `${lastDay} > DATE_SUB(dim_run.as_of, INTERVAL fct_report_maturity.report_days DAY)`;
}

/**
 * CTEs first_sight and dim_run: the run, with the last start of offenses that has been followed for LADDER_DAYS
 * (followed_until) and the first from which one clock dates them (followed_from): where readings date offenses, what
 * started before them is dated by its report.
 * @param run, delays dim_run and fct_offense_delays, as ref() gives them.
 */
function followedRun(run, delays) {
  return `first_sight AS (
  SELECT
    MIN(seen_date) AS first_seen_date
  FROM
    ${delays}
  WHERE
    is_seen ),
  dim_run AS (
  SELECT
    dim_run.*,
    DATE_SUB(dim_run.as_of, INTERVAL ${LADDER_DAYS} DAY) AS followed_until,
    GREATEST(dim_run.span_start, COALESCE(first_sight.first_seen_date, dim_run.span_start)) AS followed_from
  FROM
    ${run} AS dim_run
  CROSS JOIN
    first_sight )`;
}

module.exports = {
  REPORT_DAYS,
  LADDER_DAYS,
  WINDOW_DAYS,
  MATURE_SHARE,
  SMALLEST_SHARE,
  NOWCAST_DAYS,
  FEWEST_OFFENSES,
  LOAD_GAP_HOURS,
  SEEN_SHARE,
  SEEN_DAYS,
  PAST_DAYS,
  PAST_MONTHS,
  COHORT_DAYS,
  COHORTS,
  FEWEST_COHORTS,
  FEWEST_ERRORS,
  TAIL,
  SIZES,
  nowcast,
  nowcastDeviation,
  size,
  nowcastEnd,
  isReportAwaited,
  followedRun
};
