import { dateText, monthStart, range, weekdayName, weekdayOf, yearOf } from '../days.ts';
import type { Feed } from '../feed.ts';
import type { Row, Table } from '../table.ts';

/** Every day from 2008 to the end of the year after the span. */
export function dates({ spanEnd }: Feed): Table {
  const last = monthStart((yearOf(spanEnd) + 2) * 12) - 1;
  const names = new Map(range(2008, yearOf(last) + 1).flatMap((year) => [...holidaysOf(year)]));
  const observed = observedDays(names);
  const rows = range(monthStart(2008 * 12), last).map((day): Row => {
    const date = new Date(day * 86_400_000);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    const holiday = names.get(day) ?? null;
    const closed = observed.get(day) ?? null;
    return {
      ...{ calendar_date: dateText(day), year, quarter: Math.floor(month / 3) + 1, month: month + 1 },
      ...{ month_start: dateText(monthStart(year * 12 + month)), day_of_month: date.getUTCDate() },
      ...{ day_of_year: day - monthStart(year * 12) + 1, week_start: dateText(day - weekdayOf(day) + 1) },
      ...isoWeek(day),
      ...{ weekday: weekdayOf(day), weekday_name: weekdayName(day), is_weekend: weekdayOf(day) > 5 },
      ...{ holiday_name: holiday, is_holiday: holiday !== null },
      ...{ observed_holiday_name: closed, is_observed_holiday: closed !== null },
    };
  });
  return { key: ['calendar_date'], rows };
}

/** A week belongs to the year of its Thursday. */
function isoWeek(day: number): Row {
  const thursday = day - weekdayOf(day) + 4;
  const year = yearOf(thursday);
  return { iso_week: Math.floor((thursday - monthStart(year * 12)) / 7) + 1, iso_year: year };
}

/** Holidays of the United States and of Washington State, by day. */
function holidaysOf(year: number): ReadonlyMap<number, string> {
  const on = (month: number, day: number) => monthStart(year * 12 + month - 1) + day - 1;
  const nth = (count: number, weekday: number, month: number) => {
    const first = on(month, 1);
    return first + ((weekday - weekdayOf(first) + 7) % 7) + 7 * (count - 1);
  };
  const lastMonday = (month: number) => {
    const last = on(month + 1, 1) - 1;
    return last - weekdayOf(last) + 1;
  };
  const [monday, thursday] = [1, 4];
  return new Map([
    [on(1, 1), "New Year's Day"],
    [nth(3, monday, 1), 'Martin Luther King Jr. Day'],
    [nth(3, monday, 2), "Presidents' Day"],
    [lastMonday(5), 'Memorial Day'],
    ...(year >= 2021 ? [[on(6, 19), 'Juneteenth'] as const] : []),
    [on(7, 4), 'Independence Day'],
    [nth(1, monday, 9), 'Labor Day'],
    [nth(2, monday, 10), 'Columbus Day'],
    [on(11, 11), 'Veterans Day'],
    [nth(4, thursday, 11), 'Thanksgiving Day'],
    [nth(4, thursday, 11) + 1, 'Native American Heritage Day'],
    [on(12, 25), 'Christmas Day'],
  ]);
}

/** The Friday before a holiday on a Saturday, the Monday after one on a Sunday. */
function observedDays(names: ReadonlyMap<number, string>): ReadonlyMap<number, string> {
  const shift = (day: number) => (weekdayOf(day) === 6 ? -1 : weekdayOf(day) === 7 ? 1 : 0);
  return new Map([...names].map(([day, name]) => [day + shift(day), name]));
}
