/** Every table that is computed anew from the feed, by its name. */
import type { Feed } from './feed.ts';
import { completenessAges } from './facts/completeness-ages.ts';
import { dates } from './facts/dates.ts';
import { delays } from './facts/delays.ts';
import { layerSteps } from './facts/layer-steps.ts';
import { loadColumns } from './facts/load-columns.ts';
import { loads } from './facts/loads.ts';
import { nowcastErrors, nowcasts } from './facts/nowcasts.ts';
import { offenseTypes } from './facts/offense-types.ts';
import { offenses } from './facts/offenses.ts';
import { beats, neighborhoods, precincts } from './facts/places.ts';
import { reportMaturity } from './facts/report-maturity.ts';
import { reports } from './facts/reports.ts';
import { run } from './facts/run.ts';
import { anomalies } from './marts/anomalies.ts';
import { daily } from './marts/daily.ts';
import { dataQuality } from './marts/data-quality.ts';
import { findings } from './marts/findings.ts';
import { forecastBacktest, forecastScorecard } from './marts/forecast-backtest.ts';
import { forecast, forecastFits, forecastHistory, weeklySeason } from './marts/forecasts.ts';
import { hotspots } from './marts/hotspots.ts';
import { hoursAndWeekdays } from './marts/hours-and-weekdays.ts';
import { loadsForReaders } from './marts/loads.ts';
import { monthly } from './marts/monthly.ts';
import { offenseCube } from './marts/offense-cube.ts';
import { offenseMix } from './marts/offense-mix.ts';
import { offensesWeekly } from './marts/offenses-weekly.ts';
import { peakHours } from './marts/peak-hours.ts';
import { qualityChecks } from './marts/quality-checks.ts';
import { recentActivity } from './marts/recent-activity.ts';
import { reconciliation } from './marts/reconciliation.ts';
import { reportingLag } from './marts/reporting-lag.ts';
import type { Table } from './table.ts';

export const recounts = {
  dim_beats: beats,
  dim_dates: dates,
  dim_neighborhoods: neighborhoods,
  dim_offense_types: offenseTypes,
  dim_precincts: precincts,
  dim_run: run,
  fct_completeness_ages: completenessAges,
  fct_layer_steps: layerSteps,
  fct_load_columns: loadColumns,
  fct_loads: loads,
  fct_nowcast_errors: nowcastErrors,
  fct_nowcasts: nowcasts,
  fct_offense_delays: delays,
  fct_offenses: offenses,
  fct_report_maturity: reportMaturity,
  fct_reports: reports,
  mart_anomalies: anomalies,
  mart_data_quality: dataQuality,
  mart_findings: findings,
  mart_forecast: forecast,
  mart_forecast_backtest: forecastBacktest,
  mart_forecast_fits: forecastFits,
  mart_forecast_history: forecastHistory,
  mart_forecast_scorecard: forecastScorecard,
  mart_hotspots: hotspots,
  mart_loads: loadsForReaders,
  mart_offense_cube: offenseCube,
  mart_offense_mix: offenseMix,
  mart_offenses_by_precinct_hour_weekday: hoursAndWeekdays,
  mart_offenses_daily: daily,
  mart_offenses_monthly: monthly,
  mart_offenses_weekly: offensesWeekly,
  mart_peak_hours: peakHours,
  mart_quality_checks: qualityChecks,
  mart_recent_activity: recentActivity,
  mart_reconciliation: reconciliation,
  mart_reporting_lag: reportingLag,
  mart_weekly_season: weeklySeason,
} satisfies Readonly<Record<string, (feed: Feed) => Table>>;
