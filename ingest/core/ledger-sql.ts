import { quotePath, quoteText } from './convert-sql.ts';
import { datedKeysOf, isCreatedAfter, isCreatedUntil, keysOf } from './keys-sql.ts';

const PARQUET = '(format parquet, compression snappy, row_group_size 16384)';
const KEYS = 'socrata_id, offense_id, socrata_created_at, socrata_updated_at, reported_at';
const day = "coalesce(left(reported_at, 10), '')";
const month = "coalesce(left(reported_at, 7), '')";

const listOf = (texts: readonly string[]): string => texts.map(quoteText).join(', ');

/** Writes the keys of rows created after one moment and up to another, each row once: as it was last. */
export function writeSettlingSql(files: readonly string[], after: string, until: string, path: string): string {
  const newest = KEYS.split(', ').map((name) =>
    name === 'socrata_id' ? name : `arg_max(${name}, socrata_updated_at) as ${name}`,
  );
  return `
    copy (
      select ${newest.join(', ')}
      from ${datedKeysOf(files)}
      where ${isCreatedAfter(after)} and ${isCreatedUntil(until)}
      group by socrata_id
    ) to ${quoteText(path)} ${PARQUET}`;
}

/** The same of files in which no row comes twice: a million of them need not be compared. */
export const writeSettledSql = (files: readonly string[], until: string, path: string): string => `
  copy (select ${KEYS} from ${datedKeysOf(files)} where ${isCreatedUntil(until)}) to ${quoteText(path)} ${PARQUET}`;

/** Rows of keys by the month of their report. */
export const monthsSql = (files: readonly string[]): string =>
  `select ${month} as month, count(*) from ${datedKeysOf(files)} group by all`;

/** Makes the view `ledger_content`: keys held, less those gone, and those that come to them. */
export const makeContentSql = (held: readonly string[], gone: readonly string[], coming: readonly string[]): string => `
  create or replace temp view ledger_content as
  select ${KEYS} from ${datedKeysOf(held)} anti join ${keysOf(gone)} as gone using (socrata_id)
  union all
  select ${KEYS} from ${datedKeysOf(coming)}`;

export const CONTENT_MONTHS_SQL = `select ${month} as month, count(*) from ledger_content group by all`;

/** Writes the content in the order of its parts; `parts` gives the number of each month's. */
export function writeSortedSql(parts: ReadonlyMap<string, number>, path: string): string {
  const rows = [...parts].map(([name, part]) => `(${quoteText(name)}, ${part})`);
  return `
    copy (
      select ${KEYS}, part
      from ledger_content
      join (values ${rows.join(', ')}) as parts (month, part) on parts.month = ${month}
      order by part
    ) to ${quoteText(path)} ${PARQUET}`;
}

export const writeLedgerPartSql = (sorted: string, part: number, path: string): string => `
  copy (select ${KEYS} from read_parquet(${quotePath(sorted)}) where part = ${part}) to ${quoteText(path)} ${PARQUET}`;

/** Makes the tables that a search of the ledger fills: what is held, what the portal lists, and where the rest is. */
export const MAKE_SEARCH_SQL = [
  'create or replace temp table ledger_rows (socrata_id varchar, offense_id varchar, day varchar, part integer)',
  `create or replace temp table found_rows as
    select socrata_id, offense_id, socrata_created_at, socrata_updated_at, reported_at from ${datedKeysOf([])}`,
];

export const addLedgerRowsSql = (file: string, part: number): string =>
  `insert into ledger_rows select socrata_id, offense_id, ${day}, ${part} from ${datedKeysOf([file])}`;

export const LEDGER_DAYS_SQL = 'select day, count(*) from ledger_rows group by day';

/** Adds what the portal listed. */
export const addFoundRowsSql = (files: readonly string[]): string =>
  `insert into found_rows select ${KEYS} from ${datedKeysOf(files)}`;

const isLost = (days: readonly string[]): string =>
  `from ledger_rows anti join found_rows using (socrata_id) where day in (${listOf(days)})`;

/** Identifiers held for some days that the portal has not shown. */
export const unseenSql = (days: readonly string[]): string => `select socrata_id ${isLost(days)} order by socrata_id`;

/** Rows that lie on another day than the ledger says: from which, to which, how many. */
export const STRAYS_SQL = `
  select ledger_rows.day, found.day as now, count(*)
  from ledger_rows join (select distinct socrata_id, ${day} as day from found_rows) as found using (socrata_id)
  where ledger_rows.day != found.day
  group by all`;

/** Writes the keys of rows held for some days that the portal has not shown anywhere. */
export const writeGoneSql = (days: readonly string[], path: string): string => `
  copy (
    select socrata_id, offense_id, null::varchar as socrata_created_at, null::varchar as socrata_updated_at
    ${isLost(days)}
  ) to ${quoteText(path)} ${PARQUET}`;

/** Writes the keys, as the portal has them, of rows that lie on another day than the ledger says. */
export const writeStraysSql = (path: string): string => `
  copy (
    select distinct found_rows.*
    from ledger_rows join found_rows using (socrata_id)
    where ledger_rows.day != coalesce(left(found_rows.reported_at, 10), '')
  ) to ${quoteText(path)} ${PARQUET}`;

/** Parts in which rows of some files are. */
export const partsHoldingSql = (files: readonly string[]): string =>
  `select distinct part from ledger_rows semi join ${keysOf(files)} as wanted using (socrata_id)`;

/** Writes the keys of rows that are held and not listed, each once. */
export const writeUnlistedSql = (held: readonly string[], listed: readonly string[], path: string): string => `
  copy (
    select distinct on (socrata_id) *
    from ${keysOf(held)}
    where socrata_id not in (select socrata_id from ${keysOf(listed)})
  ) to ${quoteText(path)} ${PARQUET}`;

/** The offenses of some rows, of those that have a valid id. */
export const offenseIdsSql = (files: readonly string[], validKey: string): string => `
  select distinct offense_id
  from ${keysOf(files)}
  where regexp_full_match(offense_id, '${validKey}')
  order by offense_id`;
