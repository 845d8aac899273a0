import { VALID_KEY, quotePath, quoteText } from './convert-sql.ts';

const COLUMNS = ['socrata_id', 'offense_id', 'socrata_created_at', 'socrata_updated_at'];
const PARQUET = '(format parquet, compression snappy, row_group_size 16384)';

/** Rows of keys in Parquet files, parts among them; none where there is no file. */
export function keysOf(files: readonly string[]): string {
  if (files.length === 0) return `(select ${COLUMNS.map((name) => `null::varchar as ${name}`).join(', ')} where false)`;
  const list = files.map(quotePath).join(', ');
  return `(select ${COLUMNS.join(', ')} from read_parquet([${list}], hive_partitioning = false, union_by_name = true))`;
}

const at = (column: string): string => `try_cast(${column} as timestamptz)`;
const moment = (text: string): string => `cast(${quoteText(text)} as timestamptz)`;

/** Number of distinct rows, those of them created after a moment, and those of the unsettled keys that are among them. */
export const heldRowsSql = (files: readonly string[], createdAfter: string, unsettled: readonly string[]): string => `
  select
    count(distinct socrata_id),
    count(distinct socrata_id) filter (where ${at('socrata_created_at')} > ${moment(createdAfter)}),
    (select count(*) from ${keysOf(unsettled)}),
    (select count(*) from ${keysOf(unsettled)} where socrata_id in (select socrata_id from ${keysOf(files)}))
  from ${keysOf(files)}`;

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
    where ${at('socrata_created_at')} > ${moment(createdAfter)}
    group by socrata_id
  ) to ${quoteText(path)} ${PARQUET}`;

/** Writes pages of keys (JSON arrays) as Parquet; `offenseColumn` is the API name of the offense's id. */
export const writeListingSql = (pages: readonly string[], offenseColumn: string, path: string): string => {
  const names = [':id', offenseColumn, ':created_at', ':updated_at'];
  const types = names.map((name) => `${quoteText(name)}: 'VARCHAR'`).join(', ');
  const columns = names.map((name, index) => `"${name}" as ${COLUMNS[index] ?? ''}`).join(', ');
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

export const rowCountSql = (path: string): string => `select count(*) from read_parquet(${quotePath(path)})`;
