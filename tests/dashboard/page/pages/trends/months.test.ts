import { expect } from 'chai';
import { encodeColumns } from '../../../../../dashboard/columnar.ts';
import { monthsOf, monthsOfCube } from '../../../../../dashboard/page/pages/trends/months.ts';
import { noFilters } from '../../../../../dashboard/page/state/filters.ts';

const monthlyRows = [
  { offense_month: '2026-05-01', offenses: 60, completeness: 1, is_provisional: false },
  { offense_month: '2026-06-01', offenses: 40, completeness: 0.8, is_provisional: true },
].map((row) => ({
  ...row,
  precinct: 'North',
  offense_category: 'PROPERTY CRIME',
  is_complete: true,
  rolling_12_month_offenses: null,
  previous_year_offenses: 37,
  year_on_year_change: 3,
  nowcast_offenses: row.is_provisional ? 50 : null,
  nowcast_low: row.is_provisional ? 45 : null,
  nowcast_high: row.is_provisional ? 55 : null,
}));
const monthly = encodeColumns(Object.keys(monthlyRows[0] ?? {}), monthlyRows);
const cubeRows = [
  { offense_month: '2026-05-01', offense_sub_category: 'BURGLARY', offenses: 6 },
  { offense_month: '2026-06-01', offense_sub_category: 'BURGLARY', offenses: 4 },
  { offense_month: '2026-06-01', offense_sub_category: 'ARSON', offenses: 1 },
].map((row) => ({ ...row, precinct: 'North', neighborhood: 'FREMONT', offense_category: 'PROPERTY CRIME' }));
const cube = encodeColumns(Object.keys(cubeRows[0] ?? {}), cubeRows);

describe('monthsOf(monthly, filters)', () => {
  it('has what is known of the series itself', () => {
    const [, june] = monthsOf(monthly, noFilters);
    expect(june).to.deep.include({ offenses: 40, completeness: 0.8, isProvisional: true });
  });
});

describe('monthsOfCube(cube, monthly, filters)', () => {
  it('counts one offense, and says which months will still rise but not how far, which only larger series tell', () => {
    const months = monthsOfCube(cube, monthly, { ...noFilters, offense: 'BURGLARY' });
    expect(months.map(({ offenses, isProvisional }) => [offenses, isProvisional])).to.deep.equal([
      [6, false],
      [4, true],
    ]);
    for (const { completeness, nowcast, yearChange } of months) {
      expect([completeness, nowcast, yearChange]).to.deep.equal([null, null, null]);
    }
  });
});
