import {
  type LoadConstants,
  ROW_GROUP_ROWS,
  columnName,
  hasValidKey,
  quotePath,
  quoteText,
  rawColumns,
} from '../core/convert-sql.ts';
import { FEED_SHAPES, SYSTEM_FIELDS } from '../core/feed-shapes.ts';
import type { HeaderPlan } from '../core/header.ts';
import type { RawTable } from '../raw-tables.ts';
import { LONGEST_ROW } from './page-check.ts';
import type { PortalPlan } from './portal-plan.ts';
import type { SpooledPage } from './portal.ts';

const PARQUET = `(format parquet, compression snappy, row_group_size ${ROW_GROUP_ROWS})`;
/** Longest text kept of a row that is set aside, in characters. */
const LONGEST_TEXT = 65_536;

const HAS_NUMBERS = `":\\s*-?[0-9]`;
/** A number that is a value in an object. Quotes within texts are escaped, so nothing else looks like it. */
const NUMBER = `([{,]\\s*"[A-Za-z_][A-Za-z0-9_]*"\\s*:\\s*)(-?[0-9][-+.0-9eE]*)`;

/** The dataset's columns behind the system fields. */
const headerOf = ({ shape, columns }: PortalPlan): HeaderPlan => ({
  shape,
  columns: [...[...SYSTEM_FIELDS].map(([name, rawColumn]) => ({ name, rawColumn })), ...columns],
});

/** Types whose values are printed as texts in every dialect. @see https://dev.socrata.com/docs/datatypes */
const TEXT_TYPES: ReadonlySet<string> = new Set(['text', 'calendar_date', 'fixed_timestamp', 'url', 'row_identifier']);

const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const scanOptions = (pages: readonly SpooledPage[]): string =>
  `[${pages.map(({ path }) => quotePath(path)).join(', ')}], format = 'array', compression = 'uncompressed', ` +
  `maximum_object_size = ${LONGEST_ROW}`;

const cellsOf = (names: readonly string[], prefix = ''): string =>
  names.map((name, index) => `coalesce(${prefix}${quoteIdentifier(name)}, '') as ${columnName(index)}`).join(', ');

/** Rows of pages: a column for each of the plan's, by position. */
function readCells(pages: readonly SpooledPage[], plan: PortalPlan): string {
  if (plan.columns.some(({ type }) => !TEXT_TYPES.has(type))) return readPages(pages, plan);
  const names = headerOf(plan).columns.map(({ name }) => name);
  // A third of the time of reading a row as a whole first, and less memory.
  const types = names.map((name) => `${quoteIdentifier(name)}: 'VARCHAR'`).join(', ');
  return `(select ${cellsOf(names)} from read_json(${scanOptions(pages)}, columns = {${types}}))`;
}

/** The same with `json`, the row as it was printed; numbers too are as they were printed. */
function readPages(pages: readonly SpooledPage[], plan: PortalPlan): string {
  const names = headerOf(plan).columns.map(({ name }) => name);
  const structure = JSON.stringify(Object.fromEntries(names.map((name) => [name, 'VARCHAR'])));
  // DuckDB prints numbers anew, without the zeros at their end: as texts they stay as they are.
  const quoted = `regexp_replace(json, ${quoteText(NUMBER)}, '\\1"\\2"', 'g')::json`;
  return `(
    select json, ${cellsOf(names, 'cells.')}
    from (
      select
        json,
        from_json(case when regexp_matches(json, ${quoteText(HAS_NUMBERS)}) then ${quoted} else json end, ${quoteText(structure)}) as cells
      from read_json_objects(${scanOptions(pages)})
    )
  )`;
}

/** Writes the rows with a valid key, in the raw table's columns. */
export const writePartSql = (
  pages: readonly SpooledPage[],
  plan: PortalPlan,
  load: LoadConstants,
  table: RawTable,
  path: string,
): string => `
  copy (
    select ${rawColumns(headerOf(plan), load, table)}
    from ${readCells(pages, plan)}
    where ${hasValidKey(headerOf(plan))}
  ) to ${quoteText(path)} ${PARQUET}`;

/** Writes the rows without a valid key, in the quarantine table's columns. */
export function writeUnkeyedSql(
  pages: readonly SpooledPage[],
  plan: PortalPlan,
  load: LoadConstants,
  table: RawTable,
  path: string,
): string {
  const expressions = (page: SpooledPage): Readonly<Record<string, string>> => ({
    load_id: quoteText(load.loadId),
    load_date: `date ${quoteText(load.loadDate)}`,
    is_simulated: String(load.isSimulated),
    source_name: quoteText(page.request),
    line_number: 'cast(null as bigint)',
    column_name: "'offense_id'",
    reason: "'invalid key: offense_id is not 1 to 18 digits'",
    record_text: `left(json::varchar, ${LONGEST_TEXT})`,
  });
  const selects = pages.map((page) => {
    const values = expressions(page);
    const columns = table.columns.map(({ name }) => `${values[name] ?? 'null'} as ${name}`);
    return `select ${columns.join(', ')} from ${readPages([page], plan)} where not ${hasValidKey(headerOf(plan))}`;
  });
  return `copy (${selects.join(' union all ')}) to ${quoteText(path)} ${PARQUET}`;
}

/** Writes the keys of all rows: of those in the part, and of those set aside where there are any. */
export function writePageKeysSql(
  pages: readonly SpooledPage[],
  plan: PortalPlan,
  partPath: string,
  hasUnkeyed: boolean,
  path: string,
): string {
  const keys = ['socrata_id', 'offense_id', 'socrata_created_at', 'socrata_updated_at'];
  const report = FEED_SHAPES[plan.shape].reportTime;
  const { columns } = headerOf(plan);
  const cells = [...keys, report].map((key) => {
    const index = columns.findIndex(({ rawColumn }) => rawColumn === key);
    return `${columnName(index)} as ${key === report ? 'reported_at' : key}`;
  });
  const unkeyed = ` union all select ${cells.join(', ')} from ${readCells(pages, plan)} where not ${hasValidKey(headerOf(plan))}`;
  const keyed = `select ${keys.join(', ')}, ${report} as reported_at from read_parquet(${quotePath(partPath)}, hive_partitioning = false)`;
  return `copy (${keyed}${hasUnkeyed ? unkeyed : ''}) to ${quoteText(path)} ${PARQUET}`;
}
