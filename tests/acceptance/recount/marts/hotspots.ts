import { yearOf } from '../days.ts';
import type { Feed, Offense } from '../feed.ts';
import { countRows, groupBy, type Row, type Table } from '../table.ts';

/** Each offense lies in a cell of the grid and in a neighborhood; what is hidden lies in rows of its own. */
export function hotspots({ reportable }: Feed): Table {
  const counted = countRows(reportable.flatMap((offense) => [cellOf(offense), neighborhoodOf(offense)]));
  const groups = groupBy(counted, (row) => [row['area_kind'], row['year'], row['offense_category']].join('|'));
  return {
    key: ['area_kind', 'area', 'year', 'offense_category'],
    rows: [...groups.values()].flatMap((rows) => ranked(rows)),
  };
}

function cellOf(offense: Offense): Row {
  const { status, longitude, latitude } = offense.place;
  if (longitude === null || latitude === null) return { ...areaOf(offense, 'cell', status), is_mapped: false };
  // Half a thousandth rounds away from zero, south of the equator and west of Greenwich too.
  const thousandths = (degrees: number) => (Math.sign(degrees) * Math.round(Math.abs(degrees) * 1000)) / 1000;
  const [x, y] = [thousandths(longitude), thousandths(latitude)];
  const cell = areaOf(offense, 'cell', `${y.toFixed(3)}, ${x.toFixed(3)}`);
  return { ...cell, is_mapped: true, longitude: x, latitude: y };
}

const neighborhoodOf = (offense: Offense): Row => ({
  ...areaOf(offense, 'neighborhood', offense.neighborhood),
  is_mapped: offense.neighborhood !== 'Unknown',
});

const areaOf = ({ category, reportedDay }: Offense, kind: string, area: string): Row => ({
  ...{ area_kind: kind, area, offense_category: category, longitude: null, latitude: null },
  year: reportedDay === undefined ? null : yearOf(reportedDay),
});

/** Equal counts rank by name. */
function ranked(rows: readonly Row[]): readonly Row[] {
  const mapped = rows.filter((row) => row['is_mapped']);
  const order = [...mapped].sort(
    (a, b) => Number(b['offenses']) - Number(a['offenses']) || (String(a['area']) < String(b['area']) ? -1 : 1),
  );
  const ranks = new Map(order.map((row, index) => [row, index + 1]));
  return rows.map((row) => ({ ...row, area_rank: ranks.get(row) ?? null }));
}
