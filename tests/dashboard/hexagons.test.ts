import { expect } from 'chai';
import { DuckDBInstance } from '@duckdb/node-api';
import { hexagonCentre, hexagonCorners, hexagonSql, hexagonWidth, type Place } from '../../dashboard/hexagons.ts';

/** Metres between two places near the middle of the city. */
function metres([east, north]: Place, [otherEast, otherNorth]: Place): number {
  return Math.hypot((east - otherEast) * 75_180, (north - otherNorth) * 111_180);
}

/** The place in the lattice that the SQL finds for each point. */
async function placed(points: readonly Place[]): Promise<readonly (readonly [column: number, row: number])[]> {
  const { column, row } = hexagonSql('longitude', 'latitude');
  const rows = points.map(([longitude, latitude]) => `(${longitude}, ${latitude})`).join(', ');
  const connection = await (await DuckDBInstance.create()).connect();
  // The functions that the expressions use are the same in DuckDB.
  const sql = `select ${column}, ${row} from (values ${rows}) as points (longitude, latitude)`.replaceAll(
    'int64',
    'integer',
  );
  return (await connection.runAndReadAll(sql)).getRows() as unknown as readonly [number, number][];
}

const points: readonly Place[] = Array.from({ length: 500 }, (_, index) => [
  -122.42 + ((index * 37) % 500) * 0.0004,
  47.5 + ((index * 61) % 500) * 0.0005,
]);

describe('hexagonSql(longitude, latitude)', () => {
  it('puts each point into the hexagon whose centre is nearest', async () => {
    const found = await placed(points);
    points.forEach((point, index) => {
      const [column, row] = found[index] ?? [0, 0];
      const own = metres(point, hexagonCentre(column, row));
      const around = [
        [2, 0],
        [-2, 0],
        [1, 1],
        [1, -1],
        [-1, 1],
        [-1, -1],
      ] as const;
      for (const [right, up] of around) {
        expect(own).to.be.at.most(metres(point, hexagonCentre(column + right, row + up)) + 0.01);
      }
      expect(own).to.be.at.most(hexagonWidth / Math.sqrt(3) + 0.01);
    });
  });

  it('knows the middle of a hexagon as its own', async () => {
    const places = [
      [0, 0],
      [2, 0],
      [1, 1],
      [-3, 5],
      [4, -6],
    ] as const;
    expect(await placed(places.map(([column, row]) => hexagonCentre(column, row)))).to.deep.equal(places);
  });
});

describe('hexagonCorners(column, row)', () => {
  it('gives six corners, all as far from the middle', () => {
    const corners = hexagonCorners(3, 1);
    expect(corners.length).to.equal(6);
    for (const corner of corners) {
      expect(metres(corner, hexagonCentre(3, 1))).to.be.closeTo(hexagonWidth / Math.sqrt(3), 0.01);
    }
  });

  it('shares two corners with a neighbor', () => {
    const key = ([longitude, latitude]: Place) => `${longitude.toFixed(7)} ${latitude.toFixed(7)}`;
    const own = new Set(hexagonCorners(0, 0).map(key));
    expect(hexagonCorners(1, 1).filter((corner) => own.has(key(corner))).length).to.equal(2);
  });
});
