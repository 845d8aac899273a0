import { martLoader } from './mart-loader.ts';

/** Every judged week of each precinct and category, and why the others are not judged. */
export const anomaliesLoader = martLoader(
  'anomalies.json',
  [
    'precinct',
    'offense_category',
    'week_start',
    'status',
    'offenses',
    'expected_offenses',
    'z_score',
    'q_value',
    'is_anomaly',
    'direction',
  ],
  'from mart.mart_anomalies order by precinct, offense_category, week_start',
);
