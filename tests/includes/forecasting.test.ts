import { expect } from 'chai';
import { Evaluator } from './evaluate.ts';
import { loadInclude } from './load-include.ts';

const forecasting = loadInclude('forecasting') as {
  readonly weekNumber: (weekStart: string) => string;
  readonly weekStart: (weekNumber: string) => string;
  readonly yearAngle: (weekNumber: string) => string;
  readonly trendSteps: (horizon: string) => string;
  readonly errorQuantile: (errors: string, tail: number, isUpper: boolean) => string;
};

describe('includes/forecasting', () => {
  let evaluator: Evaluator;

  before(async () => {
    evaluator = await Evaluator.open();
  });

  const evaluate = async (expression: string): Promise<string | null | undefined> => {
    const [[value] = []] = await evaluator.rows(`SELECT ${expression}`);
    return value;
  };

  it('numbers Mondays without a gap, across years of 53 weeks', async () => {
    expect(await evaluate(forecasting.weekNumber(`DATE '1970-01-05'`))).to.equal('0');
    expect(await evaluate(forecasting.weekNumber(`DATE '2020-12-28'`))).to.equal('2660');
    expect(await evaluate(forecasting.weekNumber(`DATE '2021-01-04'`))).to.equal('2661');
  });

  it('finds the Monday of a number', async () => {
    expect(await evaluate(forecasting.weekStart('2600 + 60'))).to.equal('2020-12-28');
  });

  it('turns a full angle in 400 years of the calendar, 400 times', async () => {
    const [start, end] = [await evaluate(forecasting.yearAngle('0')), await evaluate(forecasting.yearAngle('20871'))];
    expect((Number(end) - Number(start)) / (2 * Math.PI)).to.be.closeTo(400, 1e-9);
  });

  it('lets a trend fade by a tenth with each week', async () => {
    expect(Number(await evaluate(forecasting.trendSteps('1')))).to.be.closeTo(0.9, 1e-12);
    expect(Number(await evaluate(forecasting.trendSteps('3')))).to.be.closeTo(0.9 + 0.81 + 0.729, 1e-12);
  });

  it('takes the errors that leave the wanted part outside, and never more', async () => {
    const errors = 'GENERATE_ARRAY(1, 156)';
    expect(await evaluate(forecasting.errorQuantile(errors, 0.1, false))).to.equal('15');
    expect(await evaluate(forecasting.errorQuantile(errors, 0.1, true))).to.equal('142');
    expect(await evaluate(forecasting.errorQuantile(errors, 0.025, false))).to.equal('3');
    expect(await evaluate(forecasting.errorQuantile(errors, 0.025, true))).to.equal('154');
  });

  it('takes the outermost errors where there are few', async () => {
    expect(await evaluate(forecasting.errorQuantile('[7, 8, 9]', 0.025, false))).to.equal('7');
    expect(await evaluate(forecasting.errorQuantile('[7, 8, 9]', 0.025, true))).to.equal('9');
  });
});
