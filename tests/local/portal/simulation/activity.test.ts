import { expect } from 'chai';
import { offensesPerDay, shareOut } from '../../../../local/portal/simulation/activity.ts';
import { dayOfIsoDate } from '../../../../local/portal/simulation/calendar.ts';
import { Random } from '../../../../local/portal/simulation/random.ts';
import { Schedule } from '../../../../local/portal/simulation/schedule.ts';

describe('shareOut(total, weights)', () => {
  it('gives whole numbers in proportion that add up to the total', () => {
    expect(shareOut(10, [1, 1, 1])).to.deep.equal([3, 4, 3]);
    expect(shareOut(3, [0, 2, 1])).to.deep.equal([0, 2, 1]);
  });
});

describe('offensesPerDay(random, firstDay, lastDay, rows)', () => {
  const first = dayOfIsoDate('2018-01-01');
  const perDay = offensesPerDay(new Random(1), first, dayOfIsoDate('2025-12-31'), 600_000);
  const sum = (from: string, to: string): number =>
    perDay.slice(dayOfIsoDate(from) - first, dayOfIsoDate(to) - first + 1).reduce((total, count) => total + count, 0);

  it('shares out exactly the rows asked for', () => {
    expect(sum('2018-01-01', '2025-12-31')).to.equal(600_000);
  });

  it('follows the trend of the years and the season', () => {
    expect(sum('2018-01-01', '2018-12-31')).to.be.greaterThan(1.2 * sum('2025-01-01', '2025-12-31'));
    expect(sum('2023-07-01', '2023-07-31')).to.be.greaterThan(1.05 * sum('2023-01-01', '2023-01-31'));
  });
});

describe('Schedule(items, roundLength)', () => {
  it('brings each item once a round', () => {
    const schedule = new Schedule(['a', 'b'], 5);
    const turns = Array.from({ length: 10 }, () => schedule.next());

    expect(turns.filter((item) => item !== undefined)).to.deep.equal(['a', 'b', 'a', 'b']);
  });
});
