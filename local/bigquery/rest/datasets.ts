import { createDataset, datasetName, deleteDataset, updateDataset } from '../catalog/datasets.ts';
import type { DatasetRecord } from '../catalog/records.ts';
import { notFound, WarehouseError } from '../errors.ts';
import type { JsonObject } from '../http/body.ts';
import { optionalLabels, optionalText, requiredObject, requiredText } from '../http/json-fields.ts';
import type { Route, RouteRequest } from '../http/router.ts';
import { pageOfList } from '../results/page.ts';
import { defaultLocation, type Warehouse } from '../warehouse.ts';
import { mergeLabels } from './labels.ts';
import { requestScope } from './request-scope.ts';
import { checkEtag, datasetListItem, datasetResource } from './resources.ts';

const texts = [
  'description',
  'friendlyName',
  'defaultTableExpirationMs',
  'defaultPartitionExpirationMs',
  'maxTimeTravelHours',
  'storageBillingModel',
] as const;
/** Kept as they come. */
const kept = ['access', 'resourceTags', 'defaultEncryptionConfiguration'] as const;
/** Properties that would change answers, and the values that do not. */
const refused: Readonly<Record<string, readonly unknown[]>> = {
  isCaseInsensitive: [false],
  defaultCollation: [''],
  defaultRoundingMode: ['ROUNDING_MODE_UNSPECIFIED', 'ROUND_HALF_AWAY_FROM_ZERO'],
  externalDatasetReference: [],
  linkedDatasetSource: [],
  externalCatalogDatasetOptions: [],
};

/** https://cloud.google.com/bigquery/docs/reference/rest/v2/datasets */
export function datasetRoutes(warehouse: Warehouse): readonly Route[] {
  const { catalog } = warehouse;
  const one = '/projects/:projectId/datasets/:datasetId';

  const find = ({ projectId = '', datasetId = '' }: RouteRequest['path']): DatasetRecord => {
    const record = catalog.dataset(datasetId);
    if (record === undefined) throw notFound('Dataset', datasetName(projectId, datasetId));
    return record;
  };

  const change = async ({ path, body, ifMatch }: RouteRequest, isWhole: boolean): Promise<object> => {
    const present = find(path);
    checkEtag(present, ifMatch);
    const record = changedDataset(present, body, isWhole);
    await requestScope(warehouse, (scope) => updateDataset(scope, record));
    return datasetResource(path['projectId'] ?? '', record);
  };

  return [
    {
      method: 'GET',
      path: '/projects/:projectId/datasets',
      answer: ({ path, query }) => {
        const { items, nextPageToken } = pageOfList(catalog.datasets().filter(labelFilter(query.get('filter'))), query);
        return {
          kind: 'bigquery#datasetList',
          datasets: items.map((record) => datasetListItem(path['projectId'] ?? '', record)),
          ...(nextPageToken && { nextPageToken }),
        };
      },
    },
    {
      method: 'POST',
      path: '/projects/:projectId/datasets',
      answer: async ({ path: { projectId = '' }, body }) => {
        const record = newDataset(body);
        await requestScope(warehouse, (scope) => createDataset(scope, projectId, record));
        return datasetResource(projectId, record);
      },
    },
    { method: 'GET', path: one, answer: ({ path }) => datasetResource(path['projectId'] ?? '', find(path)) },
    { method: 'PATCH', path: one, answer: (request) => change(request, false) },
    { method: 'PUT', path: one, answer: (request) => change(request, true) },
    {
      method: 'DELETE',
      path: one,
      answer: async ({ path: { projectId = '', datasetId = '' }, query }) => {
        const deleteContents = query.get('deleteContents') === 'true';
        await requestScope(warehouse, (scope) => deleteDataset(scope, projectId, datasetId, { deleteContents }));
        return undefined;
      },
    },
  ];
}

/**
 * What `filter` leaves of a list: `labels.team:crime labels.active` wants both labels.
 * @throws WarehouseError for another filter
 */
function labelFilter(text: string | null): (record: DatasetRecord) => boolean {
  const wanted = (text ?? '')
    .split(/\s+(?:AND\s+)?/)
    .filter((part) => part !== '')
    .map((part) => {
      const match = /^labels\.([^:]+)(?::(.*))?$/.exec(part);
      if (match === null) throw new WarehouseError('invalid', `Invalid value for filter: ${part}`);
      return { key: match[1] ?? '', value: match[2] };
    });
  return ({ labels = {} }) =>
    wanted.every(
      ({ key, value }) => Object.hasOwn(labels, key) && (value === undefined || value === '*' || labels[key] === value),
    );
}

function newDataset(body: JsonObject): DatasetRecord {
  const now = Date.now();
  const base: DatasetRecord = {
    datasetId: requiredText(requiredObject(body, 'datasetReference'), 'datasetId'),
    location: optionalText(body, 'location') ?? defaultLocation,
    creationTime: now,
    lastModifiedTime: now,
  };
  return { ...changedDataset(base, body, true), lastModifiedTime: now };
}

/** The record with what the body gives: null takes a property away, and so does absence where the body is whole. */
function changedDataset(present: DatasetRecord, body: JsonObject, isWhole: boolean): DatasetRecord {
  for (const [key, harmless] of Object.entries(refused)) {
    const value = body[key];
    if (value !== undefined && value !== null && !harmless.includes(value)) {
      throw new WarehouseError('invalid', `not supported by the local warehouse: ${key} of a dataset`);
    }
  }
  const { datasetId, location, creationTime } = present;
  const given: Record<string, unknown> = {};
  for (const key of texts) {
    const value = isWhole || key in body ? optionalText(body, key) : present[key];
    if (value !== undefined) given[key] = value;
  }
  for (const key of kept) {
    const value = isWhole || key in body ? body[key] : present[key];
    if (value !== undefined && value !== null) given[key] = value;
  }
  const labels = mergeLabels(isWhole ? undefined : present.labels, optionalLabels(body, 'labels'));
  return {
    datasetId,
    location,
    ...given,
    ...(labels && { labels }),
    creationTime,
    lastModifiedTime: Math.max(Date.now(), present.lastModifiedTime + 1),
  };
}
