import type { ForeignKey, TableRecord } from '../records.ts';
import { columnsOf, named, place, type MetadataRows } from './rows.ts';

const constraintPlace = {
  constraint_catalog: 'STRING',
  constraint_schema: 'STRING',
  constraint_name: 'STRING',
} as const;

const primaryName = ({ tableId }: TableRecord): string => `${tableId}.pk$`;
const foreignName = ({ tableId }: TableRecord, { name }: ForeignKey): string => `${tableId}.${name}`;

/** https://cloud.google.com/bigquery/docs/information-schema-table-constraints */
export function tableConstraints(project: string, records: readonly TableRecord[]): MetadataRows {
  return {
    columns: columnsOf({
      ...constraintPlace,
      ...place,
      constraint_type: 'STRING',
      is_deferrable: 'STRING',
      initially_deferred: 'STRING',
      enforced: 'STRING',
    }),
    rows: records.flatMap((record) => {
      const { primaryKey, foreignKeys = [] } = record.tableConstraints ?? {};
      const keys = [
        ...(primaryKey ? [[primaryName(record), 'PRIMARY KEY'] as const] : []),
        ...foreignKeys.map((key) => [foreignName(record, key), 'FOREIGN KEY'] as const),
      ];
      return keys.map(([name, type]) => [
        project,
        record.datasetId,
        name,
        ...named(project, record),
        type,
        'NO',
        'NO',
        'NO',
      ]);
    }),
  };
}

/** https://cloud.google.com/bigquery/docs/information-schema-key-column-usage */
export function keyColumnUsage(project: string, records: readonly TableRecord[]): MetadataRows {
  return {
    columns: columnsOf({
      ...constraintPlace,
      ...place,
      column_name: 'STRING',
      ordinal_position: 'INT64',
      position_in_unique_constraint: 'INT64',
    }),
    rows: records.flatMap((record) => {
      const { primaryKey, foreignKeys = [] } = record.tableConstraints ?? {};
      const row = (name: string, column: string, index: number, place: number | null) => [
        ...[project, record.datasetId, name, ...named(project, record), column],
        index + 1,
        place,
      ];
      return [
        ...(primaryKey?.columns ?? []).map((column, index) => row(primaryName(record), column, index, null)),
        ...foreignKeys.flatMap((key) =>
          key.columnReferences.map(({ referencingColumn }, index) =>
            row(foreignName(record, key), referencingColumn, index, index + 1),
          ),
        ),
      ];
    }),
  };
}
