import { dateText, dayOf, timeText } from '../days.ts';
import type { Feed, Offense } from '../feed.ts';
import { codes } from '../reference.ts';
import { groupBy, type Row, type Table } from '../table.ts';

export function reports({ offenses }: Feed): Table {
  const numbered = offenses.filter(({ reportNumber }) => reportNumber !== null);
  return {
    key: ['report_number'],
    rows: [...groupBy(numbered, ({ reportNumber }) => String(reportNumber)).values()].map(reportOf),
  };
}

function reportOf(offenses: readonly Offense[]): Row {
  const seriousness = ({ code }: Offense) => codes.get(code)?.seriousness ?? Infinity;
  const [worst] = [...offenses].sort(
    (a, b) => Math.sign(seriousness(a) - seriousness(b)) || Number(a.offenseId) - Number(b.offenseId),
  ) as [Offense];
  const earliest = (times: readonly (number | undefined)[]) => {
    const told = times.filter((time) => time !== undefined);
    return told.length === 0 ? undefined : Math.min(...told);
  };
  const [started, reported] = [
    earliest(offenses.map((one) => one.startedAt)),
    earliest(offenses.map((one) => one.reportedAt)),
  ];
  return {
    ...{ report_number: worst.reportNumber, offense_id: worst.offenseId, offense_code: worst.code },
    ...{ offense: worst.title, offense_category: worst.category, precinct: worst.precinct },
    ...{ is_reportable: worst.isReportable, offenses: offenses.length },
    reportable_offenses: offenses.filter(({ isReportable }) => isReportable).length,
    started_at: started === undefined ? null : timeText(started),
    reported_at: reported === undefined ? null : timeText(reported),
    reported_date: reported === undefined ? null : dateText(dayOf(reported)),
  };
}
