/**
 * The day the project calls today, as a DATE literal: the variable `as_of` (YYYY-MM-DD).
 * Without it, `fallback` (SQL of type DATE) decides.
 */
function asOf(vars, fallback) {
  const value = vars.as_of;
  if (value === undefined || value === "") {
    return fallback;
  }
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(value) && isCalendarDay(value);
  if (!isDay) {
    throw new Error(`The variable as_of must be a day as YYYY-MM-DD, not "${value}".`);
  }
  return `DATE '${value}'`;
}

function isCalendarDay(text) {
  const [year, month, day] = text.split("-").map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

module.exports = {
  asOf
};
