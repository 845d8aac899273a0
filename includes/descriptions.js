/** What a column means, said once for every model that has it. */
const columns = {
  offense_id: "The offense, by the city's number: the feed's key, the same in both of its shapes.",
  report_number: "Police report; one report can hold several offenses. Null where the feed gives none.",
  version_number: "Which version of the offense this is, counted from 1 by the time the feed said it.",
  known_from: "When the feed was first known to say this (UTC).",
  offense_code: "NIBRS code of the offense; - where the city could not tell, Unknown where the feed leaves it blank.",
  offense: "Name of the NIBRS code; the city's own wording for a code that the project does not list.",
  nibrs_group: "NIBRS group: A (reported whole) or B (arrests); null where neither the feed nor the code tells.",
  crime_against: "NIBRS crime against: PERSON, PROPERTY, SOCIETY, ANY or NOT_A_CRIME; null where not told.",
  offense_category: "VIOLENT CRIME, PROPERTY CRIME or ALL OTHER: the city's own, else by its rule from the code.",
  offense_sub_category: "The city's sub-category (present shape), else by code; null where neither tells.",
  offense_parent_group: "Parent group of the code in the shape until 2025; null for codes that came later.",
  is_reportable: "False for 999, - and NOT_A_CRIME, which headline counts leave out.",
  seriousness: "Rank of the code, 1 the most serious: the FBI's summary hierarchy, then other crimes against persons, property and society, group B, and what is no crime. Codes not listed rank last.",
  is_listed: "True for codes and names that the project lists, false for those only the feed has.",
  precinct: "Police precinct: North, East, South, West, Southwest, OOJ (outside the city) or Unknown.",
  sector: "Police sector, a letter; OOJ or Unknown. As the feed has it, even if it lies in another precinct.",
  beat: "Police beat: the sector's letter and a digit; OOJ or Unknown.",
  neighborhood: "Neighborhood (Micro-Community Policing Plan area) in the city's capitals; Unknown where not told.",
  block_address: "Address to the hundred block; null where the city hides it or gives none.",
  reporting_area: "Reporting area of the present shape; null where not told.",
  census_block: "Census block of 2020, in the feed since 2026; null before.",
  shooting_type: "Kind of shooting, if any (present shape).",
  longitude: "Degrees east (WGS 84) of the hundred block; null where masked, missing or outside 47-48 N, 122-123 W.",
  latitude: "Degrees north (WGS 84) of the hundred block; null where masked, missing or outside 47-48 N, 122-123 W.",
  has_location: "True where longitude and latitude are known.",
  is_location_masked: "True where the city hides the place (REDACTED, -1 or 0 in the feed).",
  location_status: "given, masked (by the city), missing (blank) or impossible (outside 47-48 N, 122-123 W).",
  started_at: "Start of the offense, Seattle wall-clock time (no zone; the hour that daylight saving skips or doubles is as the city wrote it). Null where not told.",
  started_date: "Day of started_at.",
  started_hour: "Hour of started_at, 0-23; null where the start is exactly midnight, which stands for not known, or missing.",
  is_hour_known: "True where the hour is known: on the started basis not missing and not exactly midnight.",
  start_issue: "missing, before_2008 or after_report where the start is implausible; null where it is plausible. Implausible starts are kept.",
  ended_at: "End of the offense, Seattle wall-clock time. Only the shape until 2025 tells it; the last known value is kept.",
  reported_at: "When the offense was reported, Seattle wall-clock time.",
  reported_date: "Day of reported_at.",
  reported_hour: "Hour of reported_at, 0-23.",
  is_removed: "True where the portal no longer has the offense; marts leave such offenses out.",
  time_basis: "Which time places the offense: reported (reported_at) or started (started_at).",
  year: "Calendar year on the time basis, as a number; null where that time is not known.",
  hour: "Hour of the day on the time basis, 0-23, Seattle wall-clock; null where it is not known.",
  weekday: "Day of the week on the time basis, 1 Monday to 7 Sunday; null where the day is not known.",
  weekday_name: "English name of the weekday; null where the day is not known.",
  offenses: "Reportable offenses that the feed still has.",
  series_kind: "What the series counts: city, precinct, category, or precinct and category.",
  series: "Name of the series: City, a precinct, a category, or a precinct and a category with a comma between.",
  precinct_or_all: "The precinct that the series counts; All where it counts every one and what has none.",
  category_or_all: "The offense category that the series counts; All where it counts every one.",
  week_number: "Number of the week: consecutive weeks differ by 1, and that of 1970-01-05 is 0.",
  origin_week_number: "Number of the origin's week: the last one that is taken as known.",
  decay_percent: "Percentage by which the weight of a week falls with each week that it lies further back.",
  origin_week_start: "Monday of the origin's week: the last one that is taken as known.",
  target_week_start: "Monday of the week that the forecast is for.",
  target_week_number: "Number of the week that the forecast is for.",
  horizon_weeks: "Weeks from the origin's week to the target week.",
  has_trend: "True where the forecast continues the trend, damped; false where it continues the mean.",
  past_errors: "Past errors of the method that the intervals are taken from.",
  forecast: "Forecast offenses of the week. It is the square of the mean square root, near the median and a little below the mean: forecasts of parts do not add up to that of the whole.",
  lower_80: "Lower end of the interval that should hold the count in 80 % of weeks.",
  upper_80: "Upper end of the interval that should hold the count in 80 % of weeks.",
  lower_95: "Lower end of the interval that should hold the count in 95 % of weeks.",
  upper_95: "Upper end of the interval that should hold the count in 95 % of weeks.",
  is_simulated: "True where the rows are made up by the simulator: whatever shows these results must say so.",
  change_signal: "2(√now − √before), to two decimals: a change in units that do not depend on how large the counts are. Chance alone keeps it between -2.8 and 2.8 in 95 of 100 cases, if the counts scatter as independent events do.",
  not_reportable_reason: "Why headline counts leave the code out: not_a_crime (justifiable homicide, runaways and what else has crime against NOT_A_CRIME), not_reportable_to_nibrs (999: the record is kept, but no offense is reported to NIBRS) or not_told (-: the city could not tell the offense). Null for the codes that headline counts take.",
  is_complete: "True where the period lies wholly between the first report and as_of; the others are partial."
};

/** The descriptions of the named columns, with `own` added or put in their place. Fails on a name without a text. */
function pick(names, own = {}) {
  const missing = names.find(name => !(name in columns) && !(name in own));
  if (missing !== undefined) {
    throw new Error(`Column "${missing}" has no description.`);
  }
  return Object.fromEntries(names.map(name => [name, own[name] || columns[name]]));
}

module.exports = {
  columns,
  pick
};
