import { printParameterized } from '../../googlesql/type-parameters.ts';
import { parametersOfField, typeOfField } from '../fields.ts';
import type { DatasetRecord, TableField, TableRecord } from '../records.ts';
import { columnsOf, instant, type MetadataRows, type MetadataValue } from './rows.ts';

const types = { TABLE: 'BASE TABLE', VIEW: 'VIEW', MATERIALIZED_VIEW: 'MATERIALIZED VIEW' } as const;
const yes = (is: boolean): string => (is ? 'YES' : 'NO');
const place = { table_catalog: 'STRING', table_schema: 'STRING', table_name: 'STRING' } as const;

/** https://cloud.google.com/bigquery/docs/information-schema-datasets-schemata */
export function schemata(project: string, datasets: readonly DatasetRecord[]): MetadataRows {
  return {
    columns: columnsOf({
      catalog_name: 'STRING',
      schema_name: 'STRING',
      schema_owner: 'STRING',
      creation_time: 'TIMESTAMP',
      last_modified_time: 'TIMESTAMP',
      location: 'STRING',
    }),
    rows: datasets.map(({ datasetId, creationTime, lastModifiedTime, location }) => [
      project,
      datasetId,
      null,
      instant(creationTime),
      instant(lastModifiedTime),
      location,
    ]),
  };
}

/** https://cloud.google.com/bigquery/docs/information-schema-tables */
export function tables(project: string, records: readonly TableRecord[]): MetadataRows {
  return {
    columns: columnsOf({
      ...place,
      table_type: 'STRING',
      is_insertable_into: 'STRING',
      is_typed: 'STRING',
      creation_time: 'TIMESTAMP',
    }),
    rows: records.map((record) => [
      ...named(project, record),
      types[record.type],
      yes(record.type === 'TABLE'),
      'NO',
      instant(record.creationTime),
    ]),
  };
}

/** https://cloud.google.com/bigquery/docs/information-schema-views */
export function views(project: string, records: readonly TableRecord[]): MetadataRows {
  return {
    columns: columnsOf({ ...place, view_definition: 'STRING', check_option: 'STRING', use_standard_sql: 'STRING' }),
    rows: records.flatMap((record) =>
      record.view === undefined ? [] : [[...named(project, record), record.view.query, null, 'YES']],
    ),
  };
}

/** https://cloud.google.com/bigquery/docs/information-schema-columns */
export function columns(project: string, records: readonly TableRecord[]): MetadataRows {
  return {
    columns: columnsOf({
      ...place,
      column_name: 'STRING',
      ordinal_position: 'INT64',
      is_nullable: 'STRING',
      data_type: 'STRING',
      is_generated: 'STRING',
      is_hidden: 'STRING',
      is_system_defined: 'STRING',
      is_partitioning_column: 'STRING',
      clustering_ordinal_position: 'INT64',
      collation_name: 'STRING',
      column_default: 'STRING',
    }),
    rows: records.flatMap((record) =>
      record.fields.map((field, index) => [...named(project, record), ...columnRow(record, field, index)]),
    ),
  };
}

const typeText = (field: TableField): string => printParameterized(typeOfField(field), parametersOfField(field));

function columnRow(record: TableRecord, field: TableField, index: number): readonly MetadataValue[] {
  const isNamed = (name: string | undefined) => name?.toLowerCase() === field.name.toLowerCase();
  const clustered = (record.clustering ?? []).findIndex(isNamed);
  return [
    field.name,
    index + 1,
    yes(field.mode !== 'REQUIRED'),
    typeText(field),
    'NEVER',
    'NO',
    'NO',
    yes(isNamed(record.timePartitioning?.field) || isNamed(record.rangePartitioning?.field)),
    clustered < 0 ? null : clustered + 1,
    'NULL',
    field.defaultValueExpression ?? 'NULL',
  ];
}

/** https://cloud.google.com/bigquery/docs/information-schema-column-field-paths */
export function columnFieldPaths(project: string, records: readonly TableRecord[]): MetadataRows {
  return {
    columns: columnsOf({
      ...place,
      column_name: 'STRING',
      field_path: 'STRING',
      data_type: 'STRING',
      description: 'STRING',
    }),
    rows: records.flatMap((record) =>
      record.fields.flatMap((field) =>
        paths(field, '').map(([path, inner]) => [
          ...named(project, record),
          field.name,
          path,
          typeText(inner),
          inner.description ?? null,
        ]),
      ),
    ),
  };
}

function paths(field: TableField, prefix: string): readonly (readonly [string, TableField])[] {
  const path = prefix + field.name;
  return [[path, field], ...(field.fields ?? []).flatMap((inner) => paths(inner, `${path}.`))];
}

/** https://cloud.google.com/bigquery/docs/information-schema-table-options */
export function tableOptions(project: string, records: readonly TableRecord[]): MetadataRows {
  return {
    columns: columnsOf({ ...place, option_name: 'STRING', option_type: 'STRING', option_value: 'STRING' }),
    rows: records.flatMap((record) => optionsOf(record).map((option) => [...named(project, record), ...option])),
  };
}

function optionsOf({ description, friendlyName, labels, requirePartitionFilter }: TableRecord): readonly string[][] {
  const pairs = Object.entries(labels ?? {}).map(
    ([key, value]) => `STRUCT(${JSON.stringify(key)}, ${JSON.stringify(value)})`,
  );
  return [
    ...(description ? [['description', 'STRING', JSON.stringify(description)]] : []),
    ...(friendlyName ? [['friendly_name', 'STRING', JSON.stringify(friendlyName)]] : []),
    ...(pairs.length > 0 ? [['labels', 'ARRAY<STRUCT<STRING, STRING>>', `[${pairs.join(', ')}]`]] : []),
    ...(requirePartitionFilter ? [['require_partition_filter', 'BOOL', 'true']] : []),
  ];
}

/** Project, dataset and name of a table, as most views begin. */
export function named(project: string, { datasetId, tableId }: TableRecord): readonly string[] {
  return [project, datasetId, tableId];
}
