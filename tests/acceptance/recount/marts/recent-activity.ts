import { dateText, range, weekdayName, weekdayOf } from '../days.ts';
import { BASES, dayOn, type Feed } from '../feed.ts';
import { offenseTypes } from '../facts/offense-types.ts';
import { reportDaysOf } from '../facts/report-maturity.ts';
import { nowcastColumns } from '../maturity/nowcast.ts';
import { maturingOf } from '../maturity/periods.ts';
import { PRECINCTS } from '../reference.ts';
import { groupBy, type Table } from '../table.ts';

/** Every precinct and every code that headline counts take, on each of the seven days that end with today. */
export function recentActivity(feed: Feed): Table {
  const maturing = maturingOf(feed);
  const types = offenseTypes(feed).rows.filter((row) => row['is_reportable']);
  const days = range(feed.asOf - 6, feed.asOf);
  const rows = BASES.flatMap((basis) => {
    const found = groupBy(feed.reportable, (offense) => `${offense.precinct}|${offense.code}|${dayOn(offense, basis)}`);
    return types.flatMap(({ offense_code, offense, offense_category }) =>
      days.flatMap((day) => {
        const maturity = basis === 'started' ? maturing.of(String(offense_category), day, day) : undefined;
        const isAwaited = basis === 'reported' && feed.asOf - day < reportDaysOf(feed).days;
        const young = { kind: 'day' as const, category: String(offense_category), age: feed.asOf - day };
        return PRECINCTS.map((precinct) => {
          const offenses = found.get(`${precinct}|${offense_code}|${day}`) ?? [];
          const known = maturing.knownOf(offenses);
          return {
            ...{ time_basis: basis, precinct, offense_code: offense_code ?? null, offense: offense ?? null },
            ...{ offense_category: offense_category ?? null, offense_date: dateText(day) },
            ...{ weekday: weekdayOf(day), weekday_name: weekdayName(day), offenses: offenses.length },
            completeness: maturity ? maturity.completeness : isAwaited ? null : 1,
            is_provisional: maturity ? maturity.isProvisional : isAwaited,
            ...nowcastColumns(feed, maturity, { ...young, known, told: offenses.length }),
          };
        });
      }),
    );
  });
  const key = ['time_basis', 'precinct', 'offense_code', 'offense_date'];
  return { key, rows, decimals: { nowcast_offenses: 2 } };
}
