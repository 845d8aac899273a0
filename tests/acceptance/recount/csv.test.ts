import { expect } from 'chai';
import { csvRecords, feedTime } from './csv.ts';

describe('csvRecords(text)', () => {
  it('reads quoted commas, quotes and line ends', () => {
    expect(csvRecords('a,b\r\n"1, ""x""\ny",2\n')).to.deep.equal([{ a: '1, "x"\ny', b: '2' }]);
  });
});

describe('feedTime(text)', () => {
  it('reads the three formats of the feed as one time', () => {
    const expected = Date.UTC(2015, 5, 8, 0, 39);
    expect(feedTime('06/08/2015 12:39:00 AM')).to.equal(expected);
    expect(feedTime('2015 Jun 08 12:39:00 AM')).to.equal(expected);
    expect(feedTime('2015-06-08T00:39:00.000')).to.equal(expected);
  });

  it('knows noon from midnight', () => {
    expect(feedTime('06/08/2015 12:00:00 PM')).to.equal(Date.UTC(2015, 5, 8, 12));
  });
});
