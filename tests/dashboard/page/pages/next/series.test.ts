import { expect } from 'chai';
import {
  chosenWeeks,
  seriesName,
  whyNone,
  type ForecastWeek,
} from '../../../../../dashboard/page/pages/next/series.ts';
import { noFilters } from '../../../../../dashboard/page/state/filters.ts';

const week = (precinct: string, category: string, part: Partial<ForecastWeek> = {}): ForecastWeek => ({
  series: `${precinct}/${category}`,
  series_kind: 'city',
  precinct_or_all: precinct,
  category_or_all: category,
  origin_week_start: '2026-06-22',
  target_week_start: '2026-06-29',
  horizon_weeks: 1,
  status: 'forecast',
  mean_offenses: 118.2,
  forecast: 120,
  lower_80: 111,
  upper_80: 129,
  lower_95: 105,
  upper_95: 135,
  ...part,
});
const weeks = [
  week('All', 'All'),
  week('North', 'All'),
  week('All', 'PROPERTY CRIME'),
  week('North', 'PROPERTY CRIME'),
];

describe('chosenWeeks(weeks, filters)', () => {
  const cases = [
    [{}, 'All/All'],
    [{ precinct: 'North' }, 'North/All'],
    [{ category: 'PROPERTY CRIME' }, 'All/PROPERTY CRIME'],
    [{ precinct: 'North', category: 'PROPERTY CRIME' }, 'North/PROPERTY CRIME'],
  ] as const;
  for (const [filters, series] of cases) {
    it(`takes ${series} for ${JSON.stringify(filters)}`, () => {
      expect(chosenWeeks(weeks, { ...noFilters, ...filters }).map((one) => one.series)).to.deep.equal([series]);
    });
  }

  it('takes none for a precinct that has no series', () => {
    expect(chosenWeeks(weeks, { ...noFilters, precinct: 'East' })).to.deep.equal([]);
  });
});

describe('whyNone(weeks)', () => {
  it('says nothing where there is a forecast', () => {
    expect(whyNone(weeks)).to.equal(undefined);
  });

  it('says in words that a series is too small, with its mean', () => {
    const small = week('South', 'All', { status: 'mean below 20', mean_offenses: 16.7115, forecast: null });
    expect(whyNone([small])).to.equal(
      'No point forecast: with fewer than 20 offenses a week (16.7 a week over the last year), chance is most of what a forecast would say.',
    );
  });

  it('says that there is no such series', () => {
    expect(whyNone([])).to.include('no point forecast');
  });
});

describe('seriesName(filters)', () => {
  it('names what is forecast', () => {
    expect(seriesName({ precinct: null, category: null })).to.equal('The city');
    expect(seriesName({ precinct: 'North', category: null })).to.equal('North precinct');
    expect(seriesName({ precinct: 'North', category: 'PROPERTY CRIME' })).to.equal('Property crime, North precinct');
  });
});
