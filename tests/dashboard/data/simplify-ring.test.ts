import { expect } from 'chai';
import type { Ring } from '../../../dashboard/data/boundaries.ts';
import { simplifiedRing } from '../../../dashboard/data/simplify-ring.ts';

describe('simplifiedRing(ring)', () => {
  it('leaves out points that lie on the line between others, and keeps corners', () => {
    const ring: Ring = [
      [-122.4, 47.6],
      [-122.35, 47.6],
      [-122.3, 47.60005],
      [-122.25, 47.6],
      [-122.25, 47.7],
      [-122.4, 47.7],
      [-122.4, 47.6],
    ];
    expect(simplifiedRing(ring)).to.deep.equal([ring[0], ring[3], ring[4], ring[5], ring[6]]);
  });

  it('stays closed, and rounds to four decimals', () => {
    const circle: Ring = Array.from({ length: 361 }, (_, degree) => [
      -122.3 + 0.02 * Math.cos((degree * Math.PI) / 180),
      47.6 + 0.02 * Math.sin((degree * Math.PI) / 180),
    ]);
    const simple = simplifiedRing(circle);
    expect(simple.length).to.be.within(20, 90);
    expect(simple[0]).to.deep.equal(simple.at(-1));
    for (const [longitude, latitude] of simple) {
      expect(longitude).to.equal(Number(longitude.toFixed(4)));
      expect(Math.hypot(longitude + 122.3, latitude - 47.6)).to.be.closeTo(0.02, 0.0003);
    }
  });

  it('keeps a triangle', () => {
    const triangle: Ring = [
      [-122.4, 47.6],
      [-122.3, 47.6],
      [-122.3, 47.7],
      [-122.4, 47.6],
    ];
    expect(simplifiedRing(triangle)).to.deep.equal(triangle);
  });
});
