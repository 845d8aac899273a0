import { expect } from 'chai';
import { lastDays, type RecentDay } from '../../../../../dashboard/page/pages/now/recent-days.ts';

const day = (date: string, offenses: number): RecentDay => ({
  date,
  offenses,
  isComplete: true,
  isProvisional: false,
  completeness: 1,
  nowcast: null,
  yearChange: 1,
  yearBefore: offenses - 1,
});

describe('lastDays(days, span)', () => {
  it('adds up the newest days', () => {
    const days = [day('2026-06-27', 9), day('2026-06-28', 4), day('2026-06-29', 0)];
    expect(lastDays(days, 2)).to.include({ offenses: 4, yearChange: 2 });
  });

  it('knows nothing where there is no day', () => {
    expect(lastDays([], 7)).to.equal(null);
  });
});
