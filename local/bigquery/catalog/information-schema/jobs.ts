import { structOf, type SqlType } from '../../googlesql/types.ts';
import { metadataSchema } from '../store.ts';
import { columnsOf } from './rows.ts';

const text: SqlType = { kind: 'STRING' };
const int: SqlType = { kind: 'INT64' };
const reference = structOf(['project_id', text], ['dataset_id', text], ['table_id', text]);

const jobColumns = columnsOf({
  creation_time: 'TIMESTAMP',
  project_id: 'STRING',
  user_email: 'STRING',
  job_id: 'STRING',
  job_type: 'STRING',
  statement_type: 'STRING',
  start_time: 'TIMESTAMP',
  end_time: 'TIMESTAMP',
  query: 'STRING',
  state: 'STRING',
  total_bytes_processed: 'INT64',
  total_bytes_billed: 'INT64',
  cache_hit: 'BOOL',
  parent_job_id: 'STRING',
  priority: 'STRING',
  total_slot_ms: 'INT64',
  dml_statistics: structOf(['inserted_row_count', int], ['deleted_row_count', int], ['updated_row_count', int]),
  referenced_tables: { kind: 'ARRAY', element: reference },
  error_result: structOf(['reason', text], ['location', text], ['message', text]),
  destination_table: reference,
  labels: { kind: 'ARRAY', element: structOf(['key', text], ['value', text]) },
});

const at = (path: string): string => `json_extract_string(record, '$.${path}')`;
const moment = (path: string): string => `make_timestamptz(CAST(${at(path)} AS BIGINT) * 1000)`;

const count = (name: string): string => `CAST(coalesce(${at(`statistics.query.dmlStats.${name}`)}, '0') AS BIGINT)`;

/** Finished jobs, from their records: https://cloud.google.com/bigquery/docs/information-schema-jobs */
export function jobs(user: string): { readonly columns: typeof jobColumns; readonly relation: string } {
  const query = 'configuration.query.destinationTable';
  const relation = `(SELECT
    ${moment('createdAt')} AS creation_time, ${at('projectId')} AS project_id, '${user}' AS user_email,
    job_id, ${at('configuration.jobType')} AS job_type, ${at('statistics.query.statementType')} AS statement_type,
    ${moment('startedAt')} AS start_time, ${moment('endedAt')} AS end_time,
    ${at('configuration.query.query')} AS query, ${at('state')} AS state,
    CAST(${at('statistics.totalBytesProcessed')} AS BIGINT) AS total_bytes_processed,
    CAST(${at('statistics.query.totalBytesBilled')} AS BIGINT) AS total_bytes_billed, false AS cache_hit,
    ${at('parentJobId')} AS parent_job_id,
    CASE WHEN ${at('configuration.jobType')} = 'QUERY' THEN coalesce(${at('configuration.query.priority')}, 'INTERACTIVE') END AS priority,
    0 AS total_slot_ms,
    CASE WHEN ${at('statistics.query.dmlStats')} IS NULL THEN NULL ELSE
      {'inserted_row_count': ${count('insertedRowCount')}, 'deleted_row_count': ${count('deletedRowCount')}, 'updated_row_count': ${count('updatedRowCount')}} END AS dml_statistics,
    list_transform(coalesce(CAST(json_extract(record, '$.statistics.query.referencedTables') AS JSON[]), []), lambda t:
      {'project_id': json_extract_string(t, '$.projectId'), 'dataset_id': json_extract_string(t, '$.datasetId'), 'table_id': json_extract_string(t, '$.tableId')}) AS referenced_tables,
    CASE WHEN ${at('errorResult.reason')} IS NULL THEN NULL ELSE
      {'reason': ${at('errorResult.reason')}, 'location': ${at('errorResult.location')}, 'message': ${at('errorResult.message')}} END AS error_result,
    CASE WHEN ${at(`${query}.tableId`)} IS NULL THEN NULL ELSE
      {'project_id': ${at(`${query}.projectId`)}, 'dataset_id': ${at(`${query}.datasetId`)}, 'table_id': ${at(`${query}.tableId`)}} END AS destination_table,
    list_transform(coalesce(json_keys(record, '$.configuration.labels'), []),
      lambda k: {'key': k, 'value': json_extract_string(record, '$.configuration.labels."' || k || '"')}) AS labels
    FROM ${metadataSchema}.jobs)`;
  return { columns: jobColumns, relation };
}
