import { martLoader } from './mart-loader.ts';

/** Days shown up to as_of. */
const days = 91;

/**
 * The days up to as_of by time basis, precinct and category; of each, what the same weekday was a week and a year before.
 * Later days of the span are not over, or not wholly reported: the page does not show them.
 */
export const recentLoader = martLoader(
  'recent.json',
  [
    'time_basis',
    'precinct',
    'offense_category',
    'offense_date',
    'is_complete',
    'offenses',
    'previous_week_offenses',
    'week_on_week_change',
    'previous_year_offenses',
    'year_on_year_change',
    'round(completeness, 4) as completeness',
    'is_provisional',
    'nowcast_offenses',
    'nowcast_low',
    'nowcast_high',
  ],
  `from mart.mart_offenses_daily
  where is_in_span
    and offense_date > (select date_sub(as_of, interval ${days} day) from fact.dim_run)
    and offense_date <= (select as_of from fact.dim_run)
  order by time_basis, precinct, offense_category, offense_date`,
);
