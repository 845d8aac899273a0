import { encodeColumns } from '../columnar.ts';
import { hexagonSql } from '../hexagons.ts';
import type { Loader } from './loader.ts';
import { readRows } from './read-rows.ts';

const file = 'hotspots.json';

/**
 * Where offenses were reported: `{hexagons, unmapped, neighborhoods}`, each a table by year and category. Cells of the mart are
 * gathered to hexagons, which a screen can show; `unmapped` counts the places that are in none, by why.
 */
export const hotspotsLoader: Loader = {
  file,
  load: async ({ warehouse }) => {
    const table = async (area: readonly string[], query: string) =>
      encodeColumns([...area, 'offense_category', 'year', 'offenses'], await readRows(warehouse, file, query));
    const [hexagons, unmapped, neighborhoods] = await Promise.all([
      table(['hexagon_column', 'hexagon_row'], hexagonsQuery),
      table(['location_status'], unmappedQuery),
      table(['neighborhood'], neighborhoodsQuery),
    ]);
    return { hexagons, unmapped, neighborhoods };
  },
};

const hexagon = hexagonSql('longitude', 'latitude');

const hexagonsQuery = `
select ${hexagon.column} as hexagon_column, ${hexagon.row} as hexagon_row, offense_category, year, sum(offenses) as offenses
from mart.mart_hotspots
where area_kind = 'cell' and is_mapped
group by hexagon_column, hexagon_row, offense_category, year
order by hexagon_column, hexagon_row, offense_category, year`;

const unmappedQuery = `
select area as location_status, offense_category, year, offenses
from mart.mart_hotspots
where area_kind = 'cell' and not is_mapped
order by location_status, offense_category, year`;

const neighborhoodsQuery = `
select area as neighborhood, offense_category, year, offenses
from mart.mart_hotspots
where area_kind = 'neighborhood'
order by neighborhood, offense_category, year`;
