import { printParameterized } from '../../googlesql/type-parameters.ts';
import { parametersOfField, typeOfField } from '../fields.ts';
import type { DatasetRecord, TableField, TableRecord } from '../records.ts';
import { schemaOptions, tableOptions, type MetadataOption } from './options.ts';

const kinds = { TABLE: 'TABLE', VIEW: 'VIEW', MATERIALIZED_VIEW: 'MATERIALIZED VIEW' } as const;

/** The statement that would make a table or view, as the `ddl` column of `TABLES` has it. */
export function tableDdl(project: string, record: TableRecord): string {
  const name = `\`${project}.${record.datasetId}.${record.tableId}\``;
  const lines = [
    `CREATE ${kinds[record.type]} ${name}`,
    ...(record.type === 'TABLE' && record.fields.length > 0 ? [`(\n${columnLines(record)}\n)`] : []),
    ...partitionLine(record),
    ...(record.clustering ? [`CLUSTER BY ${record.clustering.join(', ')}`] : []),
    ...optionLines(tableOptions(record)),
    ...(record.view ? [`AS ${record.view.query}`] : []),
  ];
  return `${lines.join('\n')};`;
}

/** The statement that would make a dataset. */
export function schemaDdl(project: string, record: DatasetRecord): string {
  const location: MetadataOption = {
    name: 'location',
    type: 'STRING',
    value: JSON.stringify(record.location.toLowerCase()),
  };
  return `${[`CREATE SCHEMA \`${project}.${record.datasetId}\``, ...optionLines([...schemaOptions(record), location])].join('\n')};`;
}

function columnLines({ fields, tableConstraints }: TableRecord): string {
  const key = tableConstraints?.primaryKey;
  return [
    ...fields.map((field) => `  ${columnText(field)}`),
    ...(key ? [`  PRIMARY KEY (${key.columns.join(', ')}) NOT ENFORCED`] : []),
  ].join(',\n');
}

function columnText(field: TableField): string {
  const { name, mode, defaultValueExpression, description } = field;
  return [
    name,
    printParameterized(typeOfField(field), parametersOfField(field)),
    ...(defaultValueExpression === undefined ? [] : [`DEFAULT ${defaultValueExpression}`]),
    ...(mode === 'REQUIRED' ? ['NOT NULL'] : []),
    ...(description === undefined ? [] : [`OPTIONS(description=${JSON.stringify(description)})`]),
  ].join(' ');
}

function partitionLine({ timePartitioning, rangePartitioning, fields }: TableRecord): readonly string[] {
  if (rangePartitioning !== undefined) {
    const { start, end, interval } = rangePartitioning.range;
    return [`PARTITION BY RANGE_BUCKET(${rangePartitioning.field}, GENERATE_ARRAY(${start}, ${end}, ${interval}))`];
  }
  if (timePartitioning?.field === undefined) return [];
  const { field, type } = timePartitioning;
  const kind = fields.find(({ name }) => name.toLowerCase() === field.toLowerCase())?.type ?? 'DATE';
  if (type === 'DAY') return [`PARTITION BY ${kind === 'DATE' ? field : `DATE(${field})`}`];
  return [`PARTITION BY ${kind}_TRUNC(${field}, ${type})`];
}

function optionLines(options: readonly MetadataOption[]): readonly string[] {
  if (options.length === 0) return [];
  return [`OPTIONS(\n${options.map(({ name, value }) => `  ${name}=${value}`).join(',\n')}\n)`];
}
