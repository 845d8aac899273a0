/** Spans from the start to the end of an offense, for hours by the aoristic method. Arguments are SQL of type DATETIME. */

/** A span is spread over the hours only up to so many seconds: of a longer one every hour is as likely. */
const LONGEST_SECONDS = 86400;

/** Whether the end lies after the start and at most a day from it. BOOL, never null. */
function isShort(start, end) {
  return `COALESCE(DATETIME_DIFF(${end}, ${start}, SECOND) BETWEEN 1 AND ${LONGEST_SECONDS}, FALSE)`;
}

/** Whether start or end is exactly midnight, which the feed writes where it knows the day only. BOOL, never null. */
function touchesMidnight(start, end) {
  return `COALESCE(TIME(${start}) = TIME '00:00:00' OR TIME(${end}) = TIME '00:00:00', FALSE)`;
}

/** Whether the span tells the hours within which the offense happened. BOOL, never null. */
function isUsable(start, end) {
  return `(${isShort(start, end)} AND NOT ${touchesMidnight(start, end)})`;
}

module.exports = {
  isShort,
  touchesMidnight,
  isUsable
};
