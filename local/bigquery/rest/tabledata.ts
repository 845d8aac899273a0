import { rowsOfTable } from '../catalog/size.ts';
import { tableName } from '../catalog/tables.ts';
import { notFound, WarehouseError } from '../errors.ts';
import type { Route } from '../http/router.ts';
import { anonymousDataset } from '../jobs/query-job.ts';
import type { JobRegistry } from '../jobs/registry.ts';
import { pageRequest } from '../results/page.ts';
import { readPage } from '../results/read-page.ts';
import type { ResultSet } from '../results/result-store.ts';
import { requestSession, type Warehouse, withRequestSession } from '../warehouse.ts';
import { inFloats } from './query-answer.ts';

/** https://cloud.google.com/bigquery/docs/reference/rest/v2/tabledata/list */
export function tabledataRoutes(warehouse: Warehouse, jobs: JobRegistry): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/projects/:projectId/datasets/:datasetId/tables/:tableId/data',
      answer: async ({ path: { projectId = '', datasetId = '', tableId = '' }, query }) => {
        const result = await findRows(warehouse, jobs, projectId, datasetId, tableId);
        const { rows, pageToken } = await readPage(() => requestSession(warehouse), result, pageRequest(query));
        const isInt64 = query.get('formatOptions.useInt64Timestamp') === 'true';
        return {
          kind: 'bigquery#tableDataList',
          totalRows: String(result.totalRows),
          rows: isInt64 ? rows : inFloats(rows, result.fields),
          ...(pageToken && { pageToken }),
        };
      },
    },
  ];
}

async function findRows(
  warehouse: Warehouse,
  jobs: JobRegistry,
  projectId: string,
  datasetId: string,
  tableId: string,
): Promise<ResultSet> {
  const name = tableName(projectId, { datasetId, tableId });
  if (datasetId === anonymousDataset) {
    const { result } = await jobs.get(projectId, tableId);
    if (result === undefined) throw notFound('Table', name);
    return result;
  }
  const record = warehouse.catalog.table(datasetId, tableId);
  if (record === undefined) throw notFound('Table', name);
  if (record.type !== 'TABLE') throw new WarehouseError('invalid', `Cannot list a table of type ${record.type}.`);
  const rows = await withRequestSession(warehouse, (session) => rowsOfTable(session, record));
  return { fields: record.fields, totalRows: rows, place: { kind: 'table', datasetId, tableId } };
}
