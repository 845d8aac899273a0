import { expect } from 'chai';
import {
  dayOfIsoDate,
  isoDateOfDay,
  isoFormat,
  namedMonthFormat,
  slashedFormat,
  weekdayOfDay,
} from '../../../../local/portal/simulation/calendar.ts';

describe('calendar', () => {
  const midnight = { day: dayOfIsoDate('1900-01-01'), second: 0 };
  const afternoon = { day: dayOfIsoDate('2015-06-08'), second: 13 * 3600 + 39 * 60 + 5 };

  it('turns dates into day numbers and back, before 1970 too', () => {
    expect(isoDateOfDay(dayOfIsoDate('1934-11-03'))).to.equal('1934-11-03');
    expect(dayOfIsoDate('1970-01-02')).to.equal(1);
  });

  it('knows weekdays, Sunday being 0', () => {
    expect(weekdayOfDay(dayOfIsoDate('2026-11-22'))).to.equal(0);
    expect(weekdayOfDay(dayOfIsoDate('1900-01-01'))).to.equal(1);
  });

  it('writes the three formats of the feed', () => {
    expect([slashedFormat(), namedMonthFormat(), isoFormat()].map((format) => format(afternoon))).to.deep.equal([
      '06/08/2015 01:39:05 PM',
      '2015 Jun 08 01:39:05 PM',
      '2015-06-08T13:39:05.000',
    ]);
  });

  it('writes midnight as twelve', () => {
    expect(slashedFormat()(midnight)).to.equal('01/01/1900 12:00:00 AM');
  });

  it('refuses what is no date', () => {
    expect(() => dayOfIsoDate('2025-02-30T00')).to.throw(RangeError);
    expect(() => dayOfIsoDate('2025-13-01')).to.throw(RangeError);
  });
});
