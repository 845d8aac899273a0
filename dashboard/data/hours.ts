import { type Basis, bases } from './basis.ts';
import { martLoader } from './mart-loader.ts';

const loader = (basis: Basis) =>
  martLoader(
    `hours-${basis}.json`,
    ['year', 'precinct', 'offense_category', 'weekday', 'hour', 'offenses'],
    `from mart.mart_offenses_by_precinct_hour_weekday
    where time_basis = '${basis}'
    order by year, precinct, offense_category, weekday, hour`,
  );

/** Offenses by hour and weekday, a file each time basis; the hour is null where it is not known. */
export const hoursLoaders = bases.map(loader);
