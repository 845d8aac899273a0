import { notFound, WarehouseError } from '../errors.ts';
import type { Route } from '../http/router.ts';
import { sessionUser, type Warehouse } from '../warehouse.ts';
import { tableName } from '../catalog/tables.ts';

/** What clients ask for that this warehouse has none of, or one: models, row access policies, projects, access rights. */
export function smallRoutes({ catalog }: Warehouse): readonly Route[] {
  const dataset = '/projects/:projectId/datasets/:datasetId';
  const table = `${dataset}/tables/:tableId`;
  const requireDataset = (projectId: string, datasetId: string): void => {
    if (catalog.dataset(datasetId) === undefined) throw notFound('Dataset', `${projectId}:${datasetId}`);
  };
  const requireTable = (projectId: string, datasetId: string, tableId: string): void => {
    requireDataset(projectId, datasetId);
    if (catalog.table(datasetId, tableId) === undefined) {
      throw notFound('Table', tableName(projectId, { datasetId, tableId }));
    }
  };
  return [
    {
      method: 'GET',
      path: `${dataset}/models`,
      answer: ({ path: { projectId = '', datasetId = '' } }) => {
        requireDataset(projectId, datasetId);
        return {};
      },
    },
    {
      method: 'GET',
      path: `${dataset}/models/:modelId`,
      answer: ({ path: { projectId = '', datasetId = '', modelId = '' } }) => {
        throw notFound('Model', `${projectId}:${datasetId}.${modelId}`);
      },
    },
    {
      method: 'GET',
      path: `${table}/rowAccessPolicies`,
      answer: ({ path: { projectId = '', datasetId = '', tableId = '' } }) => {
        requireTable(projectId, datasetId, tableId);
        return {};
      },
    },
    {
      method: 'GET',
      path: '/projects',
      // A project exists by being named; those of the tables are not told apart.
      answer: () => ({ kind: 'bigquery#projectList', totalItems: 0 }),
    },
    {
      method: 'GET',
      path: '/projects/:projectId/serviceAccount',
      answer: () => ({ kind: 'bigquery#getServiceAccountResponse', email: sessionUser }),
    },
    {
      method: 'POST',
      path: `${table}:getIamPolicy`,
      // Whoever reaches the warehouse may do everything: no binding says so.
      answer: ({ path: { projectId = '', datasetId = '', tableId = '' } }) => {
        requireTable(projectId, datasetId, tableId);
        return { etag: 'ACAB', version: 1 };
      },
    },
    {
      method: 'POST',
      path: `${table}:testIamPermissions`,
      answer: ({ path: { projectId = '', datasetId = '', tableId = '' }, body }) => {
        requireTable(projectId, datasetId, tableId);
        return { permissions: body['permissions'] };
      },
    },
    {
      method: 'POST',
      path: `${table}:setIamPolicy`,
      answer: () => {
        throw new WarehouseError('notImplemented', 'not supported by the local warehouse: setIamPolicy');
      },
    },
    {
      method: 'POST',
      path: `${dataset}:undelete`,
      answer: () => {
        throw new WarehouseError('notImplemented', 'not supported by the local warehouse: datasets.undelete');
      },
    },
  ];
}
