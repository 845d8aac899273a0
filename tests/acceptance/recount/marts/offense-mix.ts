import { yearOf } from '../days.ts';
import type { Feed, Offense } from '../feed.ts';
import { groupBy, type Row, type Table } from '../table.ts';
import { offenseTypes } from '../facts/offense-types.ts';

/** What it repeats of the code. */
const COPIED = [
  ...['offense_code', 'offense', 'offense_category', 'offense_sub_category', 'offense_parent_group', 'crime_against'],
  ...['nibrs_group', 'is_reportable'],
];

export function offenseMix(feed: Feed): Table {
  const types = new Map(offenseTypes(feed).rows.map((row) => [row['offense_code'], row]));
  const year = ({ reportedDay }: Offense) => (reportedDay === undefined ? null : yearOf(reportedDay));
  const wholes = groupBy(feed.reportable, (offense) => `${year(offense)}|${offense.precinct}`);
  const parts = groupBy(feed.offenses, (offense) => `${year(offense)}|${offense.precinct}|${offense.code}`);
  const rows = [...parts.values()].map((offenses): Row => {
    const [first] = offenses as readonly [Offense];
    const reportable = offenses.filter(({ isReportable }) => isReportable).length;
    const whole = wholes.get(`${year(first)}|${first.precinct}`)?.length ?? 0;
    const share = whole === 0 ? null : reportable / whole;
    const type = types.get(first.code) ?? {};
    return {
      ...{
        year: year(first),
        precinct: first.precinct,
        ...Object.fromEntries(COPIED.map((name) => [name, type[name] ?? null])),
      },
      ...{ offenses: offenses.length, reportable_offenses: reportable, share },
    };
  });
  return { key: ['year', 'precinct', 'offense_code'], rows, decimals: { share: 6 } };
}
