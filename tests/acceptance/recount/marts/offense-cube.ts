import { dateText, monthOf, monthStart } from '../days.ts';
import { BASES, dayOn, type Feed } from '../feed.ts';
import { countRows, type Table } from '../table.ts';

/** Months outside the span share the one that is not known. */
export function offenseCube({ reportable, spanStart, spanEnd }: Feed): Table {
  const monthText = (day: number | undefined) => {
    const month = day === undefined ? NaN : monthOf(day);
    return month >= monthOf(spanStart) && month <= monthOf(spanEnd) ? dateText(monthStart(month)) : null;
  };
  const rows = BASES.flatMap((basis) =>
    reportable.map((offense) => ({
      time_basis: basis,
      offense_month: monthText(dayOn(offense, basis)),
      precinct: offense.precinct,
      neighborhood: offense.neighborhood,
      offense_category: offense.category,
      offense_sub_category: offense.subCategory ?? 'Unknown',
    })),
  );
  return {
    key: ['time_basis', 'offense_month', 'precinct', 'neighborhood', 'offense_category', 'offense_sub_category'],
    rows: countRows(rows),
  };
}
