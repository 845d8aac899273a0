import { VALID_KEY, quotePath, quoteText } from './convert-sql.ts';

/** The columns of all keys. */
const COLUMNS = ['socrata_id', 'offense_id', 'socrata_created_at', 'socrata_updated_at'];
/** The same with the time of the report, which keys of older loads lack. */
const DATED_COLUMNS = [...COLUMNS, 'reported_at'];
const PARQUET = '(format parquet, compression snappy, row_group_size 16384)';

/** Rows of keys in Parquet files, parts among them; none where there is no file. */
export const keysOf = (files: readonly string[]): string => columnsOf(files, COLUMNS);

/** The same with the time of the report, as text; empty or null where there is none. */
export const datedKeysOf = (files: readonly string[]): string => columnsOf(files, DATED_COLUMNS);

function columnsOf(files: readonly string[], columns: readonly string[]): string {
  if (files.length === 0) return `(select ${columns.map((name) => `null::varchar as ${name}`).join(', ')} where false)`;
  const list = files.map(quotePath).join(', ');
  return `(select ${columns.join(', ')} from read_parquet([${list}], hive_partitioning = false, union_by_name = true))`;
}

const at = (column: string): string => `try_cast(${column} as timestamptz)`;
const moment = (text: string): string => `cast(${quoteText(text)} as timestamptz)`;
/** Rows created up to a moment. */
export const isCreatedUntil = (until: string): string => `${at('socrata_created_at')} <= ${moment(until)}`;
/** Rows created after a moment. */
export const isCreatedAfter = (after: string): string => `${at('socrata_created_at')} > ${moment(after)}`;

/** Number of distinct rows, those of them created after a moment, and those of the unsettled keys that are among them. */
export const heldRowsSql = (files: readonly string[], createdAfter: string, unsettled: readonly string[]): string => `
  select
    count(distinct socrata_id),
    count(distinct socrata_id) filter (where ${isCreatedAfter(createdAfter)}),
    (select count(*) from ${keysOf(unsettled)}),
    (select count(*) from ${keysOf(unsettled)} where socrata_id in (select socrata_id from ${keysOf(files)}))
  from ${keysOf(files)}`;

/** Rows that come again. */
export const repeatedRowsSql = (files: readonly string[]): string =>
  `select count(*) - count(distinct socrata_id) from ${keysOf(files)}`;

/** The newest change of all, and the identifier of its row. */
export const watermarkSql = (files: readonly string[]): string => `
  select socrata_updated_at, socrata_id
  from ${keysOf(files)}
  where socrata_updated_at is not null
  order by ${at('socrata_updated_at')} desc, socrata_id desc
  limit 1`;

/** Writes the keys of rows created after a moment, each once. */
export const writeUnsettledSql = (files: readonly string[], createdAfter: string, path: string): string => `
  copy (
    select socrata_id, max(offense_id) as offense_id, max(socrata_created_at) as socrata_created_at,
      max(socrata_updated_at) as socrata_updated_at
    from ${keysOf(files)}
    where ${isCreatedAfter(createdAfter)}
    group by socrata_id
  ) to ${quoteText(path)} ${PARQUET}`;

/** API names of the columns that the keys need beside the system fields. */
export interface KeyFields {
  readonly offenseField: string;
  readonly reportField: string;
}

/** Writes pages of keys (JSON arrays) as Parquet. */
export const writeListingSql = (
  pages: readonly string[],
  { offenseField, reportField }: KeyFields,
  path: string,
): string => {
  const names = [':id', offenseField, ':created_at', ':updated_at', reportField];
  const types = names.map((name) => `${quoteText(name)}: 'VARCHAR'`).join(', ');
  const columns = names.map((name, index) => `"${name}" as ${DATED_COLUMNS[index] ?? ''}`).join(', ');
  const source = `read_json([${pages.map(quotePath).join(', ')}], format = 'array', columns = {${types}}, maximum_object_size = 1048576)`;
  return `copy (select ${columns} from ${source}) to ${quoteText(path)} ${PARQUET}`;
};

/**
 * Makes the table `missing` of the listed rows that are not held, or held as they were before. An offense can have two
 * rows: where one is missing or vanished, the others are missing too unless the load under way (`own`) has them, so that
 * the newest load tells which of them is the newest.
 */
export const makeMissingSql = (
  listing: readonly string[],
  earlier: readonly string[],
  own: readonly string[],
): string => `
  create or replace temp table missing as
  with listed as (from ${keysOf(listing)}),
  every as (from ${keysOf([...earlier, ...own])} where socrata_id is not null),
  held as (
    select socrata_id, max(${at('socrata_updated_at')}) as updated_at
    from every
    group by socrata_id
  ),
  lacking as (
    select listed.socrata_id, listed.offense_id
    from listed
    left join held using (socrata_id)
    where held.socrata_id is null or ${at('listed.socrata_updated_at')} > held.updated_at
  ),
  touched as (
    select offense_id from lacking
    union
    select offense_id from every anti join listed using (socrata_id)
  )
  select socrata_id from lacking
  union
  select socrata_id
  from listed semi join touched using (offense_id) anti join ${keysOf(own)} as own using (socrata_id)`;

/** Makes the table `missing` of the listed rows that the load under way lacks. */
export const makeLackingSql = (listing: readonly string[], own: readonly string[]): string => `
  create or replace temp table missing as
  select distinct socrata_id from ${keysOf(listing)} anti join ${keysOf(own)} as own using (socrata_id)`;

export const MISSING_COUNT_SQL = 'select count(*) from missing';

/** Identifiers of missing rows, a batch at a time. */
export const missingIdsSql = (after: string, count: number): string =>
  `select socrata_id from missing where socrata_id > ${quoteText(after)} order by socrata_id limit ${count}`;

/** Rows held that the listing lacks, and rows of the listing. */
export const vanishedSql = (listing: readonly string[], held: readonly string[]): string => `
  select
    (select count(distinct socrata_id) from ${keysOf(held)}
      where socrata_id is not null and socrata_id not in (select socrata_id from ${keysOf(listing)})),
    (select count(distinct socrata_id) from ${keysOf(listing)})`;

/** What is the same in every row of removals. */
export interface RemovalConstants {
  readonly loadId: string;
  /** `YYYY-MM-DD`. */
  readonly loadDate: string;
  readonly isSimulated: boolean;
  readonly noticedAt: Date;
}

/** Writes the offenses that were held and are not present, in the columns of `raw.spd_removals`. */
export const writeRemovalsSql = (
  held: readonly string[],
  present: readonly string[],
  { loadId, loadDate, isSimulated, noticedAt }: RemovalConstants,
  path: string,
): string => `
  copy (
    select
      ${quoteText(loadId)} as load_id,
      date ${quoteText(loadDate)} as load_date,
      ${String(isSimulated)} as is_simulated,
      offense_id,
      make_timestamptz(${noticedAt.getTime() * 1000}) as noticed_at
    from (
      select distinct offense_id
      from ${keysOf(held)}
      where regexp_full_match(offense_id, '${VALID_KEY}')
        and offense_id not in (select offense_id from ${keysOf(present)} where offense_id is not null)
    )
  ) to ${quoteText(path)} (format parquet, compression snappy)`;

/** Writes the keys held without those of rows found gone since. */
export const writeHeldSql = (held: readonly string[], gone: readonly string[], path: string): string => `
  copy (
    from ${keysOf(held)} where socrata_id is null or socrata_id not in (select socrata_id from ${keysOf(gone)})
  ) to ${quoteText(path)} ${PARQUET}`;

/** The newest report that is not after `latest`; both are wall clock as the portal prints it. */
export const newestReportSql = (files: readonly string[], latest: string): string => `
  select max(reported_at) from ${datedKeysOf(files)} where reported_at <= ${quoteText(latest)}`;

export const rowCountSql = (path: string): string => `select count(*) from read_parquet(${quotePath(path)})`;
