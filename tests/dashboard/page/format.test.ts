import { expect } from 'chai';
import { typeset, wholePercents } from '../../../dashboard/page/format.ts';

describe('typeset(sentence)', () => {
  const cases = [
    ['6 offenses after 14 (-57.1 %).', '6 offenses after 14 (−57.1\u00a0%).'],
    ['between 106 and 135 with 95 % certainty', 'between 106 and 135 with 95\u00a0% certainty'],
    ['from 2026-05-18 to 2026-06-14, of % and - nothing', 'from 18 May 2026 to 14 Jun 2026, of % and - nothing'],
  ] as const;
  for (const [sentence, expected] of cases) {
    it(`sets ${JSON.stringify(sentence)}`, () => {
      expect(typeset(sentence)).to.equal(expected);
    });
  }
});

describe('wholePercents(share)', () => {
  it('rounds down what lies between whole percents, and nothing else', () => {
    const shares = Array.from({ length: 101 }, (_, percent) => percent / 100);
    expect(shares.map(wholePercents)).to.deep.equal(shares.map((_, percent) => percent));
    expect([0.2899, 0.29999, 0.9999999].map(wholePercents)).to.deep.equal([28, 29, 99]);
  });
});
