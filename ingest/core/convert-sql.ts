import type { RawTable } from '../raw-tables.ts';
import { FEED_SHAPES, type FeedShape } from './feed-shapes.ts';
import type { HeaderPlan } from './header.ts';
import type { LoadMode } from './manifest.ts';

/** Rows of a Parquet row group: small ones keep the writer's memory small. */
export const ROW_GROUP_ROWS = 16_384;
/** Size at which a part is closed and the next begun; DuckDB looks only between row groups. */
const PART_SIZE = '64MB';
/** Bytes that DuckDB reads at a time and the longest record it takes: a quarter of its defaults, as its memory is. */
const [BUFFER_SIZE, LONGEST_LINE] = [8_388_608, 2_000_000];
/** A valid offense_id, whole: what the feed has is 10 or 11 digits. The scanner of records holds the same rule. */
export const VALID_KEY = '[0-9]{1,18}';

/** The formats of exports of different years. @see https://duckdb.org/docs/stable/sql/functions/dateformat */
const TIME_FORMATS = [
  '%m/%d/%Y %I:%M:%S %p',
  '%Y %b %d %I:%M:%S %p',
  '%Y-%m-%dT%H:%M:%S.%g',
  '%Y-%m-%dT%H:%M:%S',
  '%Y-%m-%d %H:%M:%S',
];

/** What is the same in every row of a load. */
export interface LoadConstants {
  readonly loadId: string;
  /** How much of the source the load covers. */
  readonly loadMode: LoadMode;
  /** `YYYY-MM-DD`. */
  readonly loadDate: string;
  readonly isSimulated: boolean;
  readonly snapshotAt: Date;
}

/** A file that DuckDB is to read, and how. */
export interface CsvInput {
  readonly path: string;
  readonly isGzip: boolean;
  readonly plan: HeaderPlan;
}

export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A path that DuckDB is to read, for which it would take a pattern if it holds `*`, `?` or brackets. */
export const quotePath = (path: string): string => quoteText(path.replace(/[*?[]/g, '[$&]'));

/** DuckDB's name of the source's n-th column (from 0): the source's own names may be anything. */
export const columnName = (index: number): string => `c${index}`;

/**
 * The readable records of a file. Of the others the first `mostRejects` (0: all) go to the table `rejects`: of the two ways to pass over them only
 * this one is right, since DuckDB 1.5 with `ignore_errors` loses readable records after a quote out of place.
 */
function readCsv({ path, isGzip, plan }: CsvInput, rejects: string, mostRejects: number): string {
  const names = plan.columns.map((_, index) => quoteText(columnName(index)));
  const options = [
    quotePath(path),
    `auto_detect = false, header = true, delim = ',', quote = '"', escape = '"'`,
    `buffer_size = ${BUFFER_SIZE}, max_line_size = ${LONGEST_LINE}`,
    `compression = ${isGzip ? "'gzip'" : "'none'"}`,
    `columns = {${names.map((name) => `${name}: 'VARCHAR'`).join(', ')}}`,
    // An empty field is an empty text, as the source has it; null means that the source lacks the column.
    `force_not_null = [${names.join(', ')}]`,
    `store_rejects = true, rejects_limit = ${mostRejects}, rejects_table = '${rejects}', rejects_scan = '${rejects}_scans'`,
  ];
  return `read_csv(${options.join(', ')})`;
}

function columnOf(plan: HeaderPlan, rawColumn: string): string | undefined {
  const index = plan.columns.findIndex((column) => column.rawColumn === rawColumn);
  return index === -1 ? undefined : columnName(index);
}

/** Whether a row has an offense's id. */
export const hasValidKey = (plan: HeaderPlan): string =>
  `regexp_full_match(${columnOf(plan, 'offense_id') ?? "''"}, '${VALID_KEY}')`;

/**
 * One row about a file: `row_count`, an upper bound of the rows that can be read; the `newest` report time of those, in
 * milliseconds of wall clock as if it were UTC; and `future_count`, the report times after `latest` (likewise), which do
 * not count as newest.
 */
export function analyseSql(input: CsvInput, latest: number): string {
  const formats = TIME_FORMATS.map(quoteText).join(', ');
  const reportTime = columnOf(input.plan, FEED_SHAPES[input.plan.shape].reportTime) ?? "''";
  return `
    select
      count(*) as row_count,
      max(reported) filter (where reported <= ${latest}) as newest,
      count(*) filter (where reported > ${latest}) as future_count
    from (
      select epoch_ms(try_strptime(${reportTime}, [${formats}])) as reported
      from ${readCsv(input, 'analysis_errors', 1)}
    )`;
}

/** The records that {@link writePartsSql} could not read, one row an error: `position` (byte, from 0), what, column, explanation. */
export const REJECTS_SQL = `
  select byte_position - 1 as position, error_type::varchar, column_name, error_message
  from reject_errors
  order by position, column_idx`;

/** The raw columns that a source's columns and the load's constants make up. */
function rawExpression(plan: HeaderPlan, load: LoadConstants, column: string): string {
  const constants: Readonly<Record<string, string>> = {
    load_id: quoteText(load.loadId),
    load_date: `date ${quoteText(load.loadDate)}`,
    load_mode: quoteText(load.loadMode),
    snapshot_at: `make_timestamptz(${load.snapshotAt.getTime() * 1000})`,
    feed_shape: quoteText(plan.shape),
    is_simulated: String(load.isSimulated),
    _extra: extraExpression(plan),
  };
  return constants[column] ?? columnOf(plan, column) ?? 'cast(null as varchar)';
}

/** The raw table's columns, made of a relation whose columns are named by {@link columnName}. */
export const rawColumns = (plan: HeaderPlan, load: LoadConstants, table: RawTable): string =>
  table.columns.map(({ name }) => `${rawExpression(plan, load, name)} as ${name}`).join(', ');

/** The columns that raw does not know, as one JSON object in text. */
function extraExpression(plan: HeaderPlan): string {
  const pairs = plan.columns.flatMap(({ name, rawColumn }, index) =>
    rawColumn === undefined ? [`${quoteText(name)}, ${columnName(index)}`] : [],
  );
  return pairs.length === 0 ? 'cast(null as varchar)' : `cast(json_object(${pairs.join(', ')}) as varchar)`;
}

/** Writes the readable rows with a valid key as Parquet parts into `folder`, in the raw table's columns. */
export function writePartsSql(input: CsvInput, load: LoadConstants, table: RawTable, folder: string): string {
  return `
    copy (
      select ${rawColumns(input.plan, load, table)}
      from ${readCsv(input, 'reject_errors', 0)}
      where ${hasValidKey(input.plan)}
    ) to ${quoteText(folder)} (
      format parquet, compression snappy, row_group_size ${ROW_GROUP_ROWS}, file_size_bytes '${PART_SIZE}'
    )`;
}

/** Rows of each Parquet file of a folder, by file name. */
export const partRowsSql = (folder: string): string =>
  `select parse_filename(file_name), num_rows from parquet_file_metadata(${quotePath(folder)} || '/*.parquet')`;

/** Writes the keys of a file's parts, in the columns of all keys. */
export const writeKeysSql = (parts: readonly string[], shape: FeedShape, path: string): string => `
  copy (
    select socrata_id, offense_id, socrata_created_at, socrata_updated_at, ${FEED_SHAPES[shape].reportTime} as reported_at
    from read_parquet([${parts.map(quotePath).join(', ')}], hive_partitioning = false)
  ) to ${quoteText(path)} (format parquet, compression snappy, row_group_size ${ROW_GROUP_ROWS})`;

/** Turns the quarantined records, one JSON object a line, into Parquet in the raw table's columns. */
export function writeQuarantineSql(ndjsonPath: string, table: RawTable, path: string): string {
  const types: Readonly<Record<string, string>> = {
    STRING: 'varchar',
    INTEGER: 'bigint',
    BOOLEAN: 'boolean',
    DATE: 'date',
  };
  const columns = table.columns.map(({ name, type }) => `${name}: '${types[type] ?? 'varchar'}'`);
  const source = `read_json(${quotePath(ndjsonPath)}, format = 'newline_delimited', columns = {${columns.join(', ')}}, maximum_object_size = 1048576)`;
  return `copy (select * from ${source}) to ${quoteText(path)} (format parquet, compression snappy)`;
}
