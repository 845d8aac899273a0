/**
 * The values that columns of a fixed choice may have, said once for every model: row conditions, which null passes. What is
 * the feed's own choice (names, crime against, NIBRS group) is not here: a new value of the city's is reported by
 * mart_quality_checks and stops nothing.
 */
const {
  list
} = require("./literal_rows");
const codes = require("./offense_codes");
const places = require("./places");

const precincts = places.precincts.map(([name]) => name);
const elsewhere = [places.OUTSIDE, places.UNKNOWN];

const choices = {
  precinct: [...precincts, ...elsewhere],
  sector: [...places.sectors.map(([name]) => name), ...elsewhere],
  beat: [...places.beats.map(([name]) => name), ...elsewhere],
  precinct_or_all: [...precincts, "All"],
  offense_category: codes.categoryNames,
  category_or_all: [...codes.categoryNames, "All"],
  location_status: ["given", "masked", "missing", "impossible"],
  start_issue: ["missing", "before_2008", "after_report"],
  not_reportable_reason: ["not_a_crime", "not_reportable_to_nibrs", "not_told"],
  change_kind: ["new", "removed", "returned", "reclassified", "moved", "retimed", "other"],
  time_basis: ["reported", "started"],
  weekday_name: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
  period_kind: ["day", "month"],
  group_kind: ["category", "sub-category"],
  nowcast_status: ["estimated", "not mature within 8 weeks", "too few offenses"],
  series_kind: ["city", "precinct", "category", "precinct and category"],
  method: ["smoothing", "naive", "seasonal naive", "4-week mean", "4-week mean with season"],
  data_vintage: ["mature"],
  direction: ["more", "fewer"],
  load_mode: ["file", "full", "incremental", "window", "sweep"],
  feed_shape: ["legacy", "current"]
};

const ranges = {
  hour: [0, 23],
  started_hour: [0, 23],
  reported_hour: [0, 23],
  weekday: [1, 7]
};

/** A row condition for each of the columns. Fails on a column without a fixed choice. */
function values(names) {
  return names.map(name => {
    if (name in choices) {
      return `${name} IN (${list(choices[name])})`;
    }
    if (name in ranges) {
      return `${name} BETWEEN ${ranges[name].join(" AND ")}`;
    }
    throw new Error(`Column "${name}" has no fixed choice in includes/accepted.js.`);
  });
}

module.exports = {
  values
};
