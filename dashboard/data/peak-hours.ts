import { martLoader } from './mart-loader.ts';

/** Offenses by hour of the day on three time bases, over all years; the hour is null where the basis cannot tell. */
export const peakHoursLoader = martLoader(
  'peak-hours.json',
  ['time_basis', 'precinct', 'offense_category', 'hour', 'round(offenses, 2) as offenses', 'is_peak'],
  'from mart.mart_peak_hours order by time_basis, precinct, offense_category, hour',
);
