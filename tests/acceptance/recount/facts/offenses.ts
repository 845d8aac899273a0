import { dateText, hourOf, timeOfDay, timeText } from '../days.ts';
import type { Feed, Offense } from '../feed.ts';
import type { Row, Table } from '../table.ts';

/** Every offense that the feed ever told, by the newest word on it. When it was known is for the tests of versions. */
export function offenses({ everTold }: Feed): Table {
  return { key: ['offense_id'], rows: everTold.map(rowOf), ignored: ['version_number', 'known_from'] };
}

function rowOf(offense: Offense): Row {
  const { place, startedAt, endedAt, reportedAt, present } = offense;
  const isHourKnown = startedAt !== undefined && timeOfDay(startedAt) !== 0;
  const text = (time: number | null | undefined) => (time === undefined || time === null ? null : timeText(time));
  const date = (day: number | undefined) => (day === undefined ? null : dateText(day));
  return {
    ...{ offense_id: offense.offenseId, report_number: offense.reportNumber, offense_code: offense.code },
    ...{ offense: offense.title, nibrs_group: offense.group, crime_against: offense.crimeAgainst },
    ...{ offense_category: offense.category, offense_sub_category: offense.subCategory },
    ...{ precinct: offense.precinct, sector: offense.sector, beat: offense.beat, neighborhood: offense.neighborhood },
    ...{ block_address: offense.blockAddress, reporting_area: present?.reportingArea ?? null },
    ...{ census_block: present?.censusBlock ?? null, shooting_type: present?.shootingType ?? null },
    ...{ is_reportable: offense.isReportable, is_removed: offense.isRemoved },
    ...{ has_location: place.status === 'given', is_location_masked: place.status === 'masked' },
    ...{ location_status: place.status, longitude: place.longitude, latitude: place.latitude },
    ...{ is_hour_known: isHourKnown, start_issue: startIssue(offense) },
    ...{ started_at: text(startedAt), started_date: date(offense.startedDay), ended_at: text(endedAt) },
    started_hour: isHourKnown ? hourOf(startedAt) : null,
    ...{ reported_at: text(reportedAt), reported_date: date(offense.reportedDay) },
    reported_hour: reportedAt === undefined ? null : hourOf(reportedAt),
  };
}

/** What makes a start implausible, if anything does. */
export function startIssue({ startedAt, reportedAt }: Offense): string | null {
  if (startedAt === undefined) return 'missing';
  if (startedAt < Date.UTC(2008, 0, 1)) return 'before_2008';
  return reportedAt !== undefined && startedAt > reportedAt ? 'after_report' : null;
}
