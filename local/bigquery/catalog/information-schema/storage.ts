import { quoteName } from '../../engine/sql-text.ts';
import type { TableRecord } from '../records.ts';
import { relationOf } from '../relations.ts';
import { rowWidth } from '../size.ts';
import { columnsOf, type MetadataRows } from './rows.ts';

const formats = { HOUR: '%Y%m%d%H', DAY: '%Y%m%d', MONTH: '%Y%m', YEAR: '%Y' } as const;
const partitionColumns = columnsOf({
  table_catalog: 'STRING',
  table_schema: 'STRING',
  table_name: 'STRING',
  partition_id: 'STRING',
  total_rows: 'INT64',
  total_logical_bytes: 'INT64',
  total_billable_bytes: 'INT64',
  last_modified_time: 'TIMESTAMP',
  storage_tier: 'STRING',
});

/** `PARTITIONS`, counted from the rows: https://cloud.google.com/bigquery/docs/information-schema-partitions */
export function partitions(
  project: string,
  records: readonly TableRecord[],
): { readonly columns: typeof partitionColumns; readonly relation: string } {
  const selects = records
    .filter(({ type }) => type === 'TABLE')
    .map((record) => {
      const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
      return `SELECT ${literal(project)} AS table_catalog, ${literal(record.datasetId)} AS table_schema,
        ${literal(record.tableId)} AS table_name, ${partitionId(record)} AS partition_id,
        count(*) AS total_rows, count(*) * ${rowWidth(record.fields)} AS total_logical_bytes,
        count(*) * ${rowWidth(record.fields)} AS total_billable_bytes,
        make_timestamptz(${record.lastModifiedTime * 1000}) AS last_modified_time, 'ACTIVE' AS storage_tier
        FROM ${relationOf(record)} GROUP BY ALL`;
    });
  const empty = `SELECT NULL::VARCHAR AS table_catalog, NULL::VARCHAR AS table_schema, NULL::VARCHAR AS table_name,
    NULL::VARCHAR AS partition_id, 0::BIGINT AS total_rows, 0::BIGINT AS total_logical_bytes,
    0::BIGINT AS total_billable_bytes, NULL::TIMESTAMPTZ AS last_modified_time, NULL::VARCHAR AS storage_tier WHERE false`;
  return { columns: partitionColumns, relation: `(${[empty, ...selects].join(' UNION ALL ')})` };
}

function partitionId({ timePartitioning, rangePartitioning }: TableRecord): string {
  if (timePartitioning?.field !== undefined) {
    const column = quoteName(timePartitioning.field);
    return `coalesce(strftime(${column}, '${formats[timePartitioning.type]}'), '__NULL__')`;
  }
  if (rangePartitioning === undefined) return 'NULL::VARCHAR';
  const column = quoteName(rangePartitioning.field);
  const [start, end, interval] = [
    rangePartitioning.range.start,
    rangePartitioning.range.end,
    rangePartitioning.range.interval,
  ].map(Number);
  const inRange = `${column} - (${column} - ${start ?? 0}) % ${interval ?? 1}`;
  return `CASE WHEN ${column} IS NULL THEN '__NULL__' WHEN ${column} < ${start ?? 0} OR ${column} >= ${end ?? 0} THEN '__UNPARTITIONED__' ELSE CAST(${inRange} AS VARCHAR) END`;
}

/** The older `__TABLES__` of a dataset. */
export function legacyTables(project: string, records: readonly TableRecord[]): MetadataRows {
  return {
    columns: columnsOf({
      project_id: 'STRING',
      dataset_id: 'STRING',
      table_id: 'STRING',
      creation_time: 'INT64',
      last_modified_time: 'INT64',
      row_count: 'INT64',
      size_bytes: 'INT64',
      type: 'INT64',
    }),
    rows: records.map((record) => {
      const isTable = record.type === 'TABLE';
      const count = isTable ? `(SELECT count(*) FROM ${relationOf(record)})` : '0';
      return [
        project,
        record.datasetId,
        record.tableId,
        record.creationTime,
        record.lastModifiedTime,
        { sql: count },
        { sql: `${count} * ${rowWidth(record.fields)}` },
        isTable ? 1 : 2,
      ];
    }),
  };
}
