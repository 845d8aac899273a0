import type { Loader } from './loader.ts';
import { readRows } from './read-rows.ts';

const file = 'filters.json';

/** What the filters offer: years of the span, and the names that have offenses. One object. */
export const filtersLoader: Loader = {
  file,
  load: async ({ warehouse }) => {
    const rows = (query: string) => readRows(warehouse, file, query);
    const [[span], categories, offenses, precincts, neighborhoods] = await Promise.all([
      rows(spanQuery),
      rows(namesQuery('offense_category')),
      rows(namesQuery('offense_sub_category, offense_category')),
      rows(precinctsQuery),
      rows(neighborhoodsQuery),
    ]);
    return {
      years: [span?.['first_year'] ?? null, span?.['last_year'] ?? null],
      categories: categories.map((row) => row['offense_category']),
      offenses,
      precincts: precincts.map((row) => row['precinct']),
      neighborhoods,
    };
  },
};

const spanQuery = `
select extract(year from span_start) as first_year, extract(year from span_end) as last_year from fact.dim_run`;

const namesQuery = (columns: string) => `select distinct ${columns} from mart.mart_offense_cube order by ${columns}`;

const precinctsQuery =
  'select distinct precinct from mart.mart_offense_mix where reportable_offenses > 0 order by precinct';

/** A neighborhood with the precinct of the project's own list; null for names that only the feed has. */
const neighborhoodsQuery = `
select names.neighborhood, dim_neighborhoods.precinct
from (select distinct neighborhood from mart.mart_offense_cube) as names
left join fact.dim_neighborhoods on names.neighborhood = dim_neighborhoods.neighborhood
order by names.neighborhood`;
