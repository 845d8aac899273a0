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

/** A row of `mart.mart_findings`; the columns of that mart say what each means. */
export interface Finding {
  readonly finding: string;
  readonly sentence: string;
  readonly subject: string | null;
  readonly value: number | null;
  readonly unit: string;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly comparison: number | null;
  readonly lower80: number | null;
  readonly upper80: number | null;
  readonly lower95: number | null;
  readonly upper95: number | null;
  readonly periodStart: string | null;
  readonly periodEnd: string | null;
  readonly caveat: string;
  readonly isSimulated: boolean;
}

/** A check of `mart_quality_checks` that found more than it allows. */
export interface QualityWarning {
  readonly checkName: string;
  readonly severity: string;
  readonly findings: number;
  readonly meaning: string;
  readonly whatToDo: string;
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
  /** The rows of `mart.mart_findings`, in their order. */
  readonly findings: readonly Finding[];
  readonly topOffenses: readonly Ranked[];
  readonly categories: readonly Ranked[];
  readonly precincts: readonly Ranked[];
  readonly quality: readonly Affected[];
  readonly warnings: readonly QualityWarning[];
}

/** Reads the answers from the marts. */
export async function readAnswers(client: BigQuery): Promise<Answers> {
  const rows = (query: string) => queryRows(client, query);
  const [[overview = {}], findings, topOffenses, categories, precincts, quality, warnings] = await Promise.all([
    rows(overviewQuery),
    rows(findingsQuery),
    rows(rankingQuery('offense', 10)),
    rows(rankingQuery('offense_category', 10)),
    rows(rankingQuery('precinct', 10)),
    rows(qualityQuery),
    rows(warningsQuery),
  ]);
  return {
    overview: overview as unknown as Answers['overview'],
    findings: findings as unknown as readonly Finding[],
    topOffenses: topOffenses as unknown as readonly Ranked[],
    categories: categories as unknown as readonly Ranked[],
    precincts: precincts as unknown as readonly Ranked[],
    quality: quality as unknown as readonly Affected[],
    warnings: warnings as unknown as readonly QualityWarning[],
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
  (select countif(reportable_offenses > 0) from fact.fct_reports) as reports
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

const findingsQuery = `
select
  finding, sentence, subject, value, unit, numerator, denominator, comparison,
  lower_80 as lower80, upper_80 as upper80, lower_95 as lower95, upper_95 as upper95,
  period_start as periodStart, period_end as periodEnd, caveat, is_simulated as isSimulated
from mart.mart_findings
order by position`;

const qualityQuery = `
select field, sum(affected) as affected, sum(checked) as checked
from mart.mart_data_quality
group by field
order by field`;

const warningsQuery = `
select check_name as checkName, severity, findings, meaning, what_to_do as whatToDo
from mart.mart_quality_checks
where is_finding
order by severity desc, check_name`;
