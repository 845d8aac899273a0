import { createHash } from 'node:crypto';
import type { DatasetRecord, TableRecord } from '../catalog/records.ts';
import { WarehouseError } from '../errors.ts';
import { defaultLocation, sessionUser } from '../warehouse.ts';

/** Rows of a table and the bytes that BigQuery would count for them, about. */
export interface TableSize {
  readonly rows: number;
  readonly bytes: number;
}

/** An etag that changes whenever `record` does. */
export function etagOf(record: object): string {
  return createHash('sha1').update(JSON.stringify(record)).digest('base64url');
}

/** @throws WarehouseError conditionNotMet where the caller's `If-Match` is of another version. */
export function checkEtag(record: object, ifMatch: string | undefined): void {
  if (ifMatch !== undefined && ifMatch !== '*' && ifMatch.replaceAll('"', '') !== etagOf(record)) {
    throw new WarehouseError('conditionNotMet', 'Precondition check failed.');
  }
}

/** Access that a dataset has unless told: that of the project's own roles. */
const defaultAccess = [
  { role: 'WRITER', specialGroup: 'projectWriters' },
  { role: 'OWNER', specialGroup: 'projectOwners' },
  { role: 'OWNER', userByEmail: sessionUser },
  { role: 'READER', specialGroup: 'projectReaders' },
];

/** A dataset as the API shows it: https://cloud.google.com/bigquery/docs/reference/rest/v2/datasets#Dataset */
export function datasetResource(projectId: string, record: DatasetRecord): object {
  const { datasetId, location, creationTime, lastModifiedTime, access, ...rest } = record;
  return {
    kind: 'bigquery#dataset',
    etag: etagOf(record),
    id: `${projectId}:${datasetId}`,
    datasetReference: { projectId, datasetId },
    location,
    ...rest,
    access: access ?? defaultAccess,
    creationTime: String(creationTime),
    lastModifiedTime: String(lastModifiedTime),
    type: 'DEFAULT',
  };
}

/** A dataset as its list shows it. */
export function datasetListItem(projectId: string, record: DatasetRecord): object {
  const { datasetId, location, labels, friendlyName } = record;
  return {
    kind: 'bigquery#dataset',
    id: `${projectId}:${datasetId}`,
    datasetReference: { projectId, datasetId },
    location,
    ...(labels && { labels }),
    ...(friendlyName && { friendlyName }),
  };
}

/** What a table's page and its line in a list have in common. */
function tableBasics(projectId: string, record: TableRecord): object {
  const { datasetId, tableId, type, labels, friendlyName, timePartitioning, rangePartitioning, clustering } = record;
  return {
    kind: 'bigquery#table',
    id: `${projectId}:${datasetId}.${tableId}`,
    tableReference: { projectId, datasetId, tableId },
    type,
    creationTime: String(record.creationTime),
    ...(labels && { labels }),
    ...(friendlyName && { friendlyName }),
    ...(timePartitioning && { timePartitioning }),
    ...(rangePartitioning && { rangePartitioning }),
    ...(clustering && { clustering: { fields: clustering } }),
    ...(record.expirationTime && { expirationTime: record.expirationTime }),
    ...(record.requirePartitionFilter && { requirePartitionFilter: true }),
  };
}

/** A table as its list shows it. */
export function tableListItem(projectId: string, record: TableRecord): object {
  return { ...tableBasics(projectId, record), ...(record.type === 'VIEW' && { view: { useLegacySql: false } }) };
}

/** A table as the API shows it: https://cloud.google.com/bigquery/docs/reference/rest/v2/tables#Table */
export function tableResource(projectId: string, record: TableRecord, size: TableSize): object {
  return {
    ...record.properties,
    ...tableBasics(projectId, record),
    etag: etagOf(record),
    ...(record.description && { description: record.description }),
    ...(record.tableConstraints && { tableConstraints: record.tableConstraints }),
    schema: { fields: record.fields },
    numRows: String(size.rows),
    numBytes: String(size.bytes),
    numLongTermBytes: '0',
    numTotalLogicalBytes: String(size.bytes),
    numActiveLogicalBytes: String(size.bytes),
    numLongTermLogicalBytes: '0',
    lastModifiedTime: String(record.lastModifiedTime),
    location: defaultLocation,
    ...viewResource(record),
  };
}

function viewResource({ type, view }: TableRecord): object {
  if (view === undefined) return {};
  return type === 'VIEW'
    ? { view: { query: view.query, useLegacySql: false } }
    : { materializedView: { query: view.query } };
}
