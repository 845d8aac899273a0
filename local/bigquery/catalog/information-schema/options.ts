import type { DatasetRecord, Labels, TableRecord } from '../records.ts';
import { columnsOf, type MetadataRows } from './rows.ts';

/** An option as metadata shows it: its value is a GoogleSQL literal. */
export interface MetadataOption {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

const millisecondsPerDay = 86_400_000;

/** The options of a table or view that were set. */
export function tableOptions(record: TableRecord): readonly MetadataOption[] {
  const { description, expirationTime, friendlyName, labels, requirePartitionFilter, timePartitioning } = record;
  return [
    ...text('description', description),
    ...(expirationTime === undefined
      ? []
      : [option('expiration_timestamp', 'TIMESTAMP', `TIMESTAMP "${new Date(Number(expirationTime)).toISOString()}"`)]),
    ...text('friendly_name', friendlyName),
    ...labelOption(labels),
    ...days('partition_expiration_days', timePartitioning?.expirationMs),
    ...(requirePartitionFilter ? [option('require_partition_filter', 'BOOL', 'true')] : []),
  ];
}

/** The options of a dataset that were set, without its location. */
export function schemaOptions(record: DatasetRecord): readonly MetadataOption[] {
  return [
    ...days('default_partition_expiration_days', record.defaultPartitionExpirationMs),
    ...days('default_table_expiration_days', record.defaultTableExpirationMs),
    ...text('description', record.description),
    ...text('friendly_name', record.friendlyName),
    ...labelOption(record.labels),
  ];
}

/** https://cloud.google.com/bigquery/docs/information-schema-table-options */
export function tableOptionRows(project: string, records: readonly TableRecord[]): MetadataRows {
  return {
    columns: columnsOf({ table_catalog: 'STRING', table_schema: 'STRING', table_name: 'STRING', ...optionColumns }),
    rows: records.flatMap((record) =>
      tableOptions(record).map(({ name, type, value }) => [
        project,
        record.datasetId,
        record.tableId,
        name,
        type,
        value,
      ]),
    ),
  };
}

/** https://cloud.google.com/bigquery/docs/information-schema-datasets-schemata-options */
export function schemaOptionRows(project: string, records: readonly DatasetRecord[]): MetadataRows {
  return {
    columns: columnsOf({ catalog_name: 'STRING', schema_name: 'STRING', ...optionColumns }),
    rows: records.flatMap((record) =>
      schemaOptions(record).map(({ name, type, value }) => [project, record.datasetId, name, type, value]),
    ),
  };
}

const optionColumns = { option_name: 'STRING', option_type: 'STRING', option_value: 'STRING' } as const;

const option = (name: string, type: string, value: string): MetadataOption => ({ name, type, value });

const text = (name: string, value: string | undefined): readonly MetadataOption[] =>
  value === undefined || value === '' ? [] : [option(name, 'STRING', JSON.stringify(value))];

function days(name: string, milliseconds: string | undefined): readonly MetadataOption[] {
  if (milliseconds === undefined) return [];
  const count = Number(milliseconds) / millisecondsPerDay;
  return [option(name, 'FLOAT64', Number.isInteger(count) ? `${count}.0` : String(count))];
}

function labelOption(labels: Labels | undefined): readonly MetadataOption[] {
  const pairs = Object.entries(labels ?? {});
  if (pairs.length === 0) return [];
  const texts = pairs.map(([key, value]) => `STRUCT(${JSON.stringify(key)}, ${JSON.stringify(value)})`);
  return [option('labels', 'ARRAY<STRUCT<STRING, STRING>>', `[${texts.join(', ')}]`)];
}
