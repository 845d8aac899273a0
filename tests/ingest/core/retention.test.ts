import { expect } from 'chai';
import { oldestKeptDay } from '../../../ingest/core/retention.ts';

const DAY = 86_400_000;

describe('oldestKeptDay(now, retention)', () => {
  it('keeps a day until all of it lies further back', () => {
    const midnight = Date.parse('2026-03-10T00:00:00Z');
    expect(oldestKeptDay(midnight - 1, 3 * DAY)).to.equal('2026-03-06');
    expect(oldestKeptDay(midnight, 3 * DAY)).to.equal('2026-03-07');
    expect(oldestKeptDay(midnight + DAY / 2, DAY / 4)).to.equal('2026-03-10');
  });

  it('keeps all within a span longer than all time', () => {
    expect(oldestKeptDay(Date.parse('2026-03-10T00:00:00Z'), Number.MAX_SAFE_INTEGER)).to.equal('1970-01-01');
  });
});
