/** A statement that means the same in GoogleSQL and in DuckDB. */
export interface BenchStatement {
  readonly name: string;
  readonly sql: string;
}

/** Runs of each statement; the middle one counts. */
export const repeats = 7;

/** A trivial job, then questions as an analyst asks them. */
export const statements: readonly BenchStatement[] = [
  { name: 'trivial', sql: 'select 1 as one' },
  {
    name: 'count by precinct and hour',
    sql: `select precinct, reported_hour, count(*) as offenses from fact.fct_offenses
      group by precinct, reported_hour order by offenses desc, precinct, reported_hour limit 50`,
  },
  {
    name: 'join of reports and offenses',
    sql: `select offenses.precinct, count(*) as offense_count, max(reports.reported_date) as newest
      from fact.fct_offenses as offenses
      inner join fact.fct_reports as reports on offenses.report_number = reports.report_number
      group by offenses.precinct order by offenses.precinct`,
  },
  {
    name: 'busiest days by window',
    sql: `with days as (
        select precinct, reported_date, count(*) as offenses from fact.fct_offenses group by precinct, reported_date
      ), ranked as (
        select *, row_number() over (partition by precinct order by offenses desc, reported_date) as place from days
      )
      select * from ranked where place <= 3 order by precinct, place`,
  },
];

const commonTable = (index: number): string => `part_${index} as (
  select precinct, offense_category, countif(is_reportable and reported_hour >= ${index}) as late, count(*) as offenses,
    round(100 * avg(case when is_hour_known then 1 else 0 end), 2) as known_percent
  from fact.fct_offenses where reported_date >= date '2024-01-01' group by precinct, offense_category)`;

/** A query of about so many thousands of bytes. */
export function statementOfKilobytes(kilobytes: number): string {
  const parts = Array.from({ length: kilobytes * 3 }, (_, index) => index);
  const queries = parts.map((index) => `select * from part_${index} where offenses > late`);
  return `with ${parts.map(commonTable).join(', ')}\n${queries.join('\nunion all ')}`;
}

/** A query of calls and conditions so many levels deep. */
export function nestedStatement(levels: number): string {
  const around = (inner: string): string => `concat(upper(substr(trim(${inner}), 1, 9)), lpad('x', 3, '-'))`;
  let text = 'precinct';
  for (let level = 0; level < levels; level += 1) text = around(text);
  return `select ${text} as nested from fact.fct_offenses`;
}
