import { printType } from '../../googlesql/types.ts';
import type { RoutineRecord } from '../records.ts';
import { columnsOf, instant, type MetadataRows } from './rows.ts';

const kinds = { function: 'FUNCTION', tableFunction: 'TABLE FUNCTION', procedure: 'PROCEDURE' } as const;
const specific = { specific_catalog: 'STRING', specific_schema: 'STRING', specific_name: 'STRING' } as const;

/** https://cloud.google.com/bigquery/docs/information-schema-routines */
export function routines(project: string, records: readonly RoutineRecord[]): MetadataRows {
  return {
    columns: columnsOf({
      ...specific,
      routine_catalog: 'STRING',
      routine_schema: 'STRING',
      routine_name: 'STRING',
      routine_type: 'STRING',
      data_type: 'STRING',
      routine_body: 'STRING',
      routine_definition: 'STRING',
      external_language: 'STRING',
      is_deterministic: 'STRING',
      security_type: 'STRING',
      created: 'TIMESTAMP',
      last_altered: 'TIMESTAMP',
      ddl: 'STRING',
    }),
    rows: records.map((record) => [
      project,
      record.datasetId,
      record.routineId,
      project,
      record.datasetId,
      record.routineId,
      kinds[record.kind],
      record.returns === undefined ? null : printType(record.returns),
      'SQL',
      record.body,
      null,
      null,
      null,
      instant(record.creationTime),
      instant(record.lastModifiedTime),
      routineDdl(project, record),
    ]),
  };
}

/** https://cloud.google.com/bigquery/docs/information-schema-parameters */
export function parameters(project: string, records: readonly RoutineRecord[]): MetadataRows {
  return {
    columns: columnsOf({
      ...specific,
      ordinal_position: 'INT64',
      parameter_mode: 'STRING',
      is_result: 'STRING',
      parameter_name: 'STRING',
      data_type: 'STRING',
      parameter_default: 'STRING',
    }),
    rows: records.flatMap((record) => {
      const name = [project, record.datasetId, record.routineId];
      const result =
        record.returns === undefined ? [] : [[...name, 0, null, 'YES', null, printType(record.returns), null]];
      return [
        ...result,
        ...record.arguments.map((argument, index) => [
          ...name,
          index + 1,
          argument.mode ?? null,
          'NO',
          argument.name,
          argument.type === undefined ? 'ANY TYPE' : printType(argument.type),
          null,
        ]),
      ];
    }),
  };
}

function routineDdl(project: string, record: RoutineRecord): string {
  const list = record.arguments.map(({ mode, name, type }) =>
    [...(mode === undefined ? [] : [mode]), name, type === undefined ? 'ANY TYPE' : printType(type)].join(' '),
  );
  const head = `CREATE ${kinds[record.kind]} \`${project}.${record.datasetId}.${record.routineId}\`(${list.join(', ')})`;
  if (record.kind === 'procedure') return `${head}\n${record.body};`;
  const returns = record.returns === undefined ? '' : ` RETURNS ${printType(record.returns)}`;
  return `${head}${returns}\nAS (\n${record.body}\n);`;
}
