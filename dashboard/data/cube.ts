import { type Basis, bases } from './basis.ts';
import { martLoader } from './mart-loader.ts';

/**
 * The whole cube is one file a time basis, loaded only where a filter needs it: 1.5 million offenses of 18 years are
 * 146,000 rows, 150 KB compressed.
 */
const loader = (basis: Basis) =>
  martLoader(
    `cube-${basis}.json`,
    ['offense_month', 'precinct', 'neighborhood', 'offense_category', 'offense_sub_category', 'offenses'],
    `from mart.mart_offense_cube
    where time_basis = '${basis}'
    order by precinct, neighborhood, offense_category, offense_sub_category, offense_month`,
  );

/** Offenses by all that the page filters; the month is null where it is not known or outside the span. */
export const cubeLoaders = bases.map(loader);
