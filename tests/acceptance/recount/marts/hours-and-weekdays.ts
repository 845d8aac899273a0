import { hourOf, timeOfDay, weekdayName, weekdayOf, yearOf } from '../days.ts';
import { BASES, dayOn, type Feed, timeOn } from '../feed.ts';
import { countRows, type Table } from '../table.ts';

/** A start at exactly midnight has no hour. */
export function hoursAndWeekdays({ reportable }: Feed): Table {
  const rows = BASES.flatMap((basis) =>
    reportable.map((offense) => {
      const [day, time] = [dayOn(offense, basis), timeOn(offense, basis)];
      const isHourKnown = time !== undefined && (basis === 'reported' || timeOfDay(time) !== 0);
      return {
        ...{ time_basis: basis, year: day === undefined ? null : yearOf(day) },
        ...{ precinct: offense.precinct, offense_category: offense.category },
        ...{ hour: isHourKnown ? hourOf(time) : null, is_hour_known: isHourKnown },
        weekday: day === undefined ? null : weekdayOf(day),
        weekday_name: day === undefined ? null : weekdayName(day),
      };
    }),
  );
  return {
    key: ['time_basis', 'year', 'precinct', 'offense_category', 'hour', 'weekday'],
    rows: countRows(rows),
  };
}
