import { expect } from 'chai';
import { typeset } from '../../../dashboard/page/format.ts';

describe('typeset(sentence)', () => {
  const cases = [
    ['6 offenses after 14 (-57.1 %).', '6 offenses after 14 (−57.1\u00a0%).'],
    ['between 106 and 135 with 95 % certainty', 'between 106 and 135 with 95\u00a0% certainty'],
    ['from 2026-05-18 to 2026-06-14, of % and - nothing', 'from 2026-05-18 to 2026-06-14, of % and - nothing'],
  ] as const;
  for (const [sentence, expected] of cases) {
    it(`sets ${JSON.stringify(sentence)}`, () => {
      expect(typeset(sentence)).to.equal(expected);
    });
  }
});
