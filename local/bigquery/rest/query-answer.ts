import { WarehouseError, type Reason } from '../errors.ts';
import type { JsonObject } from '../http/body.ts';
import { isJsonObject } from '../http/body.ts';
import type { JobRecord } from '../jobs/job.ts';
import type { Row } from '../results/encode.ts';
import type { PageRequest } from '../results/page.ts';
import { readPage } from '../results/read-page.ts';
import { hasTimestamps, withFloatTimestamps } from '../results/timestamps.ts';
import { requestSession, type Warehouse } from '../warehouse.ts';
import { etagOf } from './resources.ts';

/**
 * A page of a query's answer, or that it is not done yet.
 * @throws WarehouseError with what failed the job.
 */
export async function queryAnswer(
  warehouse: Warehouse,
  record: JobRecord,
  page: PageRequest,
  isInt64: boolean,
  kind: string,
): Promise<object> {
  const { jobId, projectId, location, errorResult, result } = record;
  const jobReference = { projectId, jobId, location };
  if (record.state !== 'DONE') return { kind, jobReference, jobComplete: false };
  if (errorResult !== undefined) throw new WarehouseError(errorResult.reason as Reason, errorResult.message);
  const statistics = queryPart(record);
  const answer = {
    kind,
    etag: etagOf({ jobId, page }),
    jobReference,
    jobComplete: true,
    cacheHit: false,
    totalBytesProcessed: statistics['totalBytesProcessed'] ?? '0',
    ...(statistics['numDmlAffectedRows'] !== undefined && { numDmlAffectedRows: statistics['numDmlAffectedRows'] }),
    ...(statistics['dmlStats'] !== undefined && { dmlStats: statistics['dmlStats'] }),
    location,
  };
  if (result === undefined) return { ...answer, schema: { fields: [] }, totalRows: '0' };
  const { rows, pageToken } = await readPage(
    () => requestSession(warehouse),
    result,
    page,
    shownRow(result.fields, isInt64),
  );
  return {
    ...answer,
    schema: { fields: result.fields },
    totalRows: String(result.totalRows),
    rows,
    ...(pageToken && { pageToken }),
  };
}

function queryPart({ statistics }: JobRecord): JsonObject {
  const query = statistics?.['query'];
  return isJsonObject(query) ? query : {};
}

/** The row as it is, or with TIMESTAMPs as float seconds where any column is one and whole numbers are not asked for. */
export function shownRow(fields: Parameters<typeof withFloatTimestamps>[1], isInt64: boolean): (row: Row) => Row {
  return isInt64 || !hasTimestamps(fields) ? (row) => row : (row) => withFloatTimestamps(row, fields);
}
