import type { BigQuery } from '@google-cloud/bigquery';
import { queryRows } from '../warehouse-query.ts';

/** A thing with its offenses and their share of all, 0-1 to six decimals: sums of parts differ in the last bits. */
export interface Ranked {
  readonly name: string;
  readonly offenses: number;
  readonly share: number;
}

/** How many records something applies to. */
export interface Affected {
  readonly field: string;
  readonly affected: number;
  readonly checked: number;
}

/** What one run prints. Offenses are those that headline counts take, unless said. */
export interface Answers {
  readonly overview: {
    readonly isSimulated: boolean;
    readonly asOf: string;
    readonly firstReportedDate: string;
    readonly lastReportedDate: string;
    /** All offenses, those included that headline counts leave out. */
    readonly allOffenses: number;
    readonly offenses: number;
    readonly reports: number;
  };
  readonly topOffenses: readonly Ranked[];
  readonly categories: readonly Ranked[];
  readonly precincts: readonly Ranked[];
  /** Per time basis the busiest hours, `name` being the hour; shares are of the offenses whose hour is known. */
  readonly peakHours: readonly {
    readonly timeBasis: string;
    readonly unknownShare: number;
    readonly hours: readonly Ranked[];
  }[];
  /** Per time basis the weekdays from Monday; shares are of the offenses whose day is known. */
  readonly weekdays: readonly { readonly timeBasis: string; readonly days: readonly Ranked[] }[];
  readonly quality: readonly Affected[];
}

/** Reads the answers from the marts. */
export async function readAnswers(client: BigQuery): Promise<Answers> {
  const rows = (query: string) => queryRows(client, query);
  const [[overview = {}], topOffenses, categories, precincts, hours, weekdays, quality] = await Promise.all([
    rows(overviewQuery),
    rows(rankingQuery('offense', 10)),
    rows(rankingQuery('offense_category', 10)),
    rows(rankingQuery('precinct', 10)),
    rows(hoursQuery),
    rows(weekdaysQuery),
    rows(qualityQuery),
  ]);
  return {
    overview: overview as unknown as Answers['overview'],
    topOffenses: topOffenses as unknown as readonly Ranked[],
    categories: categories as unknown as readonly Ranked[],
    precincts: precincts as unknown as readonly Ranked[],
    peakHours: hours as unknown as Answers['peakHours'],
    weekdays: weekdays as unknown as Answers['weekdays'],
    quality: quality as unknown as readonly Affected[],
  };
}

const overviewQuery = `
select
  any_value(run.is_simulated) as isSimulated,
  any_value(run.as_of) as asOf,
  any_value(run.first_reported_date) as firstReportedDate,
  any_value(run.last_reported_date) as lastReportedDate,
  any_value(run.offenses) as allOffenses,
  sum(mix.reportable_offenses) as offenses,
  (select count(*) from fact.fct_reports) as reports
from mart.mart_offense_mix as mix
cross join fact.dim_run as run`;

function rankingQuery(column: string, rows: number): string {
  return `
select
  ${column} as name,
  sum(reportable_offenses) as offenses,
  round(coalesce(safe_divide(sum(reportable_offenses), sum(sum(reportable_offenses)) over ()), 0), 6) as share
from mart.mart_offense_mix
group by name
having offenses > 0
order by offenses desc, name
limit ${rows}`;
}

const hoursQuery = `
with hours as (
  select time_basis, hour, round(sum(offenses), 3) as offenses
  from mart.mart_peak_hours
  group by time_basis, hour
)
select
  time_basis as timeBasis,
  round(coalesce(safe_divide(sum(if(hour is null, offenses, 0)), sum(offenses)), 0), 6) as unknownShare,
  array_agg(if(hour is null, null, struct(format('%02d', hour) as name, offenses, round(offenses / known, 6) as share))
    ignore nulls order by offenses desc, hour limit 3) as hours
from hours
inner join (
  select time_basis, sum(offenses) as known from hours where hour is not null group by time_basis
) using (time_basis)
where known > 0
group by time_basis
order by if(time_basis = 'reported', 1, if(time_basis = 'started', 2, 3))`;

const weekdaysQuery = `
with days as (
  select time_basis, weekday, weekday_name, sum(offenses) as offenses
  from mart.mart_offenses_by_precinct_hour_weekday
  where weekday is not null
  group by time_basis, weekday, weekday_name
),
shares as (
  select *, round(offenses / sum(offenses) over (partition by time_basis), 6) as share from days
)
select time_basis as timeBasis, array_agg(struct(weekday_name as name, offenses, share) order by weekday) as days
from shares
group by time_basis
order by time_basis`;

const qualityQuery = `
select field, sum(affected) as affected, sum(checked) as checked
from mart.mart_data_quality
group by field
order by field`;
