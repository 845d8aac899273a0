import type { DatasetRecord, TableRecord } from '../records.ts';
import { schemaDdl, tableDdl } from './ddl.ts';
import { columnsOf, instant, named, place, type MetadataRows, yesOrNo } from './rows.ts';

const types = { TABLE: 'BASE TABLE', VIEW: 'VIEW', MATERIALIZED_VIEW: 'MATERIALIZED VIEW' } as const;

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
      ddl: 'STRING',
      default_collation_name: 'STRING',
    }),
    rows: datasets.map((record) => [
      project,
      record.datasetId,
      null,
      instant(record.creationTime),
      instant(record.lastModifiedTime),
      record.location,
      schemaDdl(project, record),
      'NULL',
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
      is_fine_grained_mutations_enabled: 'STRING',
      is_typed: 'STRING',
      is_change_history_enabled: 'STRING',
      creation_time: 'TIMESTAMP',
      base_table_catalog: 'STRING',
      base_table_schema: 'STRING',
      base_table_name: 'STRING',
      snapshot_time_ms: 'TIMESTAMP',
      replica_source_catalog: 'STRING',
      replica_source_schema: 'STRING',
      replica_source_name: 'STRING',
      replication_status: 'STRING',
      replication_error: 'STRING',
      ddl: 'STRING',
      default_collation_name: 'STRING',
      upsert_stream_apply_watermark: 'TIMESTAMP',
    }),
    rows: records.map((record) => [
      ...named(project, record),
      types[record.type],
      yesOrNo(record.type === 'TABLE'),
      'NO',
      'NO',
      'NO',
      instant(record.creationTime),
      ...Array.from({ length: 9 }, () => null),
      tableDdl(project, record),
      'NULL',
      null,
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
