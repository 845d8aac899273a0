import { timeOfDay, yearOf } from '../days.ts';
import { startIssue } from '../facts/offenses.ts';
import type { Feed, Offense } from '../feed.ts';
import { groupBy, type Row, type Table } from '../table.ts';

const DAY = 86_400_000;
const length = ({ startedAt, endedAt }: Offense): number => (endedAt ?? NaN) - (startedAt ?? NaN);
const isAtMidnight = (time: number | null | undefined): boolean =>
  time !== undefined && time !== null && timeOfDay(time) === 0;
const isUsable = (offense: Offense): boolean => length(offense) > 0 && length(offense) <= DAY;

/** What a field's name applies to. */
const fields: Readonly<Record<string, (offense: Offense) => boolean>> = {
  'precinct unknown': ({ precinct }) => precinct === 'Unknown',
  'beat unknown': ({ beat }) => beat === 'Unknown',
  'neighborhood unknown': ({ neighborhood }) => neighborhood === 'Unknown',
  'location masked': ({ place }) => place.status === 'masked',
  'location missing': ({ place }) => place.status === 'missing',
  'location impossible': ({ place }) => place.status === 'impossible',
  'start missing': ({ startedAt }) => startedAt === undefined,
  'start at midnight': ({ startedAt }) => isAtMidnight(startedAt),
  'start before 2008': (offense) => startIssue(offense) === 'before_2008',
  'start after report': (offense) => startIssue(offense) === 'after_report',
  'end missing': ({ endedAt }) => endedAt === undefined || endedAt === null,
  'end before start': (offense) => length(offense) < 0,
  'span starts or ends at midnight': (offense) =>
    isUsable(offense) && (isAtMidnight(offense.startedAt) || isAtMidnight(offense.endedAt)),
  'span not usable for aoristic hours': (offense) =>
    !isUsable(offense) || isAtMidnight(offense.startedAt) || isAtMidnight(offense.endedAt),
  'not reportable': ({ isReportable }) => !isReportable,
};

export function dataQuality(feed: Feed): Table {
  const years = groupBy(feed.offenses, ({ reportedDay }) =>
    String(reportedDay === undefined ? null : yearOf(reportedDay)),
  );
  const byYear = [...years].flatMap(([year, offenses]) =>
    Object.entries(fields).map(([field, applies]) =>
      shareRow(field, year === 'null' ? null : Number(year), offenses.length, offenses.filter(applies).length),
    ),
  );
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  const records = sum(feed.loads.map((load) => load.records));
  const quarantined = sum(feed.loads.map((load) => load.quarantined));
  const repeated = sum(feed.loads.map(({ records: all, told }) => all - told.size));
  const ofSource = [
    shareRow('record quarantined', null, records + quarantined, quarantined),
    shareRow('row repeats an offense', null, records, repeated),
  ];
  return { key: ['field', 'year'], rows: [...byYear, ...ofSource], decimals: { share: 6 } };
}

const shareRow = (field: string, year: number | null, checked: number, affected: number): Row => ({
  ...{ field, year, checked, affected, share: checked === 0 ? null : affected / checked },
});
