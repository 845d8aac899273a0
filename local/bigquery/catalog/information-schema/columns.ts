import { printParameterized } from '../../googlesql/type-parameters.ts';
import { arrayOf, STRING } from '../../googlesql/types.ts';
import { parametersOfField, typeOfField } from '../fields.ts';
import type { TableField, TableRecord } from '../records.ts';
import { columnsOf, named, place, type MetadataRows, type MetadataValue, yesOrNo } from './rows.ts';

const texts = arrayOf(STRING);
const noTags: MetadataValue = { sql: '[]' };

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
      generation_expression: 'STRING',
      is_stored: 'STRING',
      is_hidden: 'STRING',
      is_updatable: 'STRING',
      is_system_defined: 'STRING',
      is_partitioning_column: 'STRING',
      clustering_ordinal_position: 'INT64',
      collation_name: 'STRING',
      column_default: 'STRING',
      rounding_mode: 'STRING',
      policy_tags: texts,
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
    yesOrNo(field.mode !== 'REQUIRED'),
    typeText(field),
    'NEVER',
    null,
    null,
    'NO',
    null,
    'NO',
    yesOrNo(isNamed(record.timePartitioning?.field) || isNamed(record.rangePartitioning?.field)),
    clustered < 0 ? null : clustered + 1,
    'NULL',
    field.defaultValueExpression ?? 'NULL',
    null,
    noTags,
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
      collation_name: 'STRING',
      rounding_mode: 'STRING',
      policy_tags: texts,
    }),
    rows: records.flatMap((record) =>
      record.fields.flatMap((field) =>
        paths(field, '').map(([path, inner]) => [
          ...named(project, record),
          field.name,
          path,
          typeText(inner),
          inner.description ?? null,
          'NULL',
          null,
          noTags,
        ]),
      ),
    ),
  };
}

function paths(field: TableField, prefix: string): readonly (readonly [string, TableField])[] {
  const path = prefix + field.name;
  return [[path, field], ...(field.fields ?? []).flatMap((inner) => paths(inner, `${path}.`))];
}
