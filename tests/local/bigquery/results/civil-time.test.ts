import { expect } from 'chai';
import { dateText, datetimeText, intervalText, timeText } from '../../../../local/bigquery/results/civil-time.ts';

const microsOf = (text: string) => BigInt(Date.parse(text)) * 1000n;

describe('dateText(days)', () => {
  for (const text of [
    '0001-01-01',
    '1600-02-29',
    '1969-12-31',
    '1970-01-01',
    '2000-02-29',
    '2100-02-28',
    '9999-12-31',
  ]) {
    it(`writes ${text}`, () => {
      expect(dateText(Date.parse(`${text}T00:00:00Z`) / 86_400_000)).to.equal(text);
    });
  }
});

describe('datetimeText(micros)', () => {
  it('writes six digits of a fraction, or none', () => {
    expect(datetimeText(microsOf('2024-02-29T23:59:59Z') + 5n)).to.equal('2024-02-29T23:59:59.000005');
    expect(datetimeText(microsOf('1969-12-31T23:00:00Z'))).to.equal('1969-12-31T23:00:00');
  });
});

describe('timeText(micros)', () => {
  it('writes the last microsecond of a day', () => {
    expect(timeText(86_399_999_999n)).to.equal('23:59:59.999999');
  });
});

describe('intervalText(months, days, micros)', () => {
  it('gives each of the three parts its own sign', () => {
    expect(intervalText(14, -3, 3_723_500_000n)).to.equal('1-2 -3 1:2:3.500');
    expect(intervalText(-14, 3, -1n)).to.equal('-1-2 3 -0:0:0.000001');
  });
});
