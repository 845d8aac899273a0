const {
  select
} = require("./literal_rows");

/** What the columns of mart_findings, and of its parts by theme, mean. */
const columns = {
  finding: "Name of the finding.",
  position: "Place of the finding in a report, from 1.",
  sentence: "The finding in English, without its caveat.",
  subject: "What the finding names: the offense, precinct, hour, weekday or series, several with and between them; null where it names none.",
  value: "The number that the finding states, in its unit; null where it cannot be told.",
  unit: "Unit of the value: offenses, share (0-1), signal (2(√now − √before)) or anomalies.",
  numerator: "Count that the value is made from: the subject's offenses; null where the value is not made from one.",
  denominator: "Count that the numerator is part of or is held against in the sentence; null where there is none.",
  comparison: "What the value or the numerator is held against: the year before, the weekday with the fewest, the count of the earlier period, the expected count, the mean of 52 weeks; null where nothing.",
  lower_80: "Lower end of the interval that should hold the count in 80 % of weeks; null where it is no forecast.",
  upper_80: "Upper end of the interval that should hold the count in 80 % of weeks; null where it is no forecast.",
  lower_95: "Lower end of the interval that should hold the count in 95 % of weeks; null where it is no forecast.",
  upper_95: "Upper end of the interval that should hold the count in 95 % of weeks; null where it is no forecast.",
  period_start: "First day of what the finding is about; null where it cannot be told.",
  period_end: "Last day of what the finding is about; null where it cannot be told.",
  caveat: "What to keep in mind with the sentence."
};

/** A query giving the time bases of the findings, in their order, with what their sentences say of them. */
function bases() {
  return select({
    time_basis: "STRING",
    position: "INT64",
    basis_text: "STRING",
    hour_caveat: "STRING"
  }, [
    ["reported", 1, "by the time of the report", "The hour of a report is not that of the offense."],
    ["started", 2, "by the time of their start", "A start at exactly midnight counts as not known."],
    ["aoristic", 3, "spread from start to end", "Only offenses with a start and an end at most 24 hours later, neither at exactly midnight, can be spread; the present feed tells no end."]
  ]);
}

module.exports = {
  columns,
  bases
};
