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
import { shownRow } from './query-answer.ts';
import { wantsInt64 } from './queries.ts';

/** https://cloud.google.com/bigquery/docs/reference/rest/v2/tabledata/list */
export function tabledataRoutes(warehouse: Warehouse, jobs: JobRegistry): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/projects/:projectId/datasets/:datasetId/tables/:tableId/data',
      answer: async ({ path: { projectId = '', datasetId = '', tableId = '' }, query }) => {
        const isInt64 = wantsInt64(
          query.get('formatOptions.useInt64Timestamp'),
          query.get('formatOptions.timestampOutputFormat'),
        );
        const whole = await findRows(warehouse, jobs, projectId, datasetId, tableId);
        const result = selected(whole, query.get('selectedFields'));
        const shown = shownRow(result.fields, isInt64);
        const { rows, pageToken } = await readPage(() => requestSession(warehouse), result, pageRequest(query), shown);
        return {
          kind: 'bigquery#tableDataList',
          totalRows: String(result.totalRows),
          rows,
          ...(pageToken && { pageToken }),
        };
      },
    },
  ];
}

/** The columns that `selectedFields` names, in the table's own order, as the service gives them. Throws WarehouseError. */
function selected(result: ResultSet, names: string | null): ResultSet {
  if (names === null || names === '') return result;
  if (result.place.kind !== 'table') {
    throw new WarehouseError('invalid', 'not supported by the local warehouse: selectedFields of a query’s answer');
  }
  const wanted = names.split(',').map((name) => name.trim().toLowerCase());
  const nested = wanted.find((name) => name.includes('.'));
  if (nested !== undefined) {
    throw new WarehouseError('invalid', `not supported by the local warehouse: selectedFields of a record: ${nested}`);
  }
  const unknown = wanted.find((name) => !result.fields.some((field) => field.name.toLowerCase() === name));
  if (unknown !== undefined) throw new WarehouseError('invalid', `Invalid selectedFields: no such field: ${unknown}`);
  return { ...result, fields: result.fields.filter((field) => wanted.includes(field.name.toLowerCase())) };
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
