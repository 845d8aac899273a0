import { datasetName } from '../catalog/datasets.ts';
import type { TableRecord } from '../catalog/records.ts';
import { sizeOfTable } from '../catalog/size.ts';
import { createTable, dropTable, tableName } from '../catalog/tables.ts';
import { notFound } from '../errors.ts';
import type { Route, RouteRequest } from '../http/router.ts';
import { pageOfList } from '../results/page.ts';
import { type Warehouse, withRequestSession } from '../warehouse.ts';
import { checkEtag, tableListItem, tableResource } from './resources.ts';
import { requestScope } from './request-scope.ts';
import { newTable } from './table-body.ts';
import { changeTable } from './table-change.ts';

/** https://cloud.google.com/bigquery/docs/reference/rest/v2/tables */
export function tableRoutes(warehouse: Warehouse): readonly Route[] {
  const { catalog } = warehouse;
  const all = '/projects/:projectId/datasets/:datasetId/tables';
  const one = `${all}/:tableId`;

  const find = ({ projectId = '', datasetId = '', tableId = '' }: RouteRequest['path']): TableRecord => {
    if (catalog.dataset(datasetId) === undefined) throw notFound('Dataset', datasetName(projectId, datasetId));
    const record = catalog.table(datasetId, tableId);
    if (record === undefined) throw notFound('Table', tableName(projectId, { datasetId, tableId }));
    return record;
  };

  const resource = async (projectId: string, record: TableRecord): Promise<object> =>
    tableResource(projectId, record, await withRequestSession(warehouse, (session) => sizeOfTable(session, record)));

  const change = async ({ path, body, ifMatch }: RouteRequest, isWhole: boolean): Promise<object> => {
    const projectId = path['projectId'] ?? '';
    const present = find(path);
    checkEtag(present, ifMatch);
    const changed = await requestScope(warehouse, (scope) =>
      changeTable(warehouse, scope, projectId, present, body, isWhole),
    );
    return resource(projectId, changed);
  };

  return [
    {
      method: 'GET',
      path: all,
      answer: ({ path: { projectId = '', datasetId = '' }, query }) => {
        if (catalog.dataset(datasetId) === undefined) throw notFound('Dataset', datasetName(projectId, datasetId));
        const tables = catalog.tables(datasetId);
        const { items, nextPageToken } = pageOfList(tables, query);
        return {
          kind: 'bigquery#tableList',
          tables: items.map((record) => tableListItem(projectId, record)),
          totalItems: tables.length,
          ...(nextPageToken && { nextPageToken }),
        };
      },
    },
    {
      method: 'POST',
      path: all,
      answer: async ({ path: { projectId = '', datasetId = '' }, body }) => {
        const record = newTable(warehouse, projectId, datasetId, body);
        const creation = { orReplace: false, ifNotExists: false };
        await requestScope(warehouse, (scope) => createTable(scope, projectId, record, creation, () => ({ record })));
        return resource(projectId, record);
      },
    },
    { method: 'GET', path: one, answer: ({ path }) => resource(path['projectId'] ?? '', find(path)) },
    { method: 'PATCH', path: one, answer: (request) => change(request, false) },
    { method: 'PUT', path: one, answer: (request) => change(request, true) },
    {
      method: 'DELETE',
      path: one,
      answer: async ({ path }) => {
        const record = find(path);
        await requestScope(warehouse, (scope) => dropTable(scope, path['projectId'] ?? '', record));
        return undefined;
      },
    },
  ];
}
