import type { JsonObject } from '../http/body.ts';
import type { TableReference } from '../googlesql/catalog.ts';
import type { StatementOutcome } from '../statements/outcome.ts';

/** `statistics.query`: https://cloud.google.com/bigquery/docs/reference/rest/v2/Job#JobStatistics2 */
export function queryStatistics(outcome: StatementOutcome | undefined, isScript: boolean, bytes: number): JsonObject {
  const { affectedRows, dmlStats, ddlOperation, ddlTable, ddlDataset, ddlRoutine, exportStatistics, referencedTables } =
    outcome ?? {};
  return {
    statementType: isScript ? 'SCRIPT' : (outcome?.statementType ?? 'SCRIPT'),
    totalBytesProcessed: String(bytes),
    totalBytesBilled: '0',
    totalPartitionsProcessed: '0',
    billingTier: 0,
    cacheHit: false,
    ...(referencedTables && referencedTables.length > 0 && { referencedTables: referencedTables.map(bare) }),
    ...(affectedRows !== undefined && { numDmlAffectedRows: String(affectedRows) }),
    ...(dmlStats && { dmlStats }),
    ...(ddlOperation && { ddlOperationPerformed: ddlOperation }),
    ...(ddlTable && { ddlTargetTable: ddlTable }),
    ...(ddlDataset && { ddlTargetDataset: ddlDataset }),
    ...(ddlRoutine && { ddlTargetRoutine: ddlRoutine }),
    ...(exportStatistics && { exportDataStatistics: exportStatistics }),
    ...(outcome?.result && { schema: { fields: outcome.result.fields } }),
  };
}

const bare = ({ projectId, datasetId, tableId }: TableReference): object => ({ projectId, datasetId, tableId });
