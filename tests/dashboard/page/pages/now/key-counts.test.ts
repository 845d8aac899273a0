import { expect } from 'chai';
import type { PeriodCounts } from '../../../../../dashboard/page/data/period-counts.ts';
import { changeText, sureText } from '../../../../../dashboard/page/pages/now/key-counts.tsx';

const counts: PeriodCounts = {
  ...{ offenses: 90, isComplete: true, isProvisional: true, completeness: 0.9 },
  ...{ nowcast: null, yearChange: -10, yearBefore: 100 },
};

describe('changeText(counts)', () => {
  it('compares at the same age', () => {
    expect(changeText(counts)).to.equal('−10 (−10.0 %) against the same days a year before, at the same age');
  });

  it('gives no change where the ages differ', () => {
    expect(changeText({ ...counts, yearChange: null })).to.equal(
      '100 on the same days a year before, of which all reports are in',
    );
  });

  it('says what is not known', () => {
    expect(changeText({ ...counts, yearChange: null, yearBefore: null })).to.equal('A year before is not known.');
  });
});

describe('sureText(counts)', () => {
  it('says that reports may come where it cannot be told how many', () => {
    expect(sureText({ ...counts, completeness: null })).to.match(/^Reports of the newest days may still come in/);
  });

  it('says how much is known where that can be told', () => {
    expect(sureText(counts)).to.match(/^About 90\.0 % of what will be known/);
  });

  it('says when nothing is to come', () => {
    expect(sureText({ ...counts, isProvisional: false })).to.equal('Hardly any report is still to come.');
  });
});
