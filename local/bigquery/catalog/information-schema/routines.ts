import { printType } from '../../googlesql/types.ts';
import type { RoutineRecord } from '../records.ts';
import { columnsOf, instant, type MetadataRows } from './rows.ts';

const kinds = { function: 'FUNCTION', tableFunction: 'TABLE FUNCTION', procedure: 'PROCEDURE' } as const;

/** https://cloud.google.com/bigquery/docs/information-schema-routines */
export function routines(project: string, records: readonly RoutineRecord[]): MetadataRows {
  return {
    columns: columnsOf({
      specific_catalog: 'STRING',
      specific_schema: 'STRING',
      specific_name: 'STRING',
      routine_catalog: 'STRING',
      routine_schema: 'STRING',
      routine_name: 'STRING',
      routine_type: 'STRING',
      data_type: 'STRING',
      routine_body: 'STRING',
      routine_definition: 'STRING',
      created: 'TIMESTAMP',
      last_altered: 'TIMESTAMP',
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
      instant(record.creationTime),
      instant(record.lastModifiedTime),
    ]),
  };
}
