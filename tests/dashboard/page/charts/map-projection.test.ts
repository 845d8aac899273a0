import { expect } from 'chai';
import { boundsOf, closedPath, joined, projection } from '../../../../dashboard/page/charts/map-projection.ts';

const seattle = { west: -122.44, east: -122.24, south: 47.5, north: 47.74 };

describe('projection(bounds, frame)', () => {
  const project = projection(seattle, { x: 10, y: 50, width: 400, height: 700 });

  it('keeps the proportions of the city: a degree of longitude is two thirds of one of latitude', () => {
    const [x, y] = project([-122.34, 47.62]);
    const [east] = project([-122.33, 47.62]);
    const [, north] = project([-122.34, 47.63]);
    expect((east - x) / (y - north)).to.be.closeTo(Math.cos((47.6 * Math.PI) / 180), 0.0001);
  });

  it('holds the bounds within the frame, at its top, north upwards', () => {
    const [west, north] = project([seattle.west, seattle.north]);
    const [east, south] = project([seattle.east, seattle.south]);
    expect([west, 750 - south, 410 - east]).to.satisfy((gaps: number[]) => gaps.every((gap) => gap >= -0.001));
    expect(west - 10).to.be.closeTo(410 - east, 0.001);
    expect(north).to.equal(50);
    expect(north).to.be.lessThan(south);
  });
});

describe('boundsOf(places)', () => {
  it('leaves out the few that lie far away', () => {
    const places = Array.from({ length: 5000 }, (_, index) => ({
      place: [-122.4 + (index % 100) / 1000, 47.5 + Math.floor(index / 100) / 1000] as const,
      offenses: 1,
    }));
    const bounds = boundsOf([...places, { place: [-122.9, 47.05], offenses: 1 }]);
    expect(bounds?.west).to.be.closeTo(-122.4, 0.002);
    expect(bounds?.south).to.be.closeTo(47.5, 0.002);
    expect(bounds?.east).to.be.closeTo(-122.301, 0.002);
  });

  it('knows none without places', () => {
    expect(boundsOf([])).to.equal(undefined);
  });
});

describe('joined(one, other)', () => {
  it('holds both', () => {
    const other = { west: -122.5, east: -122.3, south: 47.6, north: 47.8 };
    expect(joined(seattle, other)).to.deep.equal({ west: -122.5, east: -122.24, south: 47.5, north: 47.8 });
  });
});

describe('closedPath(points)', () => {
  it('is the data of an SVG path', () => {
    expect(
      closedPath([
        [0, 1],
        [2.26, 3],
        [4, 5],
      ]),
    ).to.equal('M0.0,1.0L2.3,3.0L4.0,5.0Z');
  });
});
