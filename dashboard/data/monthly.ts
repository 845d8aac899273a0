import { type Basis, bases } from './basis.ts';
import { martLoader } from './mart-loader.ts';

const loader = (basis: Basis) =>
  martLoader(
    `monthly-${basis}.json`,
    [
      'precinct',
      'offense_category',
      'offense_month',
      'is_complete',
      'offenses',
      'rolling_12_month_offenses',
      'previous_year_offenses',
      'year_on_year_change',
      'year_on_year_signal',
      'round(completeness, 4) as completeness',
      'is_provisional',
      'nowcast_offenses',
      'nowcast_low',
      'nowcast_high',
    ],
    `from mart.mart_offenses_monthly
    where time_basis = '${basis}' and is_in_span
    order by precinct, offense_category, offense_month`,
  );

/** The months of the span by precinct and category, a file each time basis. */
export const monthlyLoaders = bases.map(loader);
