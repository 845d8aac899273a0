import { expect } from 'chai';
import { seattleInstant, seattleWallClock } from '../../../ingest/core/seattle-time.ts';

const instantOf = (wallClock: string): string => new Date(seattleInstant(Date.parse(`${wallClock}Z`))).toISOString();

describe('seattleInstant(wallClock)', () => {
  it('follows winter and summer time', () => {
    expect(instantOf('2026-01-15T12:00:00')).to.equal('2026-01-15T20:00:00.000Z');
    expect(instantOf('2026-07-15T12:00:00')).to.equal('2026-07-15T19:00:00.000Z');
  });

  it('means the second of the hour that comes twice', () => {
    expect(instantOf('2024-11-03T01:30:00')).to.equal('2024-11-03T09:30:00.000Z');
    expect(instantOf('2024-11-03T00:59:59')).to.equal('2024-11-03T07:59:59.000Z');
  });

  it('reads the skipped hour as the one after it', () => {
    expect(instantOf('2024-03-10T02:30:00')).to.equal('2024-03-10T10:30:00.000Z');
    expect(instantOf('2024-03-10T03:00:00')).to.equal('2024-03-10T10:00:00.000Z');
  });

  it('is undone by seattleWallClock where the hour comes once', () => {
    for (const text of ['2008-06-01T00:00:00Z', '2026-12-31T23:59:59Z']) {
      expect(seattleWallClock(seattleInstant(Date.parse(text)))).to.equal(Date.parse(text));
    }
  });
});
