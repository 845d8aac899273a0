import type { Loader } from './loader.ts';
import { martLoader } from './mart-loader.ts';

/** Weeks of history beside the forecasts. */
const historyWeeks = 104;

/** Horizons of which the page shows what was forecast and what came. */
const shownHorizons = [1, 4, 8];

/** What is expected of the weeks ahead, what came before, and how good such forecasts have been. */
export const nextLoaders: readonly Loader[] = [
  martLoader(
    'forecast.json',
    [
      'series_kind',
      'series',
      'precinct_or_all',
      'category_or_all',
      'origin_week_start',
      'target_week_start',
      'horizon_weeks',
      'status',
      'mean_offenses',
      'forecast',
      'lower_80',
      'upper_80',
      'lower_95',
      'upper_95',
      'past_errors',
    ],
    'from mart.mart_forecast order by series_kind, series, horizon_weeks',
  ),
  martLoader(
    'weekly.json',
    ['series', 'week_start', 'offenses', 'is_mature'],
    `from mart.mart_offenses_weekly
    where week_start > (select date_sub(max(week_start), interval ${historyWeeks} week) from mart.mart_offenses_weekly)
    order by series, week_start`,
  ),
  martLoader(
    'scorecard.json',
    [
      'series_kind',
      'series',
      'horizon_weeks',
      'method',
      'origins',
      'forecasts',
      'first_origin_week_start',
      'last_origin_week_start',
      'mean_offenses',
      'mean_absolute_error',
      'mean_scaled_error',
      'mean_symmetric_percent_error',
      'mean_error',
      'change_from_4_week_mean',
      'error_rank',
      'coverage_80',
      'coverage_95',
    ],
    'from mart.mart_forecast_scorecard order by series_kind, series, horizon_weeks, error_rank, method',
  ),
  martLoader(
    'backtest.json',
    [
      'series',
      'target_week_start',
      'horizon_weeks',
      'offenses',
      'forecast',
      'lower_80',
      'upper_80',
      'lower_95',
      'upper_95',
      'is_inside_80',
    ],
    `from mart.mart_forecast_backtest
    where method = 'smoothing' and horizon_weeks in (${shownHorizons.join(', ')})
    order by series, horizon_weeks, target_week_start`,
  ),
];
