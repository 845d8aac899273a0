/** Day of the week of a DATE, 1 Monday to 7 Sunday (GoogleSQL counts 1 from Sunday). Null for null. */
function weekday(date) {
  return `MOD(EXTRACT(DAYOFWEEK FROM ${date}) + 5, 7) + 1`;
}

/** English name of the weekday of a DATE. Null for null. */
function weekdayName(date) {
  return `FORMAT_DATE('%A', ${date})`;
}

module.exports = {
  weekday,
  weekdayName
};
